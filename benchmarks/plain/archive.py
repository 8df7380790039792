"""Many articles for stock Wagtail's search, written directly: only the search reads them."""

import json
import uuid
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from django.core.management import call_command
from django.db import connection, transaction
from wagtail.models import Locale, Page, Site
from wagtail.signal_handlers import disable_reference_index_auto_update

from benchmarks.vocabulary import Text

from .models import Article, Section

NEWEST = datetime(2026, 6, 1, 12, tzinfo=UTC)


def fill(texts: Iterable[Text], language: str, hostname: str) -> None:
    """Make an article of each text, below one section, and index all of them."""
    Page.objects.filter(depth=2).delete()
    Site.objects.all().delete()
    locale, _ = Locale.objects.get_or_create(language_code=language)
    root = Page.get_first_root_node()
    home = root.add_child(instance=Page(title="Newsroom", slug="home", locale=locale))
    Site.objects.create(hostname=hostname, port=443, root_page=home, is_default_site=True)
    section = home.add_child(instance=Section(title="News", slug="news", locale=locale))
    with disable_reference_index_auto_update(), transaction.atomic():
        for number, text in enumerate(texts):
            _write(number, text, section)
        Page.objects.filter(pk=section.pk).update(numchild=number + 1)
    call_command("update_index", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _write(number: int, text: Text, section: Section) -> None:
    """A page's row and an article's, without the questions that adding a child asks the tree."""
    published = NEWEST - timedelta(hours=number)
    slug = f"article-{number}"
    article = Article(
        title=text.title,
        draft_title=text.title,
        slug=slug,
        url_path=f"{section.url_path}{slug}/",
        path=Article._get_path(section.path, section.depth + 1, number + 1),
        depth=section.depth + 1,
        locale=section.locale,
        translation_key=uuid.uuid5(uuid.NAMESPACE_URL, slug),
        lead=text.lead,
        body=json.dumps(
            [
                {"type": "rich_text", "value": f"<p>{paragraph}</p>", "id": f"{slug}-{place}"}
                for place, paragraph in enumerate(text.paragraphs)
            ]
        ),
        publication_date=published,
        first_published_at=published,
        last_published_at=published,
    )
    article.save_base(force_insert=True)
