"""Judgements that only PostgreSQL needs: a definer where routines cross row rules, memory settings, autovacuum of big tables."""

from __future__ import annotations

from collections.abc import Iterator

from relvar.engines.hosting import left_to_host
from relvar.engines.postgresql.duties import needs_definer, with_duty
from relvar.engines.postgresql.hosted import scheduled_outside, sees_all
from relvar.model.changes import Add, Require, apply
from relvar.model.design import Computed, Decision, Design, Manual, ModelFact
from relvar.model.physical import Physical, Role, Setting, Table
from relvar.model.topology import Capacity

ADVISOR = "advise"
GIB = 1024**3
# https://www.postgresql.org/docs/current/runtime-config-resource.html: "a reasonable starting value is 25 % of the memory", rarely above 40 %.
BUFFERS_SHARE = 0.25
CACHE_SHARE = 0.75  # what shared buffers and the system's cache hold together: the same page of the manual on effective_cache_size
DEFAULT_BUFFERS = 128 * 1024**2
SORT_SHARE = 0.25  # of memory, shared by all connections' sorts, each of which may take work_mem more than once
DEFAULT_WORK_MEM = 4 * 1024**2
# Autovacuum waits for 20 % dead rows by default. On a table of ten million that is two million: a pass of minutes, seldom.
BIG_TABLE_ROWS = 10_000_000
DEAD_ROWS_A_PASS = 100_000  # rows a vacuum pass should find: a pass then takes seconds (measured scan 62 ms a million rows, operations.md A.3)
RESOURCE_PAGE = Manual(title="PostgreSQL: Resource Consumption", address="https://www.postgresql.org/docs/current/runtime-config-resource.html")
VACUUM_PAGE = Manual(title="PostgreSQL: Automatic Vacuuming", address="https://www.postgresql.org/docs/current/runtime-config-vacuum.html")
STATEMENTS_PAGE = Manual(title="PostgreSQL: pg_stat_statements", address="https://www.postgresql.org/docs/current/pgstatstatements.html")
DEFINER_PAGE = Manual(
    title="PostgreSQL: Writing SECURITY DEFINER Functions Safely",
    address="https://www.postgresql.org/docs/current/sql-createfunction.html#SQL-CREATEFUNCTION-SECURITY",
)


def advise(design: Design, store: str) -> Iterator[Decision]:
    """Decisions for a store; silent on what a default serves as well, except where its keeping is an answer people ask for."""
    physical = design.physical[store]
    definer = list(_definer(design, store, physical))
    yield from definer
    yield from sees_all(store, apply(physical, [change for decision in definer for change in decision.changes]))
    yield from scheduled_outside(store, physical)
    yield _statistics(store, physical)
    topology = design.topology.get(store)
    if topology is not None:
        yield _memory(store, physical, topology.capacity)
        yield _sorting(store, physical, topology.capacity)
    yield from _vacuum(store, physical)


def _definer(design: Design, store: str, physical: Physical) -> Iterator[Decision]:
    """Under FORCE ROW LEVEL SECURITY even the owner sees nothing across tenants: routines that must, get an owner of their own."""
    if not (physical.policies and physical.roles and needs_definer(physical)) or with_duty(physical, "definer"):
        return
    name = f"{design.brief.project}_definer"
    says = "Owns routines and masked views that must see past row rules; nobody logs in as it"
    role = Role(name=name, comment=says, bypasses_row_rules=True, duty="definer")
    yield Decision(
        advisor=ADVISOR,
        subject="role definer",
        choice=f"{name} owns the routines that cross row rules",
        because="Row rules are forced on the owner too, so a routine of the owner would find no row of another tenant and silently do nothing.",
        evidence=(DEFINER_PAGE, ModelFact(element=f"{len(physical.policies)} row rules", states="forced on the owner")),
        instead_of=("row rules not forced on the owner", "BYPASSRLS for the application"),
        changes=(Add(collection="roles", id="definer", element=role),),
        store=store,
    )


def _statistics(store: str, physical: Physical) -> Decision:
    setting = Setting(
        value="pg_stat_statements",
        because="ops.slow_statement",
        means="which statement costs most, measured; a share of a percent of the time is its price",
    )
    added = Add(collection="settings", id="shared_preload_libraries", element=setting)
    changes: list[Require | Add] = [Require(extension="pg_stat_statements"), added]
    return Decision(
        advisor=ADVISOR,
        subject="pg_stat_statements",
        choice="pg_stat_statements is loaded",
        because=f"{len(physical.queries)} questions measured",
        evidence=(STATEMENTS_PAGE,),
        instead_of=("log_min_duration_statement alone",),
        changes=tuple(c for c in changes if not _there(physical, c)),
        store=store,
    )


def _there(physical: Physical, change: Require | Add) -> bool:
    if isinstance(change, Require):
        return change.extension in physical.extensions
    return change.id in physical.settings


def _memory(store: str, physical: Physical, capacity: Capacity) -> Decision:
    memory, hot = capacity.memory_bytes, capacity.hot_bytes
    wanted = min(BUFFERS_SHARE * memory, max(hot, DEFAULT_BUFFERS))
    formula = f"min(25 % of {memory / GIB:.1f} GiB memory, hot rows {hot / GIB:.2f} GiB)"
    evidence = (RESOURCE_PAGE, Computed(formula=formula, value=wanted, unit="bytes"))
    if why := left_to_host(physical, "shared_buffers"):
        return Decision(
            advisor=ADVISOR, subject="shared_buffers", choice="the host's shared_buffers kept", because=why, evidence=evidence,
            instead_of=(f"shared_buffers = {_megabytes(wanted)}",), store=store,
        )  # fmt: skip
    if wanted <= DEFAULT_BUFFERS:
        return Decision(
            advisor=ADVISOR,
            subject="shared_buffers",
            choice="default kept: shared_buffers = 128MB",
            because=f"The rows that are read daily take {hot / 1024**2:.0f} MiB and fit.",
            evidence=evidence,
            store=store,
        )
    cache = f"{CACHE_SHARE * memory / GIB:.0f}GB" if CACHE_SHARE * memory >= GIB else "1GB"
    settings = {
        "shared_buffers": Setting(value=_megabytes(wanted), because=formula, means="the rows that are read daily stay in memory"),
        "effective_cache_size": Setting(value=cache, because=f"75 % of {memory / GIB:.1f} GiB", means="the planner then trusts indexes to be cached"),
    }
    return Decision(
        advisor=ADVISOR,
        subject="shared_buffers",
        choice=f"shared_buffers = {_megabytes(wanted)}, effective_cache_size = {cache}",
        because=formula,
        evidence=evidence,
        instead_of=("default of 128MB",),
        changes=_added(physical, settings),
        store=store,
    )


def _megabytes(value: float) -> str:
    return f"{max(1, round(value / 1024**2))}MB"


def _added(physical: Physical, settings: dict[str, Setting]) -> tuple[Add, ...]:
    return tuple(Add(collection="settings", id=key, element=value) for key, value in settings.items() if key not in physical.settings)


def _sorting(store: str, physical: Physical, capacity: Capacity) -> Decision:
    connections = max(capacity.connections, 1)
    most = SORT_SHARE * capacity.memory_bytes / connections
    reports = [view.name for view in physical.views.values() if view.materialized]
    formula = f"25 % of {capacity.memory_bytes / GIB:.1f} GiB / {connections} connections"
    because = f"{formula} = {most / 1024**2:.0f} MiB would be the ceiling a connection"
    because += f"; only the refresh of {', '.join(reports)} sorts much, and it may set its own." if reports else "; no question sorts more."
    return Decision(
        advisor=ADVISOR,
        subject="work_mem",
        choice="default kept: work_mem = 4MB",
        because=because,
        evidence=(RESOURCE_PAGE, Computed(formula=formula, value=most, unit="bytes")),
        instead_of=("a larger work_mem for all",),
        store=store,
    )


def _vacuum(store: str, physical: Physical) -> Iterator[Decision]:
    big = {key: table for key, table in physical.tables.items() if table.rows >= BIG_TABLE_ROWS and table.partition is None}
    if not big:
        largest = max(physical.tables.values(), key=lambda t: t.rows, default=None)
        if largest is not None:
            yield _vacuum_default(store, largest)
        return
    for key, table in big.items():
        yield _vacuum_often(store, physical, key, table)


def _vacuum_default(store: str, largest: Table) -> Decision:
    return Decision(
        advisor=ADVISOR,
        subject="autovacuum",
        choice="default kept: autovacuum_vacuum_scale_factor = 0.2",
        because=f"{largest.name}: a pass at {0.2 * largest.rows:,.0f} dead rows",
        evidence=(VACUUM_PAGE, Computed(formula=f"0.2 * {largest.rows:,.0f}", value=0.2 * largest.rows, unit="rows")),
        store=store,
    )


def _vacuum_often(store: str, physical: Physical, key: str, table: Table) -> Decision:
    factor = max(0.001, round(DEAD_ROWS_A_PASS / table.rows, 4))
    formula = f"{DEAD_ROWS_A_PASS:,} / {table.rows:,.0f} rows"
    because = f"{table.name}: {factor:g} × {table.rows:,.0f} = {factor * table.rows:,.0f} dead rows a pass, not {0.2 * table.rows:,.0f}"
    settings = {
        f"{key}.autovacuum_vacuum_scale_factor": Setting(value=str(factor), because=because),
        f"{key}.autovacuum_vacuum_insert_scale_factor": Setting(value=str(factor), because=because),
        f"{key}.autovacuum_analyze_scale_factor": Setting(value=str(factor), because="statistics follow the newest rows"),
    }
    return Decision(
        advisor=ADVISOR,
        subject=key,
        choice=f"{table.name}: autovacuum at {factor:.2%}",
        because=because,
        evidence=(VACUUM_PAGE, Computed(formula=formula, value=factor, unit="share of rows")),
        instead_of=("default of 20 %",),
        changes=_added(physical, settings),
        store=store,
    )
