"""Photos' files: to readers the renditions without metadata, to editors all of them."""

import re
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe
from django.views.static import serve

# How `galleries.renditions` ends its files' names. The admin's own renditions stand in the same
# folder under names that can be guessed, with all that the camera wrote into the photo.
PUBLIC_NAME = re.compile(r"[^/]+\.stripmetadata\.format-\w+\.\w+")
MAX_AGE = 24 * 60 * 60  # seconds


@require_safe
def rendition(request: HttpRequest, name: str) -> HttpResponseBase:
    """A file of `media/images`; originals and documents are never served as files."""
    public = PUBLIC_NAME.fullmatch(name) is not None
    if not public and not request.user.has_perm("wagtailadmin.access_admin"):
        raise Http404
    response = serve(request, name, document_root=str(Path(settings.MEDIA_ROOT, "images")))
    if public:
        patch_cache_control(response, public=True, max_age=MAX_AGE)
    else:
        patch_cache_control(response, private=True, no_store=True)
    return response
