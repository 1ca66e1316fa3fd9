"""Each example in a document must satisfy the schemas beside it; the AsyncAPI parser does not look at them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from contract_checks.examples import refusals
from contract_checks.findings import Finding


def check_document(file: Path) -> list[Finding]:
    """Find examples whose body or headers their own document refuses."""
    document = yaml.safe_load(file.read_text(encoding="utf-8"))
    components = document.get("components", {})
    return [
        Finding(
            f"{file.name}, {name}",
            f"the example's {part} is refused at {place}: {text}",
            f"correct examples/{name}.json or contract_checks/asyncapi, and run `python -m contract_checks asyncapi`",
        )
        for name, message in components.get("messages", {}).items()
        for part, schema, value in _parts(message)
        for place, text in refusals({**schema, "components": components}, value)
    ]


def _parts(message: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any], Any]]:
    for example in message.get("examples", ()):
        yield "headers", message["headers"], example["headers"]
        yield "payload", message["payload"], example["payload"]
