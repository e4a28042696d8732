"""What LINE accepts and sends: messages, rich menus and events, checked against LINE's own definitions.

The definitions (`tests/data/line/`, from line-openapi, Apache-2.0) say which fields there are;
`tests/line_limits.py` adds what only LINE's documentation says.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml
from jsonschema_rs import Draft202012Validator, ValidationError

from tests.line_limits import menu_limits, message_limits

DEFINITIONS = Path(__file__).parent / "data" / "line"
Json = dict[str, Any]
ALSO_REQUIRED = {
    "ClipboardAction": ("clipboardText",),
    "DatetimePickerAction": ("data", "mode"),
    "MessageAction": ("text",),
    "PostbackAction": ("data",),
    "QuickReplyItem": ("action",),
    "RichMenuArea": ("bounds", "action"),
    "RichMenuBounds": ("x", "y", "width", "height"),
    "RichMenuRequest": ("size", "selected", "name", "chatBarText", "areas"),
    "RichMenuSize": ("width", "height"),
    "RichMenuSwitchAction": ("richMenuAliasId", "data"),
    "URIAction": ("uri",),
}
"""The documentation asks for these; the definitions forget to."""


def errors_in(message: Json) -> list[str]:
    """What LINE would refuse about an outgoing message: one line a fault, empty if it is fine."""
    return _shape_errors("messaging-api", "Message", message) or list(message_limits(message))


def menu_errors(menu: Json) -> list[str]:
    """What LINE would refuse about a rich menu."""
    return _shape_errors("messaging-api", "RichMenuRequest", menu) or list(menu_limits(menu))


def event_errors(event: Json) -> list[str]:
    """Where a webhook event differs from what LINE's definitions promise."""
    return _shape_errors("webhook", "Event", event)


def _shape_errors(definitions: str, name: str, value: Json) -> list[str]:
    return [_told(error) for error in _checker(definitions, name).iter_errors(value)]


def _told(error: ValidationError) -> str:
    path = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in error.instance_path)
    return f"${path}: {error.message}"


@cache
def _checker(definitions: str, name: str) -> Draft202012Validator:
    return Draft202012Validator({"$ref": f"#/$defs/{name}", "$defs": _strict(definitions)})


@cache
def _strict(definitions: str) -> Json:
    text = (DEFINITIONS / f"{definitions}.strict.yml").read_text(encoding="utf-8")
    given: Json = yaml.load(text, yaml.CSafeLoader)["components"]["schemas"]
    return {name: _compiled(name, given) for name in given}


def _compiled(name: str, given: Json) -> Json:
    """A definition without inheritance, so that unknown fields can be refused."""
    parts = given[name].get("allOf", [])
    if parts and "if" in parts[0]:
        return _one_of_the_types(parts)
    whole = _merged(given[name], given)
    if "properties" in whole:
        whole["required"] = sorted({*whole.get("required", ()), *ALSO_REQUIRED.get(name, ())})
        whole.setdefault("additionalProperties", False)
    return dict(_pointing_at_defs(whole))


def _one_of_the_types(parts: list[Json]) -> Json:
    """A union of which `type` tells the case; an unknown one is refused."""
    known = [kind for part in parts for kind in part["if"]["properties"]["type"]["enum"]]
    cases = [_pointing_at_defs(part) for part in parts]
    return {"type": "object", "required": ["type"], "properties": {"type": {"enum": known}}, "allOf": cases}


def _merged(schema: Json, given: Json) -> Json:
    """A definition and all it inherits from, as one."""
    whole = {key: value for key, value in schema.items() if key not in ("allOf", "properties", "required")}
    properties, required = dict(schema.get("properties", {})), set(schema.get("required", []))
    for part in schema.get("allOf", []):
        inherited = _merged(given[_name(part["$ref"])] if "$ref" in part else part, given)
        properties |= inherited.pop("properties", {})
        required |= set(inherited.pop("required", []))
        whole = inherited | whole
    if properties:
        whole |= {"properties": properties, "required": list(required)}
    return whole


def _name(ref: str) -> str:
    return ref.rpartition("/")[2]


def _pointing_at_defs(part: Any) -> Any:
    match part:
        case {"$ref": ref}:
            return {"$ref": f"#/$defs/{_name(ref)}"}
        case dict():
            return {key: _pointing_at_defs(value) for key, value in part.items()}
        case list():
            return [_pointing_at_defs(value) for value in part]
    return part
