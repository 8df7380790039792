"""Which of many pages are public, asked at once, is what is decided of each alone."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.actions.convert_alias import ConvertAliasPageAction
from wagtail.models import Page, PageViewRestriction

from newsroom.addresses import AddressBook
from newsroom.models import NewsIndexPage
from newsroom.wire import visibility
from newsroom.wire.visibility import public_among, withheld_because
from tests.factories import make_article, make_section, make_site_tree, publish


def restrict(page: Page) -> Any:
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    return page


def convert(alias: Page) -> Any:
    ConvertAliasPageAction(alias).execute(skip_permission_checks=True)
    return type(alias).objects.get(pk=alias.pk)


def reflect(page: Page, parent: Page, slug: str) -> Any:
    return page.create_alias(parent=parent, update_slug=slug)


@pytest.fixture
def public(homes: dict[str, Any], section: Any) -> list[Page]:
    home = homes["pl"]
    direct = NewsIndexPage(title="Bez wersji", locale=home.locale)
    home.add_child(instance=direct)
    hidden = make_section(home, "Niepubliczny dział")
    below = make_article(hidden, "Pod niepublicznym")
    hidden.unpublish()
    later = make_article(section, "Wygaśnie później")
    later.expire_at = timezone.now() + timedelta(hours=1)
    drafted = make_article(section, "Ze szkicem")
    drafted.save_revision()
    converted = publish(convert(reflect(section, home, "wlasny")))
    # A restriction on an alias itself is none, as in Wagtail.
    reflection = restrict(reflect(section, home, "ograniczone-odbicie"))
    under = make_article(reflection, "Pod odbiciem")
    elsewhere = make_section(make_site_tree("other.newsroom.test", slug="inny")["pl"])
    return [home, section, direct, below, publish(later), drafted, converted, under, elsewhere]


@pytest.fixture
def withheld(homes: dict[str, Any], section: Any) -> dict[str, list[Page]]:
    home = homes["pl"]
    expired = make_section(home, "Wygasły")
    expired.expire_at = timezone.now() - timedelta(minutes=1)
    expired.save()
    alias = reflect(section, home, "odbicie")
    borrowed = make_section(home, "Z cudzą wersją")
    borrowed.live_revision = make_section(home, "Inny dział").live_revision
    borrowed.save()
    secret = restrict(make_section(home, "Poufne"))
    mirror = reflect(secret, home, "odbicie-poufnego")
    second_mirror = reflect(mirror, home, "odbicie-odbicia")
    outside = Page(title="Poza serwisami", locale=home.locale)
    home.get_parent().add_child(instance=outside)
    return {
        visibility.UNPUBLISHED: [
            make_article(section, "Szkic", live=False),
            convert(reflect(section, home, "przeksztalcone")),
            borrowed,
        ],
        visibility.EXPIRED: [expired],
        visibility.ALIAS: [alias, reflect(alias, home, "odbicie-2"), mirror, second_mirror],
        visibility.RESTRICTED: [
            secret,
            make_article(secret, "Pod poufnym"),
            make_article(mirror, "Pod odbiciem poufnego"),
            make_article(second_mirror, "Pod odbiciem odbicia"),
        ],
        visibility.NO_SITE: [outside],
    }


def test_many_pages_are_decided_as_each_is(
    public: list[Page], withheld: dict[str, list[Page]]
) -> None:
    book, now = AddressBook(), timezone.now()
    keys = {page.pk for page in public}.union(*([p.pk for p in ps] for ps in withheld.values()))
    # All there are, among them some that were only made along with those.
    pages = list(Page.objects.all())

    alone = {page.pk: withheld_because(page, book, now) for page in pages}
    together = public_among(pages, book, now)

    assert [page.pk for page in together] == [pk for pk, reason in alone.items() if not reason]
    assert {alone[page.pk] for page in public} == {""}
    for reason, those in withheld.items():
        assert {alone[page.pk] for page in those} == {reason}
    assert keys <= set(alone)


def test_many_pages_cost_a_few_queries(public: list[Page], withheld: dict[str, list[Page]]) -> None:
    book, pages = AddressBook(), list(Page.objects.all())

    with CaptureQueriesContext(connection) as captured:
        public_among(pages, book, timezone.now())

    # Three, and one for each link in the longest chain of aliases below a restriction.
    assert len(captured) == 3 + 3


def test_no_pages_cost_nothing(db: None, django_assert_num_queries: Any) -> None:
    book = AddressBook()
    with django_assert_num_queries(0):
        assert public_among([], book, timezone.now()) == []
