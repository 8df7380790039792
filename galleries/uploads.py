"""Many photos at once: each file comes in a request of its own and is answered for itself."""

import hashlib
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePath
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, JsonResponse
from django.utils import formats
from django.utils.translation import gettext
from django.views.generic import View
from PIL import Image as Pillow
from wagtail.images import get_image_model
from wagtail.images.forms import get_image_form
from wagtail.images.widgets import AdminImageChooser
from wagtail.log_actions import log

from .consents.standing import standings
from .metadata import details, secrets
from .permissions import image_policy

MEGAPIXEL = 1_000_000
MOST_MEGAPIXELS = 40


class UploadView(View):
    """One file becomes an image, or the reason why it does not; in the editor's language."""

    def post(self, request: HttpRequest) -> JsonResponse:
        if not may_upload(request.user):
            raise PermissionDenied
        file = request.FILES.get("file")
        if not isinstance(file, UploadedFile):
            return JsonResponse({"error": gettext("No file has arrived.")}, status=400)
        try:
            upload = accept(file, request.POST.get("collection", ""), request.user)
        except ValidationError as refusal:
            return JsonResponse({"error": " ".join(refusal.messages)}, status=400)
        return JsonResponse(upload.told())


@dataclass(frozen=True)
class Upload:
    """The image of a file: a new one, or one that has been there before."""

    image: Any
    details: details.Details
    is_new: bool

    def told(self) -> dict[str, Any]:
        """What a new row of the form is filled with, and what the editor should know."""
        day = self.details.day
        return {
            "image": AdminImageChooser().get_value_data(self.image),
            "credit": self.details.credit,
            "day": day.isoformat() if day else "",
            "notes": list(self._notes()),
        }

    def _notes(self) -> Any:
        if not self.is_new:
            yield gettext("This photo was here already. It is used, not added once more.")
        if standings([self.image])[self.image.pk].withdrawn:
            yield gettext("People in it have withdrawn their consent: it is shown nowhere.")
        if self.details.day:
            day = formats.date_format(self.details.day)
            yield gettext("Taken on %(day)s.") % {"day": day}


def may_upload(user: Any) -> bool:
    return bool(image_policy().user_has_permission(user, "add"))


def accept(file: "UploadedFile[Any]", collection: str, user: Any) -> Upload:
    """The image of an uploaded file; ``ValidationError`` says what is wrong with the file."""
    model = get_image_model()
    form_class = get_image_form(model)
    field = form_class(user=user).fields["file"]
    field.run_validators(file)
    field.check_image_file_size(file)
    # Before the form, which opens the picture and trusts it.
    if PurePath(file.name or "").suffix.lower() != ".svg":
        refuse_huge(file)
        refuse_broken(file)
        found = details.read(file)
    else:
        found = details.Details()
    if known := _same(file, user):
        return Upload(known, found, is_new=False)
    title = found.title or PurePath(file.name or "").stem
    longest = model._meta.get_field("title").max_length
    form = form_class(
        {"title": title[:longest], "collection": collection}, {"file": file}, user=user
    )
    if not form.is_valid():
        raise ValidationError(list(form.errors.get("file", _missing(form))))
    image = form.save(commit=False)
    image.uploaded_by_user = user
    image.save()
    log(image, "wagtail.create", user=user)
    return Upload(image, found, is_new=True)


def refuse_huge(file: "UploadedFile[Any]") -> None:
    """A picture of too many pixels takes all the memory there is: only its head is read."""
    try:
        with Pillow.open(file) as image:
            width, height = image.size
    except Pillow.DecompressionBombError:
        width = height = MOST_MEGAPIXELS * MEGAPIXEL
    # No picture that Pillow knows: it is refused for that.
    except (OSError, SyntaxError, ValueError):
        width = height = 0
    finally:
        file.seek(0)
    if width * height > MOST_MEGAPIXELS * MEGAPIXEL:
        message = gettext(
            "This picture has more than %(limit)s megapixels. Make it smaller and try again."
        )
        raise ValidationError(message % {"limit": MOST_MEGAPIXELS})


def refuse_broken(file: "UploadedFile[Any]") -> None:
    """Read the picture to its end; a torn one would be added, and never shown."""
    try:
        with Pillow.open(file) as image:
            # A JPEG is read at an eighth of its size, which is enough to see.
            image.draft("RGB", (image.width // 8, image.height // 8))
            image.load()
    # Pillow raises what it likes on broken files.
    except Exception as error:
        message = gettext("This file is damaged: it cannot be read as a picture.")
        raise ValidationError(message) from error
    finally:
        file.seek(0)


def _same(file: "UploadedFile[Any]", user: Any) -> Any:
    """An image of the same file that somebody may choose."""
    content = secrets.removed(file.read())
    file.seek(0)
    # As Wagtail names files; not for secrecy.
    digest = hashlib.file_digest(BytesIO(content), lambda: hashlib.sha1(usedforsecurity=False))
    images = image_policy().instances_user_has_permission_for(user, "choose")
    return images.filter(file_hash=digest.hexdigest()).order_by("pk").first()


def _missing(form: Any) -> list[str]:
    """What a project's own images ask for besides a file."""
    reasons = [
        f"{form.fields[name].label}: {' '.join(problems)}" if name in form.fields else problems[0]
        for name, problems in form.errors.items()
    ]
    return [gettext("It can be added under Images only."), *reasons]
