"""Every address is in the table of permissions, and every line of the table is an address."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

from yichuang.web.permissions import TABLE


def _names(patterns: list[URLPattern | URLResolver], space: str = "") -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _names(pattern.url_patterns, inner)
        else:
            yield f"{space}{pattern.name}" if pattern.name else f"{space}(without a name) {pattern.pattern}"


def test_every_address_is_in_the_table() -> None:
    missing = sorted(set(_names(get_resolver().url_patterns)) - set(TABLE))
    assert not missing, f"yichuang/web/permissions.py does not say who may use {missing}"


def test_every_line_of_the_table_is_an_address() -> None:
    left_over = sorted(set(TABLE) - set(_names(get_resolver().url_patterns)))
    assert not left_over, f"yichuang/web/permissions.py speaks of addresses that do not exist: {left_over}"
