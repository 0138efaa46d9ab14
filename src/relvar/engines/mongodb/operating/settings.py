"""mongod.conf and connections.txt: the server's settings that differ from the defaults or must not differ, and each role's pool.

WiredTiger's cache: half of the memory less 1 GB, at least 256 MB, is MongoDB's own share, for the rest is used by the file system's cache,
connections and sorts (manual, "WiredTiger: Memory Use"); the memory is taken so large that the hot documents fit into that half.
"""

from __future__ import annotations

from collections.abc import Iterator

from relvar.model.design import Artefact, Design
from relvar.model.figures import size
from relvar.model.physical import Role
from relvar.model.topology import Topology

GIGABYTE = 2.0**30
MEGABYTE = 2.0**20
CACHE_SHARE, KEPT_BACK, LEAST_CACHE = 0.5, GIGABYTE, 0.25  # of memory; bytes; GB
OPLOG_HOURS = 72  # a member that is away over a weekend catches up without being copied anew
OPLOG_LEAST_MB = 990  # the server's own least for a data volume (manual, "oplogSizeMB")
SLOW_OF_PROMISE = 1.0  # what takes longer than the promise is worth a line of the log
DEFAULT_PROMISE_MS = 100
IDLE_MS = 300_000  # a connection that nobody uses for five minutes goes back: less than firewalls' usual ten
STALE_SECONDS = 90  # the least that maxStalenessSeconds may be (manual, "Read Preference")


def settings(design: Design, store: str) -> Artefact:
    """mongod.conf, for machines of one's own."""
    topology = design.topology.get(store)
    return Artefact(path="operate/mongod.conf", text="\n".join(_lines(design, store, topology)) + "\n")


def connections(design: Design, store: str) -> Artefact:
    text = "\n".join(_pools(design, store)) + "\n"
    return Artefact(path="operate/connections.txt", text=text)


def cache_gigabytes(hot_bytes: float) -> tuple[float, float]:
    """Memory and cache in GB: the least power of two of memory whose share for the cache holds the hot bytes."""
    memory = 1.0
    while _cache(memory) * GIGABYTE < hot_bytes:
        memory *= 2
    return memory, _cache(memory)


def _cache(memory: float) -> float:
    return max(LEAST_CACHE, CACHE_SHARE * (memory - KEPT_BACK / GIGABYTE))


def _lines(design: Design, store: str, topology: Topology | None) -> Iterator[str]:
    hot = topology.capacity.hot_bytes if topology else 0.0
    log = topology.capacity.log_bytes_per_day if topology else 0.0
    memory, cache = cache_gigabytes(hot)
    oplog = max(OPLOG_LEAST_MB, log * OPLOG_HOURS / 24 / MEGABYTE)
    slow = min([q.latency_ms for q in design.physical[store].queries.values() if q.latency_ms], default=DEFAULT_PROMISE_MS) * SLOW_OF_PROMISE
    yield f"# mongod of {design.brief.title}: what differs from the defaults or must not differ, each with its reason."
    yield "storage:"
    yield "  dbPath: /var/lib/mongodb"
    yield f"  # The journal is always on since 6.1. Times of the oplog are kept as well as its size: {OPLOG_HOURS} h, a weekend."
    yield f"  oplogMinRetentionHours: {OPLOG_HOURS}"
    yield "  wiredTiger:"
    yield "    engineConfig:"
    yield f"      # {size(hot)} hot; half of the memory less 1 GB holds it on a machine of {memory:g} GB"
    yield f"      cacheSizeGB: {cache:.2f}"
    yield "replication:"
    yield f"  replSetName: {design.brief.project}"
    yield f"  # {size(log)} of changes a day × {OPLOG_HOURS / 24:g} days; at least the server's own {OPLOG_LEAST_MB} MB"
    yield f"  oplogSizeMB: {oplog:.0f}"
    yield "security:"
    yield "  # Without it everybody who reaches the port may do everything."
    yield "  authorization: enabled"
    yield "  # Members know each other by certificates; a keyFile is a shared password."
    yield "  clusterAuthMode: x509"
    yield "net:"
    yield "  port: 27017"
    yield "  # Add the private address that applications and members use, never 0.0.0.0."
    yield "  bindIp: 127.0.0.1"
    yield "  tls:"
    yield "    mode: requireTLS"
    yield "    certificateKeyFile: /etc/ssl/mongodb.pem"
    yield "    clusterFile: /etc/ssl/mongodb-member.pem"
    yield "    CAFile: /etc/ssl/ca.pem"
    yield "operationProfiling:"
    yield "  # To the log, not to system.profile: a profile keeps the values of questions, in a collection that a backup copies."
    yield "  mode: off"
    yield f"  slowOpThresholdMs: {slow:.0f}"
    yield from _enterprise(design)


def _enterprise(design: Design) -> Iterator[str]:
    regimes = design.conceptual.regimes
    yield "# Not in the community edition: auditLog (who did what on the server), security.enableEncryption (files at rest), LDAP."
    if regimes:
        yield f"# {', '.join(regimes)}: encrypt the disk below dbPath (LUKS), or take the enterprise edition or Atlas;"
        yield "# who has read about whom is kept by the application's log."


def _pools(design: Design, store: str) -> Iterator[str]:
    physical, topology = design.physical[store], design.topology.get(store)
    replica = topology is not None and topology.measures.get("replica") is not None and topology.measures["replica"].needed
    yield f"# Addresses of {design.brief.title}, one a role. maxPoolSize: of all processes of a role together; divide it by how many run. There is no"
    yield "# pooler between: the driver keeps the pool, one a process, which lives as long as the process does."
    yield "# Each opens one more connection a server to watch it. timeoutMS: of the whole call, by drivers of 2024 on. Passwords and"
    yield "# certificates are given beside the address, never in it."
    for role in physical.roles.values():
        if role.login and role.duty not in ("migrator", "backup", "monitor", "jobs"):
            yield ""
            yield f"# {role.name}: {role.comment}"
            yield _address(design, role, replica)


def _address(design: Design, role: Role, replica: bool) -> str:
    options = {"replicaSet": design.brief.project, "tls": "true", "authSource": design.brief.project}
    options |= {"maxPoolSize": str(role.connection_limit or 1), "maxIdleTimeMS": str(IDLE_MS)}
    if role.statement_timeout_ms:
        options["timeoutMS"] = str(role.statement_timeout_ms)
    if not role.read_only:
        options |= {"w": "majority", "journal": "true", "retryWrites": "true"}
    elif replica:
        options |= {"readPreference": "secondaryPreferred", "maxStalenessSeconds": str(STALE_SECONDS)}
    said = "&".join(f"{k}={v}" for k, v in options.items())
    return f"mongodb://{role.name}@HOST1,HOST2,HOST3/{design.brief.project}?{said}"
