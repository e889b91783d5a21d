"""The generated pages of `docs/reference`: the API, who may use which page, and the commands."""

import json

from django.core.management import get_commands, load_command_class
from django.urls import URLResolver, get_resolver

from yichuang.people.models import Role
from yichuang.web.permissions import CITIZENS, EVERYONE, PUBLIC, STAFF, TABLE, VISITOR

GROUPS = {
    EVERYONE: "everyone",
    STAFF: "all staff",
    CITIZENS: "visitors and the public",
    EVERYONE - {VISITOR}: "whoever is signed in",
    frozenset({PUBLIC}): "signed-in public",
}


def api() -> str:
    """One line for each call, from the OpenAPI document."""
    from yichuang.web.api.door import api as calls
    from yichuang.web.api.openapi import document

    told = json.loads(document(calls))
    lines = ["| call | what it does |", "| --- | --- |"]
    for address, methods in told["paths"].items():
        for method, call in methods.items():
            words = (call.get("description") or call.get("summary") or "").split("\n\n")[0].replace("\n", " ")
            lines.append(f"| `{method.upper()} {address}` | {words} |")
    return "\n".join(lines)


def permissions() -> str:
    """One line for each page, with its address and who may use it."""
    addresses = dict(_addresses(get_resolver(), "", ""))
    lines = ["| page | address | who |", "| --- | --- | --- |"]
    lines += [f"| `{name}` | `/{addresses.get(name, '')}` | {_audience(page.who)} |" for name, page in TABLE.items()]
    return "\n".join(lines)


def _audience(who: frozenset[str]) -> str:
    if who in GROUPS:
        return GROUPS[who]
    order = [VISITOR, PUBLIC, *(str(role) for role in Role)]
    return ", ".join(sorted(who, key=order.index)).replace("_", " ")


def _addresses(resolver: URLResolver, prefix: str, space: str) -> list[tuple[str, str]]:
    found = []
    for entry in resolver.url_patterns:
        address = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            found += _addresses(entry, address, inner)
        elif entry.name:
            found.append((space + entry.name, address))
    return found


def commands() -> str:
    """One line for each of our management commands."""
    lines = ["| command | what it does |", "| --- | --- |"]
    for name, app in sorted(get_commands().items()):
        if str(app).startswith("yichuang."):
            words = load_command_class(str(app), name).help.strip().split("\n")[0]
            lines.append(f"| `manage.py {name}` | {words} |")
    return "\n".join(lines)


def sheets() -> str:
    """One line for each column of the county workbook."""
    from yichuang.catalogue.sheets import workbook

    lines = ["| 工作表 | 列 | 必填 | 可以填写 | 说明 |", "| --- | --- | --- | --- | --- |"]
    told = ([cell.replace("|", "\\|") for cell in cells] for cells in workbook.explanations())
    lines += [f"| {' | '.join(cells)} |".replace("|  |", "| |").replace("|  |", "| |") for cells in told]
    return "\n".join(lines)
