"""Each service has a database of its own, with an owner that migrates and an app role that nobody else can use."""

from collections.abc import Iterator

from chassis.settings import ServiceSettings
from contracts.topics import PARTITIONS, SERVICES
from manifest_checks.documents import Document, Finding, Overlay

RESERVED = 20
"""Connections for migrations, the operator, backups and a person."""


def database_findings(overlay: Overlay) -> Iterator[Finding]:
    """Databases, roles and rules that are missing; only the platform has any."""
    for cluster in overlay.of("Cluster"):
        place = overlay.place(cluster)
        owners = {each["spec"]["name"]: each["spec"]["owner"] for each in overlay.of("Database")}
        for service in SERVICES:
            if owners.get(service) != f"{service}_owner":
                yield Finding(place, f"database {service} must be there and belong to {service}_owner")
            yield from _roles(place, cluster, service)
        yield from _rules(place, cluster)
        yield from _connections(place, cluster)
        yield from _durability(place, cluster)


def _roles(place: str, cluster: Document, service: str) -> Iterator[Finding]:
    roles = {each["name"]: each for each in cluster["spec"]["managed"]["roles"]}
    for role, secret in ((f"{service}_owner", f"{service}-database-owner"), (f"{service}_app", f"{service}-database")):
        if roles.get(role, {}).get("passwordSecret", {}).get("name") != secret:
            yield Finding(place, f"role {role} must be there, its password in the secret {secret}")
        if roles.get(role, {}).get("superuser") or roles.get(role, {}).get("inRoles"):
            yield Finding(place, f"role {role} must have no rights but its own")


def _rules(place: str, cluster: Document) -> Iterator[Finding]:
    wanted = [f"hostssl {name} {name}_owner,{name}_app all scram-sha-256" for name in SERVICES]
    if cluster["spec"]["postgresql"]["pg_hba"] != [*wanted, "host all all all reject"]:
        yield Finding(place, "pg_hba must admit each role to its own database alone, over TLS, and end with a reject")


def _connections(place: str, cluster: Document) -> Iterator[Finding]:
    pool: int = ServiceSettings.model_fields["database_pool_size"].default
    needed = len(SERVICES) * PARTITIONS * pool + RESERVED
    given = int(cluster["spec"]["postgresql"]["parameters"]["max_connections"])
    if given < needed:
        yield Finding(place, f"max_connections is {given}; all replicas together may open {needed}")


def _durability(place: str, cluster: Document) -> Iterator[Finding]:
    """A step's event leaves as soon as it is committed: were the commit lost, others would have built upon nothing."""
    instances, synchronous = cluster["spec"]["instances"], cluster["spec"]["postgresql"].get("synchronous", {})
    number = synchronous.get("number", 0)
    if instances > 1 and (number < 1 or synchronous.get("dataDurability", "required") != "required"):
        yield Finding(place, "a failover would lose what was committed: set postgresql.synchronous, required")
    if number >= instances:
        yield Finding(place, f"postgresql.synchronous waits for {number} standbys, {instances} instances have fewer")
