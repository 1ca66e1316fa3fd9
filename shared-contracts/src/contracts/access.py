"""What each party may do on the broker: the topics it reads and writes, and its consumer group; derived from TOPICS.

Access rights in any deployment follow from here, so that a right is never wider than what the topics declare.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from contracts.topics import SERVICES, TOPICS, UPSTREAM

UPSTREAM_GROUP_PREFIX = "upstream"
"""Systems of other teams read in groups of their own, all of whose names start so."""


@dataclass(frozen=True, slots=True)
class Access:
    """The topics that one party reads and writes, in the order of TOPICS, and the consumer group that it reads in."""

    reads: tuple[str, ...]
    writes: tuple[str, ...]
    group: str


def _access(party: str, group: str) -> Access:
    return Access(
        reads=tuple(topic.name for topic in TOPICS if party in topic.read_by),
        writes=tuple(topic.name for topic in TOPICS if party in topic.written_by),
        group=group,
    )


ACCESS: Mapping[str, Access] = MappingProxyType({service: _access(service, group=service) for service in SERVICES})
"""What each service may do. Its group is its own name, whatever the number of its replicas.

Beside these, a service describes the configuration of the topics that it reads, to learn their retention, and writes
idempotently, which needs no transactional id.
"""

UPSTREAM_ACCESS: Access = _access(UPSTREAM, group=UPSTREAM_GROUP_PREFIX)
"""What systems of other teams may do; `group` is the prefix of their groups."""
