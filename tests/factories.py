"""Pages, photos and sites for tests, made the way editors make them: through revisions."""

from io import BytesIO
from typing import Any
from uuid import uuid4

from django.apps import apps
from django.conf import settings
from django.core.files.images import ImageFile
from PIL import Image as Pillow
from wagtail.images import get_image_model
from wagtail.models import Collection, Locale, Page, Site

from galleries.models import GalleryPage, GalleryPhoto
from newsroom.models import (
    ArticlePage,
    ArticlePhoto,
    NewsIndexPage,
    NewsTag,
    NewsTagLabel,
    ProjectPage,
)

_numbers = iter(range(1, 10**9))


def make_site_tree(hostname: str = "localhost", slug: str = "urzad") -> dict[str, Page]:
    """A site with a home page in each language; returns the home pages by language code."""
    if Collection.get_first_root_node() is None:
        Collection.add_root(name="Root")
    codes = [code for code, _ in settings.WAGTAIL_CONTENT_LANGUAGES]
    locales = {code: Locale.objects.get_or_create(language_code=code)[0] for code in codes}
    source = settings.LANGUAGE_CODE
    root = Page.get_first_root_node() or Page.add_root(
        title="Root", slug="root", locale=locales[source]
    )
    model = apps.get_model("home.HomePage" if apps.is_installed("home") else "host.HostPage")
    key, homes = uuid4(), {}
    for code in codes:
        homes[code] = root.add_child(
            instance=model(
                title="Urząd",
                slug=slug if code == source else f"{slug}-{code}",
                locale=locales[code],
                translation_key=key,
            )
        )
    site = Site.objects.filter(hostname=hostname).first() or Site(hostname=hostname)
    site.root_page = homes[source]
    site.site_name = "Urząd"
    site.is_default_site = not Site.objects.filter(is_default_site=True).exclude(pk=site.pk)
    site.save()
    return homes


def publish(page: Page) -> Any:
    """Publish through a revision; returns the page as it is in the database now."""
    page.save_revision().publish()
    return type(page).objects.get(pk=page.pk)


def make_section(parent: Page, title: str = "Aktualności", **fields: Any) -> NewsIndexPage:
    page = NewsIndexPage(title=title, locale=parent.locale, live=False, **fields)
    parent.add_child(instance=page)
    return publish(page)


def picture(color: Any = None, size: tuple[int, int] = (64, 48), **save: Any) -> ImageFile:
    """A JPEG file; ``save`` goes to Pillow (``exif`` for example)."""
    number = next(_numbers)
    data = BytesIO()
    Pillow.new("RGB", size, color or (number * 37 % 256, number * 101 % 256, 90)).save(
        data, "JPEG", **save
    )
    return ImageFile(BytesIO(data.getvalue()), name=f"picture-{number}.jpg")


def make_image(title: str = "Obraz", file: ImageFile | None = None, **fields: Any) -> Any:
    fields.setdefault("collection", Collection.get_first_root_node())
    return get_image_model().objects.create(title=title, file=file or picture(), **fields)


def add_photos(page: Page, model: type, alts: list[str], **fields: Any) -> None:
    for number, alt in enumerate(alts):
        page.photos.add(
            model(
                image=fields.get("image") or make_image(),
                alt_text=alt,
                locale=page.locale,
                sort_order=number,
            )
        )


def make_article(
    section: Page,
    title: str = "Otwarto nową bibliotekę",
    *,
    alts: list[str] | None = None,
    live: bool = True,
    **fields: Any,
) -> ArticlePage:
    """An article with a photo for each text in ``alts``, published unless ``live`` is false."""
    tags = fields.pop("tags", [])
    image = fields.pop("image", None)
    page = ArticlePage(title=title, locale=section.locale, live=False, **fields)
    section.add_child(instance=page)
    add_photos(page, ArticlePhoto, alts or [], image=image)
    for tag in tags:
        page.tags.add(tag)
    if not live:
        page.save_revision()
        return ArticlePage.objects.get(pk=page.pk)
    return publish(page)


def make_gallery(
    parent: Page, title: str = "Galeria", alts: list[str] | None = None, **fields: Any
) -> GalleryPage:
    page = GalleryPage(title=title, locale=parent.locale, live=False, **fields)
    parent.add_child(instance=page)
    add_photos(page, GalleryPhoto, alts or [])
    return publish(page)


def make_project(parent: Page, title: str = "Nowe drogi", **fields: Any) -> ProjectPage:
    page = ProjectPage(title=title, locale=parent.locale, live=False, **fields)
    parent.add_child(instance=page)
    return publish(page)


def info_page_model() -> type[Page]:
    """The project's page type with a lead and a body that is no item."""
    model: type[Page] = apps.get_model(settings.NEWSROOM_INFO_PAGE_MODEL)
    return model


def make_info_page(parent: Page, title: str = "Kontakt", **fields: Any) -> Page:
    page = info_page_model()(title=title, locale=parent.locale, live=False, **fields)
    parent.add_child(instance=page)
    return publish(page)


def make_tag(name: str, **labels: str) -> NewsTag:
    """A tag with labels by language code."""
    tag = NewsTag.objects.create(name=name)
    for code, text in labels.items():
        NewsTagLabel.objects.create(
            tag=tag, locale=Locale.objects.get(language_code=code), text=text
        )
    return tag


def submit_for_translation(page: Page, *codes: str) -> Any:
    """Submit a page to wagtail-localize; returns its TranslationSource."""
    from wagtail_localize.models import Translation, TranslationSource

    source, _ = TranslationSource.update_or_create_from_instance(page)
    for code in codes:
        locale = Locale.objects.get(language_code=code)
        translation, created = Translation.objects.get_or_create(
            source=source, target_locale=locale
        )
        if created:
            translation.save_target(publish=False)
    return source


def translate(page: Page, code: str, suffix: str = "", **strings: str) -> Page:
    """Translate a page through wagtail-localize and publish the translation.

    ``strings`` maps source strings' paths (``title`` …) to texts; every other string is the
    source's with ``suffix`` (by default the language code) added.
    """
    from wagtail_localize.models import StringSegment, StringTranslation, Translation

    source = submit_for_translation(page, code)
    locale = Locale.objects.get(language_code=code)
    for segment in StringSegment.objects.filter(source=source).select_related("string", "context"):
        StringTranslation.objects.update_or_create(
            translation_of=segment.string,
            locale=locale,
            context=segment.context,
            defaults={
                "data": strings.get(
                    segment.context.path, f"{segment.string.data} {suffix or code}"
                ),
                "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL,
            },
        )
    Translation.objects.get(source=source, target_locale=locale).save_target(publish=True)
    translation = page.get_translation(locale)
    # save_target publishes after the commit, which a test's transaction never reaches.
    return publish(translation.get_latest_revision_as_object())
