"""The checks by name: each gives its findings, or writes what it would have checked."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from contract_checks import generated
from contract_checks.asyncapi.document_examples import check_document
from contract_checks.asyncapi.documents import SYSTEM, contract_version, document_files, documents
from contract_checks.deployed_topics import check_local, check_names, code_of
from contract_checks.examples import check_examples, read_examples
from contract_checks.findings import Finding
from contract_checks.flow_checks import check_flows, stated
from contract_checks.folders import Folders
from contract_checks.history import check_history, read_history
from contract_checks.page import page
from contract_checks.parser import NotInstalled, validate
from contract_checks.schemas import all_schemas, schema_files
from contract_checks.service_code import behaviours, check_services
from contracts.topics import TOPICS

Check = Callable[[Folders], list[Finding]]
_JSON = (".json",)
_ASYNCAPI = (".yaml", ".html")


def write_schemas(folders: Folders) -> list[str]:
    """Write schemas/<type>.json; names what changed."""
    return generated.write(folders.schemas, schema_files(all_schemas()), _JSON)


def check_schemas(folders: Folders) -> list[Finding]:
    """The committed schemas are those of the code."""
    return generated.differences(folders.schemas, schema_files(all_schemas()), _JSON, "schemas")


def check_compatibility(folders: Folders) -> list[Finding]:
    """The code's schemas follow every released one without breaking it."""
    return check_history(read_history(folders.history), all_schemas(), read_examples(folders.examples))


def check_all_examples(folders: Folders) -> list[Finding]:
    """Every type has an example, which satisfies its schema."""
    return check_examples(all_schemas(), read_examples(folders.examples))


def write_asyncapi(folders: Folders) -> list[str]:
    """Write asyncapi/*.yaml and index.html; names what changed."""
    return generated.write(folders.asyncapi, asyncapi_files(folders), _ASYNCAPI)


def check_asyncapi(folders: Folders) -> list[Finding]:
    """The committed AsyncAPI documents and their page are those of the code."""
    return generated.differences(folders.asyncapi, asyncapi_files(folders), _ASYNCAPI, "asyncapi")


def check_valid(folders: Folders) -> list[Finding]:
    """@asyncapi/parser accepts every committed document, and each document its examples."""
    files = sorted(folders.asyncapi.glob("*.yaml"))
    wrong = [finding for file in files for finding in check_document(file)]
    try:
        return wrong + validate(folders, files)
    except NotInstalled as error:
        return [Finding("@asyncapi/parser", str(error), "run it once where a package registry is reachable")]


def check_stated_flows(folders: Folders) -> list[Finding]:
    """Every type is sent and handled, every command answered, every topic used."""
    return check_flows(stated())


def check_code(folders: Folders) -> list[Finding]:
    """The services' code subscribes, handles and sends what is stated."""
    return check_services(stated(), behaviours(folders.repository))


def check_topics(folders: Folders) -> list[Finding]:
    """The local deployment's topics, and the names in the code, are the declared ones."""
    return check_local(TOPICS) + check_names(code_of(folders.repository), TOPICS)


def asyncapi_files(folders: Folders) -> dict[str, str]:
    """The documents and the page, by file name."""
    made = documents(read_examples(folders.examples), contract_version(folders))
    return {**document_files(made), "index.html": page(made[SYSTEM])}


CHECKS: Mapping[str, Check] = MappingProxyType(
    {
        "schemas": check_schemas,
        "compatibility": check_compatibility,
        "examples": check_all_examples,
        "asyncapi": check_asyncapi,
        "validate": check_valid,
        "flows": check_stated_flows,
        "services": check_code,
        "topics": check_topics,
    }
)
"""Every check by its command; its docstring is what it promises."""

WRITERS: Mapping[str, Callable[[Folders], list[str]]] = MappingProxyType(
    {"schemas": write_schemas, "asyncapi": write_asyncapi}
)
"""The checks of generated files, with what writes these."""
