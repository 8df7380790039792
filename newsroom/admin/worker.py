"""Whether the worker works, and what waits for it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from newsroom.models import WireBeat, WireImage, WireJob, WireMark

# It beats after every round; a round of large photos takes a while.
LATE_AFTER = timedelta(minutes=5)


@dataclass(frozen=True)
class Health:
    """``beat`` is when the worker last ended a round; ``waiting`` are changes and pages."""

    beat: datetime | None
    waiting: int
    images: int
    failed: int

    @property
    def is_working(self) -> bool:
        return self.beat is not None and timezone.now() - self.beat < LATE_AFTER


def health() -> Health:
    return Health(
        beat=WireBeat.objects.filter(name="worker").values_list("at", flat=True).first(),
        waiting=WireMark.objects.filter(expanded=None).count()
        + WireJob.objects.filter(error="").count(),
        images=WireImage.objects.count(),
        failed=WireJob.objects.exclude(error="").count(),
    )


def is_working() -> bool:
    beat = WireBeat.objects.filter(name="worker").first()
    return beat is not None and timezone.now() - beat.at < LATE_AFTER
