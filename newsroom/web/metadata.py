"""What a page says of itself in its head: to search engines, social networks, feed readers."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import to_locale

from galleries.documents import PhotoDocument, RenditionDocument
from newsroom.api.jsonld import news_article, project_row, shared_image
from newsroom.wire.documents import ArticleDocument, ItemDocument, ProjectDocument

from .discovery import Discovery
from .visit import Place, in_order

ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


@dataclass(frozen=True)
class Head:
    place: Place
    canonical: str
    title: str
    description: str
    publisher: str
    document: ItemDocument | None
    feeds: list[Discovery]

    @property
    def alternates(self) -> dict[str, str]:
        """Addresses by language for hreflang; none if there is only one language."""
        found = in_order(self.place.alternates)
        return found if len(found) > 1 else {}

    @property
    def default(self) -> str:
        """The address for readers of any other language."""
        found = self.alternates
        return found.get(settings.LANGUAGE_CODE) or next(iter(found.values()), "")

    @property
    def locale(self) -> str:
        return to_locale(self.place.language)

    @property
    def other_locales(self) -> list[str]:
        return [to_locale(code) for code in self.alternates if code != self.place.language]

    @property
    def photo(self) -> PhotoDocument | None:
        return self.document.lead_photo if self.document else None

    @property
    def image(self) -> RenditionDocument | None:
        return shared_image(self.photo) if self.photo else None

    @property
    def is_article(self) -> bool:
        return isinstance(self.document, ArticleDocument)

    @property
    def json_ld(self) -> SafeString | None:
        """schema.org NewsArticle, safe inside a script element."""
        if not isinstance(self.document, ArticleDocument):
            return None
        row = project_row(self.document)
        project = ProjectDocument.model_validate_json(row.document) if row else None
        article = news_article(self.document, self.publisher, project)
        return mark_safe(article.as_json().translate(ESCAPES))
