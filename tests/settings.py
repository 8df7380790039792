"""The reference site's settings for tests: no outer service, no state left behind."""

import atexit
import os
import tempfile

os.environ["DEBUG"] = "1"
os.environ["LANGUAGES"] = "pl,en,uk"
os.environ["SITE_URL"] = "http://localhost"
os.environ["ALLOWED_HOSTS"] = "localhost,127.0.0.1,testserver,.newsroom.test"
os.environ["EMAIL_URL"] = "memorymail://"
if "DATA_DIR" not in os.environ:
    data = tempfile.TemporaryDirectory(prefix="newsroom-test-")
    atexit.register(data.cleanup)
    os.environ["DATA_DIR"] = data.name
if os.environ.get("REDIS_URL"):
    # Tests empty the cache: each worker has a Redis database of its own.
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    server, _, _ = os.environ["REDIS_URL"].rpartition("/")
    os.environ["REDIS_URL"] = f"{server}/{worker}"

from config.settings import *  # noqa: F403

# Hundreds of requests in a second are nothing unusual in a test.
NEWSROOM_API_RATE = NEWSROOM_FEED_RATE = ""
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
