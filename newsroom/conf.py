"""The plug-in's settings: Django settings ``NEWSROOM_<NAME>``, each with a default that works."""

from datetime import timedelta

from django.conf import settings


class Settings:
    @property
    def settle_on_commit(self) -> int:
        """How many pages are composed right after an answer; the worker composes the others."""
        return getattr(settings, "NEWSROOM_SETTLE_ON_COMMIT", 10)

    @property
    def tombstone_days(self) -> timedelta:
        """How long a withdrawn item's tombstone and the change log are kept (days in settings)."""
        return timedelta(days=getattr(settings, "NEWSROOM_TOMBSTONE_DAYS", 90))

    @property
    def feed_items(self) -> int:
        """How many items a feed holds."""
        return getattr(settings, "NEWSROOM_FEED_ITEMS", 30)

    @property
    def page_size(self) -> int:
        """How many items a list on a web page holds."""
        return getattr(settings, "NEWSROOM_PAGE_SIZE", 12)

    @property
    def sitemap_addresses(self) -> int:
        """How many addresses one sitemap holds; a Site with more has an index of several.

        The protocol allows no more than 50,000.
        """
        return min(50_000, getattr(settings, "NEWSROOM_SITEMAP_ADDRESSES", 50_000))

    @property
    def publisher(self) -> str:
        """The organisation that publishes; without it each Site's name is used."""
        return getattr(settings, "NEWSROOM_PUBLISHER", "")

    @property
    def api_max_age(self) -> int:
        """Seconds for which caches may reuse an answer of the API."""
        return getattr(settings, "NEWSROOM_API_MAX_AGE", 60)

    @property
    def api_stale_while_revalidate(self) -> int:
        """Seconds after that in which caches may still reuse it while they ask again."""
        return getattr(settings, "NEWSROOM_API_STALE_WHILE_REVALIDATE", 600)

    @property
    def page_max_age(self) -> int:
        """Seconds for which caches that many readers share may reuse a web page."""
        return getattr(settings, "NEWSROOM_PAGE_MAX_AGE", 60)

    @property
    def api_rate(self) -> str:
        """How many requests an address may send: number/period (s, m, h or d); "" for no limit."""
        return getattr(settings, "NEWSROOM_API_RATE", "600/m")

    @property
    def changes_waiters(self) -> int:
        """How many requests may wait for changes at once; each keeps one of a process's threads."""
        return getattr(settings, "NEWSROOM_CHANGES_WAITERS", 2)

    @property
    def feed_rate(self) -> str:
        """The same for feeds; requests that say what they know already are not counted."""
        return getattr(settings, "NEWSROOM_FEED_RATE", "300/m")

    @property
    def trusted_proxies(self) -> int:
        """How many proxies before the site add to X-Forwarded-For; 0 trusts no such header."""
        return getattr(settings, "NEWSROOM_TRUSTED_PROXIES", 0)

    @property
    def answer_cache(self) -> str:
        """The alias in ``CACHES`` that keeps the API's finished answers; "" keeps none."""
        return getattr(settings, "NEWSROOM_ANSWER_CACHE", "default")

    @property
    def info_page_model(self) -> str:
        """``app.Model`` of the pages that the import makes of information boxes.

        The model needs a StreamField ``body`` with a block ``rich_text``. Empty: boxes are
        reported and left out.
        """
        return getattr(settings, "NEWSROOM_INFO_PAGE_MODEL", "")

    @property
    def preview_url(self) -> str:
        """Where a partner's front end shows a draft; it is told what to fetch in the query."""
        return getattr(settings, "NEWSROOM_PREVIEW_URL", "")

    @property
    def private_targets(self) -> list[str]:
        """Networks (CIDR) that may be called although they are not public, such as an intranet's.

        For addresses that editors type in: webhooks, hubs. Any port may be used there.
        """
        return getattr(settings, "NEWSROOM_PRIVATE_TARGETS", [])

    @property
    def insecure_targets(self) -> bool:
        """Whether such addresses may start with http; by default in development only."""
        allowed: bool = getattr(settings, "NEWSROOM_INSECURE_TARGETS", settings.DEBUG)
        return allowed

    @property
    def indexnow_key(self) -> str:
        """The key by which search engines know the project (IndexNow); "" tells them nothing."""
        return getattr(settings, "NEWSROOM_INDEXNOW_KEY", "")

    @property
    def indexnow_endpoint(self) -> str:
        """Where changed addresses are sent, for all search engines that take part."""
        return getattr(settings, "NEWSROOM_INDEXNOW_ENDPOINT", "https://api.indexnow.org/indexnow")

    @property
    def search_backend(self) -> str:
        """The alias in ``WAGTAILSEARCH_BACKENDS`` of a search server; "" uses the database."""
        return getattr(settings, "NEWSROOM_SEARCH_BACKEND", "")

    @property
    def search_page(self) -> str:
        """The URL name of the project's page of search, to which feeds of searches lead.

        It reads ``q``, ``kind``, ``section`` and ``tag``. Empty: they lead to the first page.
        """
        return getattr(settings, "NEWSROOM_SEARCH_PAGE", "")

    @property
    def webhook_threads(self) -> int:
        """How many webhooks the worker calls at the same time."""
        return getattr(settings, "NEWSROOM_WEBHOOK_THREADS", 16)

    @property
    def metrics_token(self) -> str:
        """What Prometheus has to know to be given metrics; "" gives none to anybody."""
        return getattr(settings, "NEWSROOM_METRICS_TOKEN", "")


conf = Settings()
