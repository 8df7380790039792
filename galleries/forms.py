"""The editors' form of a page with photos."""

from collections.abc import Iterator
from typing import Any

from django.utils.text import format_lazy
from modelcluster.models import get_all_child_relations
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.models import Page, TranslatableMixin

from .alt_text import Finding, Picture, Surroundings
from .examinations import examine_page
from .rows import place
from .source_texts import source_texts


def recognise_rows(page: Page) -> None:
    """Give the translatable rows of a page's revision the ids they have in the database.

    A revision does not know the rows that its own publication made. A form would take them for
    new ones, and with their identity their translations would be lost.
    """
    for relation in get_all_child_relations(page):
        if not issubclass(relation.related_model, TranslatableMixin):
            continue
        rows = getattr(page, relation.get_accessor_name()).all()
        unknown = {row.translation_key: row for row in rows if row.pk is None}
        known = relation.related_model.objects.filter(
            **{relation.field.name: page.pk}, translation_key__in=unknown
        )
        for pk, key in known.values_list("pk", "translation_key") if unknown else ():
            unknown[key].pk = pk


class PhotosPageForm(WagtailAdminPageForm):
    """Shows what is wrong with an alternative text at its photo when the page is published."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        page = kwargs.get("instance")
        if page is not None and page.pk:
            recognise_rows(page)
        super().__init__(*args, **kwargs)

    def is_valid(self) -> bool:
        valid = super().is_valid()
        # Saving a draft defers what only a public page owes; see WagtailAdminModelForm.
        if self.is_deferred_validation:
            return bool(valid)
        pictures = list(self.pictures_to_describe())
        surroundings = Surroundings(
            language=self.instance.locale.language_code,
            headline=self.cleaned_data.get("title", ""),
            lead=self.cleaned_data.get("lead", ""),
        )
        for examined in examine_page(pictures, surroundings):
            if examined.errors:
                self.refuse(examined.picture, examined.errors)
                valid = False
        return bool(valid)

    def pictures_to_describe(self) -> Iterator[Picture]:
        """Every picture of the form, in the order in which the editor sees them."""
        forms = self._photo_forms()
        sources = source_texts(self.instance, [form.instance for form in forms])
        for number, form in enumerate(forms, start=1):
            photo = form.cleaned_data
            yield Picture(
                alt=photo.get("alt_text", ""),
                decorative=photo.get("decorative", False),
                caption=photo.get("caption", ""),
                image=photo["image"].pk,
                shows_together=photo.get("shows_together", False),
                source_alt=sources.get(form.instance.translation_key, ""),
                place=place(number),
                field=form.prefix,
            )

    def refuse(self, picture: Picture, errors: list[Finding]) -> None:
        """Put the errors where the editor can mend them."""
        for form in self._photo_forms():
            if form.prefix == picture.field:
                for error in errors:
                    form.add_error("alt_text", sentences(error))

    def _photo_forms(self) -> list[Any]:
        formset = self.formsets.get("photos")
        forms = [
            form
            for form in (formset.forms if formset else [])
            if getattr(form, "cleaned_data", {}).get("image") and not form.cleaned_data["DELETE"]
        ]
        return sorted(forms, key=lambda form: form.cleaned_data.get("ORDER") or 0)


def sentences(finding: Finding) -> Any:
    return format_lazy("{} {}", finding.message, finding.suggestion)
