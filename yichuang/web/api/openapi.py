"""The OpenAPI 3.1 document: what ninja knows of the shapes, and what is true of every call."""

import functools
import json
import re
from typing import Any, Final

from ninja import NinjaAPI
from ninja.openapi import get_schema

from yichuang.web.api.answering import KEY
from yichuang.web.kit.problems import MEDIA_TYPE
from yichuang.web.permissions import TABLE, VISITOR

PREFIX: Final = "/api/v1/"
PROBLEM: Final[dict[str, Any]] = {
    "type": "object",
    "description": "RFC 9457. `detail` is a sentence for people: what happened and what to do next.",
    "required": ["type", "title", "status", "detail", "code"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string"},
        "field": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["code", "field", "detail"],
                "properties": {name: {"type": "string"} for name in ("code", "field", "detail")},
            },
        },
    },
}
COMMON: Final = {
    "400": "The request cannot be read",
    "401": "The token is missing, unknown or expired",
    "403": "No right to this: role, mandate, own case",
    "404": "Does not exist, or not for this account",
    "409": "Not possible in the state in which things stand",
    "413": "Too large",
    "422": "Something handed in cannot be right; every error names its field",
}


@functools.cache
def document(api: NinjaAPI) -> bytes:
    """The document as JSON, made once per process."""
    made: dict[str, Any] = get_schema(api, path_prefix=PREFIX.lstrip("/"))
    components = made["components"]
    components["schemas"]["Problem"] = PROBLEM
    components["securitySchemes"] = {
        "token": {"type": "http", "scheme": "bearer", "description": "manage.py token ACCOUNT"}
    }
    named = {(method, bound_path): name for name, method, bound_path in _names(api)}
    for address, methods in made["paths"].items():
        for method, operation in methods.items():
            _complete(operation, method, address, named[method, address.removeprefix(PREFIX.rstrip("/"))])
    made.pop("servers", None)
    return json.dumps(made, ensure_ascii=False).encode()


def _names(api: NinjaAPI) -> list[tuple[str, str, str]]:
    return [
        (operation.url_name, method.lower(), re.sub(r"{[^}:]+:", "{", bound_path))
        for bound in api._get_bound_routers()
        for bound_path, view in bound.path_operations.items()
        for operation in view.operations
        for method in operation.methods
    ]


def _complete(operation: dict[str, Any], method: str, address: str, name: str) -> None:
    who = TABLE[f"api:{name}"].who
    operation["security"] = [{}, {"token": []}] if VISITOR in who else [{"token": []}]
    operation["x-who"] = sorted(who)
    for status, meaning in COMMON.items():
        operation["responses"].setdefault(
            status,
            {
                "description": meaning,
                "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
            },
        )
    if address.endswith("/pdf") or "/files/" in address:
        kind = "application/pdf" if address.endswith("/pdf") else "application/octet-stream"
        binary = {"schema": {"type": "string", "contentEncoding": "binary"}}
        operation["responses"][200]["content"] = {kind: binary}
    if method == "post":
        operation["parameters"].append(
            {
                "name": KEY,
                "in": "header",
                "required": False,
                "description": "The same key with the same request gets the first answer again; with another, 422.",
                "schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[ -~]+$"},
            }
        )
