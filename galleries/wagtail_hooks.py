from wagtail import hooks

from .renditions import StripMetadataOperation


@hooks.register("register_image_operations")
def register_image_operations() -> list[tuple[str, type[StripMetadataOperation]]]:
    return [("stripmetadata", StripMetadataOperation)]
