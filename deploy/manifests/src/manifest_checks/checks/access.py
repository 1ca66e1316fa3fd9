"""Each principal may do on the broker exactly what the contracts say: no right less, and none more."""

from collections.abc import Iterator

from contracts.access import ACCESS, UPSTREAM_ACCESS, Access
from contracts.topics import UPSTREAM
from manifest_checks.documents import Document, Finding, Overlay

Right = tuple[str, str, str, str]
"""An operation, the kind and the name of what it is allowed on, and whether the name is a prefix."""


def access_findings(overlay: Overlay) -> Iterator[Finding]:
    """Rights that are missing or too many, and principals that the contracts don't know."""
    for document in overlay.of("KafkaUser"):
        name = document["metadata"]["name"]
        wanted = _wanted(name)
        if wanted is None:
            yield Finding(overlay.place(document), "contracts.access knows no such party")
        else:
            yield from _differences(overlay, document, wanted)


def _differences(overlay: Overlay, document: Document, wanted: set[Right]) -> Iterator[Finding]:
    granted = _granted(document)
    for right in sorted(wanted - granted):
        yield Finding(overlay.place(document), f"lacks {_told(right)}, which contracts.access says it needs")
    for right in sorted(granted - wanted):
        yield Finding(overlay.place(document), f"has {_told(right)}, which contracts.access does not give it")


def _wanted(party: str) -> set[Right] | None:
    if party == UPSTREAM:
        return _rights(UPSTREAM_ACCESS, pattern="prefix", describes=False)
    return _rights(ACCESS[party], pattern="literal", describes=True) if party in ACCESS else None


def _rights(access: Access, *, pattern: str, describes: bool) -> set[Right]:
    """Reading and writing include describing; a service also asks for the retention of what it reads."""
    rights = {("Read", "topic", name, "literal") for name in access.reads}
    rights |= {("Write", "topic", name, "literal") for name in access.writes}
    rights |= {("DescribeConfigs", "topic", name, "literal") for name in access.reads if describes}
    return rights | {("Read", "group", access.group, pattern)}


def _granted(document: Document) -> set[Right]:
    return {
        (operation, rule["resource"]["type"], rule["resource"].get("name", ""), rule["resource"]["patternType"])
        for rule in document["spec"]["authorization"]["acls"]
        if rule.get("type", "allow") == "allow"
        for operation in rule["operations"]
    }


def _told(right: Right) -> str:
    operation, kind, name, pattern = right
    return f"{operation} on {kind} {name}{'*' if pattern == 'prefix' else ''}"
