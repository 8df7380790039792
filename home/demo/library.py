"""The demo's image and document library: files made by code, taken away again if all fails."""

from collections.abc import Mapping
from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from .pdf import make_pdf
from .texts import SOURCE, read

Pictures = Mapping[str, bytes]


class Library:
    """Images and documents by the names that the demo's texts know them by."""

    def __init__(self, pictures: Pictures) -> None:
        self.pictures = pictures
        self.images: dict[str, Any] = {}
        self.documents: dict[str, Any] = {}
        self.captions = read("pictures")

    def fill(self, owner: Any) -> None:
        for name, data in self.pictures.items():
            texts = self.captions[name]
            image = get_image_model()(
                title=texts["title"],
                description=texts["alt"][SOURCE],
                file=ImageFile(BytesIO(data), name=f"{name.replace('_', '-')}.jpg"),
                uploaded_by_user=owner,
            )
            self.images[name] = image
            image.save()
        for name, texts in read("documents").items():
            document = get_document_model()(
                title=texts["title"],
                file=ContentFile(written(texts), name=texts["file"]),
                uploaded_by_user=owner,
            )
            self.documents[name] = document
            document.save()

    def discard(self) -> None:
        """Delete the files; the rows go with their transaction."""
        for item in (*self.images.values(), *self.documents.values()):
            # A file that never reached the storage is not committed.
            if item.file and item.file._committed:
                item.file.storage.delete(item.file.name)


def written(texts: Mapping[str, Any]) -> bytes:
    """A document's bytes, in the format its file name asks for."""
    if texts["file"].endswith(".pdf"):
        return make_pdf(texts["title"], texts["lines"], SOURCE)
    # Spreadsheets take a CSV for UTF-8 only if it begins with a byte order mark.
    encoding = "utf-8-sig" if texts["file"].endswith(".csv") else "utf-8"
    return "\r\n".join([*texts["lines"], ""]).encode(encoding)
