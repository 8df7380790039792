"""Template tags for the Wagtail admin."""

from typing import Any

from django import template
from django.template import Context
from wagtail.models import Page

from newsroom.admin.translations import strip_of
from newsroom.admin.translations_unpublish import FIELD, questions

register = template.Library()


@register.inclusion_tag("newsroom/admin/translations/strip.html", takes_context=True)
def translations_strip(context: Context, page: Page) -> dict[str, Any]:
    return {"strip": strip_of(page, context["request"])}


@register.inclusion_tag("newsroom/admin/translations/unpublish.html", takes_context=True)
def unpublish_questions(context: Context, page: Page) -> dict[str, Any]:
    return {"questions": questions(page, context["request"].user), "field": FIELD}
