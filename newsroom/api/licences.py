"""What a licence's SPDX identifier means to others: an address of its terms, or words."""

from django.utils import translation

from galleries.models import Licence

TERMS = {
    Licence.CC0: "https://creativecommons.org/publicdomain/zero/1.0/",
    Licence.CC_BY: "https://creativecommons.org/licenses/by/4.0/",
    Licence.CC_BY_SA: "https://creativecommons.org/licenses/by-sa/4.0/",
    Licence.CC_BY_ND: "https://creativecommons.org/licenses/by-nd/4.0/",
}


def terms_of(identifier: str) -> str:
    """The address of the licence's terms; empty if it has none."""
    return TERMS.get(Licence(identifier), "") if identifier in Licence.values else ""


def words_for(identifier: str, language: str) -> str:
    """The licence's name in a language; empty if none is given."""
    if not identifier or identifier not in Licence.values:
        return identifier
    with translation.override(language):
        return str(Licence(identifier).label)
