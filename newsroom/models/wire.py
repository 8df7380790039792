"""The wire: what is public, written once when it became public, and what happened to it.

References to pages and sites are plain values: deleting a page must not take its tombstone along.
"""

import uuid
from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

UID_NAMESPACE = uuid.UUID("6f2d0f0a-6a0e-5d53-9a3e-0a4c7a1d0b57")


def uid_for(translation_key: uuid.UUID | str, language: str) -> uuid.UUID:
    """The public id of an item in one language (RFC 9562, version 5).

    It survives a change of slug, title, section, host and protocol.
    """
    return uuid.uuid5(UID_NAMESPACE, f"{translation_key}:{language}")


def tag_key_for(pk: int) -> uuid.UUID:
    """What a subject is under any slug."""
    return uuid.uuid5(UID_NAMESPACE, f"tag:{pk}")


class Kind(models.TextChoices):
    ARTICLE = "article", _("Article")
    GALLERY = "gallery", _("Gallery")
    PROJECT = "project", _("Project")


class WireItemQuerySet(models.QuerySet["WireItem"]):
    def public(self, now: datetime | None = None) -> "WireItemQuerySet":
        """Items readers may see. Rows past ``valid_until`` are among them: read through
        :func:`newsroom.wire.readers.fresh`, which composes those anew.
        """
        now = now or timezone.now()
        return self.filter(
            Q(expires_at__isnull=True) | Q(expires_at__gt=now), hidden=False, withdrawn_at=None
        )

    def newest_first(self) -> "WireItemQuerySet":
        return self.order_by("-published", "-pk")


class WireItem(models.Model):
    """One public item in one language, or its tombstone (``withdrawn_at`` set)."""

    uid = models.UUIDField(unique=True, editable=False)
    translation_key = models.UUIDField()
    page_id = models.PositiveBigIntegerField(db_index=True)
    site_id = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=16, choices=Kind)
    locale = models.CharField(max_length=100)
    url = models.TextField()
    slug = models.CharField(max_length=255)

    published = models.DateTimeField()
    updated = models.DateTimeField()
    changed = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    # The earliest expiry of the item and all it embeds.
    valid_until = models.DateTimeField(null=True, db_index=True)
    # Set in the transaction of a change that may withdraw the item, before it is composed anew.
    hidden = models.BooleanField(default=False)
    withdrawn_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=32, blank=True)
    # Why an editor withdrew it, in words for everybody; set together with ``hidden``.
    public_reason = models.TextField(blank=True)

    # Uid and slug are those of one language, the key is shared by all of them.
    section_uid = models.UUIDField(null=True)
    section_key = models.UUIDField(null=True)
    section_slug = models.CharField(max_length=255, blank=True)
    project_uid = models.UUIDField(null=True)
    project_key = models.UUIDField(null=True)
    project_slug = models.CharField(max_length=255, blank=True)

    in_feeds = models.BooleanField(default=True)

    # Finished JSON, kept as text: readers join it without parsing it. Only feeds read the entry.
    card = models.TextField()
    document = models.TextField()
    entry = models.TextField(blank=True)

    # The fingerprint, compared with the pages by reconcile.
    revision_id = models.PositiveBigIntegerField(null=True)
    url_path = models.TextField()
    composition = models.CharField(max_length=64)

    objects = WireItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("wire item")
        verbose_name_plural = _("wire items")
        indexes = [
            models.Index(
                fields=["site_id", "kind", "locale", "-published", "-id"], name="wire_list"
            ),
            models.Index(fields=["site_id", "kind", "-published", "-id"], name="wire_list_all"),
            models.Index(
                fields=["site_id", "kind", "locale", "-updated", "-id"], name="wire_updated"
            ),
            models.Index(fields=["site_id", "kind", "-updated", "-id"], name="wire_updated_all"),
            models.Index(fields=["site_id", "kind", "locale", "-changed"], name="wire_changed"),
            models.Index(
                fields=["translation_key", "site_id", "kind", "locale"], name="wire_translations"
            ),
            models.Index(
                fields=["id"], condition=Q(hidden=True, withdrawn_at=None), name="wire_hidden"
            ),
            models.Index(fields=["url"], name="wire_url"),
            models.Index(
                fields=["site_id", "kind", "locale", "section_slug", "-published", "-id"],
                name="wire_section",
            ),
            models.Index(
                fields=["site_id", "kind", "locale", "project_slug", "-published", "-id"],
                name="wire_project",
            ),
            models.Index(
                fields=["site_id", "kind", "section_key", "-published", "-id"],
                name="wire_section_key",
            ),
            models.Index(
                fields=["site_id", "kind", "project_key", "-published", "-id"],
                name="wire_project_key",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.uid} ({self.locale})"

    def is_public(self) -> bool:
        """What :meth:`WireItemQuerySet.public` asks of rows."""
        expired = self.expires_at is not None and self.expires_at <= timezone.now()
        return not (expired or self.hidden or self.withdrawn_at)


class WireTag(models.Model):
    """A subject of an item, for filtering; labels are in the document.

    What lists of a tag are made of is repeated here: one index then finds a page of the list,
    however many items bear the tag.
    """

    item = models.ForeignKey(WireItem, on_delete=models.CASCADE, related_name="tags")
    slug = models.CharField(max_length=100)
    site_id = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=16)
    locale = models.CharField(max_length=100)
    published = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["slug", "item"], name="wire_tag_once")]
        indexes = [
            models.Index(
                fields=["slug", "site_id", "kind", "locale", "-published", "-item"],
                name="wire_tag_list",
            ),
            models.Index(
                fields=["slug", "site_id", "kind", "-published", "-item"], name="wire_tag_list_all"
            ),
        ]

    def __str__(self) -> str:
        return self.slug


class Noun(models.TextChoices):
    """What sets of items have feeds and lists of their own; the values stand in addresses."""

    NEWS = "news", _("News")
    GALLERIES = "galleries", _("Galleries")
    SECTIONS = "sections", _("Section")
    TAGS = "tags", _("Subject")
    PROJECTS = "projects", _("Project")


class WireScope(models.Model):
    """A set of items of one language that has feeds, and when what is in it last changed.

    Written by what puts and withdraws, in the same transaction. ``key`` is what a section, subject
    or project is under any slug and in all languages; after a new slug the old row stays as a
    ``former`` one, so that the old address is known. ``stamp`` grows with every change.
    """

    site_id = models.PositiveBigIntegerField()
    locale = models.CharField(max_length=100)
    noun = models.CharField(max_length=16, choices=Noun)
    slug = models.CharField(max_length=255, blank=True)
    key = models.UUIDField(null=True)
    former = models.BooleanField(default=False)
    title = models.TextField(blank=True)
    url = models.TextField(blank=True)
    stamp = models.PositiveBigIntegerField()
    changed = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["site_id", "locale", "noun", "slug"], name="wire_scope_once"
            )
        ]
        indexes = [models.Index(fields=["site_id", "noun", "key"], name="wire_scope_key")]

    def __str__(self) -> str:
        return f"{self.locale}/{self.noun}/{self.slug}".rstrip("/")


class WireDependency(models.Model):
    """Something an item's composition looked at, whether it was included or left out."""

    item = models.ForeignKey(WireItem, on_delete=models.CASCADE, related_name="dependencies")
    key = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "item"], name="wire_dependency_once")]

    def __str__(self) -> str:
        return self.key


class WireMark(models.Model):
    """Something changed that may matter; written in the transaction of the change.

    Marks are only ever inserted by editors' transactions, so no two of them wait for each other.
    ``expanded`` is the version at which the settler found out which pages it concerns; the row
    is kept for a while, because a composition begun before must not be put after it.
    """

    key = models.CharField(max_length=80)
    created = models.DateTimeField(default=timezone.now)
    expanded = models.PositiveBigIntegerField(null=True, db_index=True)

    class Meta:
        indexes = [models.Index(fields=["key", "expanded"], name="wire_mark_key")]

    def __str__(self) -> str:
        return self.key


class WireJob(models.Model):
    """A page to be composed. ``version`` is the one at which it was last asked for."""

    page_id = models.PositiveBigIntegerField(unique=True)
    version = models.PositiveBigIntegerField()
    created = models.DateTimeField(default=timezone.now)
    not_before = models.DateTimeField(default=timezone.now, db_index=True)
    attempts = models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True)

    class Meta:
        verbose_name = _("failed composition")
        verbose_name_plural = _("failed compositions")

    def __str__(self) -> str:
        return f"page {self.page_id}"


class WireSequence(models.Model):
    """The one counter. Its row is locked first by everything that writes to the wire.

    ``value`` numbers the changes of the public set without gaps; ``version`` counts expansions and
    what else lets readers see something else. Between two steps of either, rows can only be hidden.
    ``pruned`` is the last withdrawal that is forgotten: who has read no further has missed it.
    """

    value = models.PositiveBigIntegerField(default=0)
    version = models.PositiveBigIntegerField(default=0)
    pruned = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.value)


class WireAction(models.TextChoices):
    PUT = "put", _("put")
    WITHDRAWN = "withdrawn", _("withdrawn")
    DELETED = "deleted", _("deleted")


class WireChangeQuerySet(models.QuerySet["WireChange"]):
    def newest(self) -> "WireChangeQuerySet":
        """Only the last change of each item in each Site: all that somebody new has to know."""
        same = WireChange.objects.filter(item=models.OuterRef("item"))
        later = same.filter(
            site_id=models.OuterRef("site_id"), sequence__gt=models.OuterRef("sequence")
        )
        return self.filter(~models.Exists(later))


class WireChange(models.Model):
    """The log of what happened on the wire, in the order of commits; only appended and pruned.

    The last change of an item stays as long as its row. An item that goes to another Site is
    withdrawn in the one it leaves. ``old_url`` is the address that a put has changed,
    ``old_section`` the section that the item has left.
    """

    sequence = models.PositiveBigIntegerField(primary_key=True)
    item = models.ForeignKey(WireItem, on_delete=models.CASCADE, related_name="changes")
    site_id = models.PositiveBigIntegerField()
    action = models.CharField(max_length=16, choices=WireAction)
    old_url = models.TextField(blank=True)
    old_section = models.UUIDField(null=True)
    reason = models.CharField(max_length=32, blank=True)
    at = models.DateTimeField()

    objects = WireChangeQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["site_id", "sequence"], name="wire_change_site")]

    def __str__(self) -> str:
        return f"{self.sequence} {self.action}"


class WireAddress(models.Model):
    """An address an item once had, for resolving and redirecting."""

    item = models.ForeignKey(WireItem, on_delete=models.CASCADE, related_name="addresses")
    url = models.TextField(db_index=True)
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "url"], name="wire_address_once")]

    def __str__(self) -> str:
        return self.url


class WireImage(models.Model):
    """An image whose renditions the worker still has to make."""

    image_id = models.PositiveBigIntegerField(unique=True)
    attempts = models.PositiveIntegerField(default=0)
    not_before = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"image {self.image_id}"


class WireBeat(models.Model):
    """When the worker last did one of its rounds."""

    name = models.CharField(max_length=32, unique=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} {self.at:%Y-%m-%d %H:%M:%S}"
