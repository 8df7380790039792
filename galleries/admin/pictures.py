"""A photo large enough to be described."""

from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import cache_control
from wagtail.images import get_image_model
from wagtail.images.models import SourceImageIOError

from galleries import renditions


@cache_control(private=True, max_age=300)
def picture(request: HttpRequest, image_id: int) -> HttpResponseRedirect:
    """Lead to the size that each image gets first; it is there already as a rule."""
    image = get_object_or_404(get_image_model(), pk=image_id)
    try:
        rendition = image.get_rendition(renditions.FIRST)
    except SourceImageIOError as error:
        raise Http404 from error
    return HttpResponseRedirect(rendition.url)
