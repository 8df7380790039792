"""Documents in the formats of others, where what is not known is left out."""

from typing import Any

from pydantic import ConfigDict, model_validator

from newsroom.wire.documents import Document


def _say_what_may_be_missing(schema: dict[str, Any]) -> None:
    """A field that may be left out is described as that, and not as null."""
    schema["required"] = []
    for name, field in schema["properties"].items():
        if field.get("default", "") is not None:
            schema["required"].append(name)
            continue
        del field["default"]
        choices = [choice for choice in field.pop("anyOf") if choice != {"type": "null"}]
        field.update(choices[0] if len(choices) == 1 else {"anyOf": choices})


class Sparse(Document):
    """Fields without a value, or with an empty one, are not written."""

    model_config = ConfigDict(validate_by_name=True, json_schema_extra=_say_what_may_be_missing)

    @model_validator(mode="before")
    @classmethod
    def without_empty_values(cls, values: Any) -> Any:
        if not isinstance(values, dict):
            return values
        may_be_missing = {n for n, field in cls.model_fields.items() if not field.is_required()}
        return {
            name: value
            for name, value in values.items()
            if name not in may_be_missing or value not in ("", [])
        }

    def as_json(self) -> str:
        return self.model_dump_json(by_alias=True, exclude_none=True)
