from django.db import models


class ImportedPage(models.Model):
    """Which page an import made of which part of a capture.

    ``digest`` is of the part's content and ``revision_id`` the revision the import wrote: a page
    with a newer revision was touched by an editor and is never overwritten.
    """

    site = models.ForeignKey("wagtailcore.Site", on_delete=models.CASCADE, related_name="+")
    capture = models.CharField(max_length=255)
    part = models.CharField(max_length=255)
    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)
    revision_id = models.PositiveBigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["site", "capture", "part"], name="newsroom_imported_part_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.capture}: {self.part}"
