"""The profile "tabular-data-package" of the Data Package specification 1.0 as JSON Schema, in our words.

The specification: https://specs.frictionlessdata.io/tabular-data-package/. Only what it says of the
properties that we write is here; a property that it does not know is allowed, as it says.
"""

from typing import Any, Final

_NAME: Final = {"type": "string", "pattern": r"^[-a-z0-9._/]+$"}
_TEXT: Final = {"type": "string", "minLength": 1}
_TYPES: Final = (
    "string", "number", "integer", "boolean", "object", "array", "date", "time", "datetime", "year",
    "yearmonth", "duration", "geopoint", "geojson", "any",
)  # fmt: skip

_LICENCE: Final = {
    "type": "object",
    "anyOf": [{"required": ["name"]}, {"required": ["path"]}],
    "properties": {
        "name": {"type": "string", "pattern": r"^[-a-zA-Z0-9._]+$"},
        "path": {"type": "string", "pattern": r"^(https?://|[^/.])"},
        "title": _TEXT,
    },
}
_FIELD: Final = {
    "type": "object",
    "required": ["name"],
    "properties": {"name": _TEXT, "type": {"enum": list(_TYPES)}, "title": _TEXT, "description": _TEXT},
}
_SCHEMA: Final = {
    "type": "object",
    "required": ["fields"],
    "properties": {
        "fields": {"type": "array", "minItems": 1, "items": _FIELD},
        "missingValues": {"type": "array", "items": {"type": "string"}},
    },
}
_RESOURCE: Final = {
    "type": "object",
    "required": ["name", "path", "schema", "profile"],
    "properties": {
        "profile": {"const": "tabular-data-resource"},
        "name": _NAME,
        # Beside the description: no absolute path, no way up.
        "path": {"type": "string", "pattern": r"^(?!/)(?!.*\.\./)(?!~).+$"},
        "format": _TEXT,
        "mediatype": {"type": "string", "pattern": r"^.+/.+$"},
        "encoding": _TEXT,
        "schema": _SCHEMA,
    },
}
PROFILE: Final[dict[str, Any]] = {
    "$schema": "http://json-schema.org/draft-07/schema#",
    "type": "object",
    "required": ["profile", "resources"],
    "properties": {
        "profile": {"const": "tabular-data-package"},
        "name": _NAME,
        "id": _TEXT,
        "title": _TEXT,
        "description": _TEXT,
        "version": {"type": "string", "pattern": r"^\d+(\.\d+){0,2}"},
        "licenses": {"type": "array", "minItems": 1, "items": _LICENCE},
        "resources": {"type": "array", "minItems": 1, "items": _RESOURCE, "uniqueItems": True},
    },
}
