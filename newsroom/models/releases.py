from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Release(models.Model):
    """Pages of one translation key that go live together at a moment, or none of them.

    It is not stored as ``go_live_at``: Wagtail would publish such pages one by one, those that it
    can. A release that was refused stays, with the reasons, until it is planned or published anew.
    """

    translation_key = models.UUIDField(unique=True)
    at = models.DateTimeField(_("date and time"), db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created = models.DateTimeField(default=timezone.now)
    refused = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("planned publication")
        verbose_name_plural = _("planned publications")

    def __str__(self) -> str:
        return f"{self.translation_key} {self.at:%Y-%m-%d %H:%M}"


class ReleasedPage(models.Model):
    """A page of a release, in the version that was approved when it was planned.

    Plain values, as the wire's: a page that is deleted must not leave the set unnoticed.
    """

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="pages")
    page_id = models.PositiveBigIntegerField()
    revision_id = models.PositiveBigIntegerField()
    language = models.CharField(max_length=100)
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["page_id"], name="released_page_once")]

    def __str__(self) -> str:
        return f"page {self.page_id}, revision {self.revision_id}"
