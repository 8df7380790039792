"""Images in restricted collections have no public files."""

from typing import Any

import pytest
from wagtail.models import Collection, CollectionViewRestriction

from tests.editor import Commit
from tests.factories import make_image


@pytest.mark.parametrize("restricted", [True, False])
def test_a_new_image_gets_a_public_file_unless_its_collection_is_restricted(
    homes: dict[str, Any], django_capture_on_commit_callbacks: Commit, restricted: bool
) -> None:
    collection = Collection.get_first_root_node().add_child(name="Archiwum")
    if restricted:
        CollectionViewRestriction.objects.create(collection=collection, restriction_type="login")

    with django_capture_on_commit_callbacks(execute=True):
        image = make_image(collection=collection.add_child(name="Zdjęcia"))

    assert image.renditions.exists() is not restricted
