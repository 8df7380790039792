"""WSGI entry point: `gunicorn --pythonpath site,. config.wsgi`."""

import gc
import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()

# Views and schemas stay as long as the process does. They are loaded before the first request, and
# then left alone by the garbage collector: to go through all of them takes it more than a tenth of
# a second, which would be some request's.
import_module(settings.ROOT_URLCONF)
gc.collect()
gc.freeze()
