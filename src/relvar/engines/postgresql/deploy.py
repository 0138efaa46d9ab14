"""The files of deploy/: run in order, once, on an empty database, each all or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from relvar.engines.base import Script, Statement
from relvar.engines.hosting import lacks
from relvar.engines.postgresql import access, ddl, monitor, partitions, roles, row_rules, uuids, views
from relvar.engines.postgresql.behaviours import objects
from relvar.engines.postgresql.duties import definer, owner
from relvar.engines.postgresql.objects import Objects, Routine, add_exclusion, create_routine, create_trigger
from relvar.engines.postgresql.query import PostgresWriter
from relvar.engines.postgresql.settings import table_options
from relvar.model.behaviour import Audit, Expire
from relvar.model.design import Design
from relvar.model.physical import Physical

TAKE, RESET = "set local role ", "reset role"
SCHEMAS = {"app": "Facts of {title}", "ops": "Upkeep and monitoring: partitions, health views", "audit": "What was changed, by whom"}


def deploy(design: Design, store: str) -> tuple[Script, ...]:
    """The scripts that create the store: roles, schema, rules, indexes, partitions, access, audit, views, monitoring."""
    writer = PostgresWriter(design.physical[store])
    first = HEADS["01_roles_hosted"] if lacks(writer.physical, "superuser") else HEADS["01_roles"]
    made = [
        Script(path="deploy/01_roles.sql", head=first, statements=tuple(roles.roles(writer))),
        _script("02_schema", schema(design, writer)),
        _script("03_rules", rules(writer)),
        _script("04_indexes", indexes(writer)),
        _script("05_partitions", partition_upkeep(writer)),
        _script("06_access", grants(writer)),
        _script("07_audit", audit_triggers(writer)),
        _script("08_views", all_views(writer)),
        _script("09_monitoring", monitoring(design, store, writer)),
    ]
    return tuple(script for script in made if script.statements)


HEADS = {
    "01_roles": "Roles and extensions: the one file that needs a superuser. It may run again; it makes only what is missing.",
    "01_roles_hosted": "Roles and extensions, as the host's administrator (CREATEROLE, owner of the database). It may run again; it makes only what "
    "is missing.",
    "02_schema": "Tables with keys, checks and references. Tables stand in the order in which they refer to each other.",
    "03_rules": "Rules that no constraint can say: they look at the row before, at other rows, or at time.",
    "04_indexes": "Indexes beyond the keys. Plain CREATE INDEX, for the tables are empty; on a live system they are built CONCURRENTLY.",
    "05_partitions": "Default partitions and the partitions that lie ahead. ops.ensure_partitions() may run at any time, any number of times.",
    "06_access": "Grants and row rules. Nobody is granted TRUNCATE, which row rules do not see.",
    "07_audit": "Triggers that keep the audit trail. Secret columns are named in it, never copied.",
    "08_views": "Views: masked ones for those who may not read in the clear, materialized ones with their refresh.",
    "09_monitoring": "What an exporter reads: views that hold on PostgreSQL 13 to 18. Most show rows only when somebody should look.",
}


def _script(name: str, statements: Iterable[Statement]) -> Script:
    return Script(path=f"deploy/{name}.sql", head=HEADS[name], statements=tuple(_merged(statements)))


def _merged(statements: Iterable[Statement]) -> Iterator[Statement]:
    """A role is not laid down only to be taken up again."""
    role, waiting = "", False
    for statement in statements:
        if statement.text == RESET:
            waiting = True
            continue
        if waiting and statement.text != role:
            yield Statement(text=RESET)
        again = waiting and statement.text == role
        waiting = False
        if statement.text.startswith(TAKE):
            role = statement.text
        if not again:
            yield statement
    if waiting:
        yield Statement(text=RESET)


def as_role(role: str, statements: Iterable[Statement]) -> Iterator[Statement]:
    """The statements under a role, which is laid down after; nothing where there is nothing to do."""
    body = list(statements)
    if body and role:
        yield Statement(text=f"{TAKE}{role}")
    yield from body
    if body and role:
        yield Statement(text=RESET)


# --- 02 ---


def schema(design: Design, writer: PostgresWriter) -> Iterator[Statement]:
    yield from as_role(owner(writer.physical), _tables(design, writer))


def _tables(design: Design, writer: PostgresWriter) -> Iterator[Statement]:
    physical = writer.physical
    yield from _schemas(design, writer)
    if uuids.used(physical):
        yield uuids.create()
        yield Statement(text=f"grant execute on function {uuids.NAME}() to public", because="Whoever may insert needs the default")
    later = ddl.closing_references(physical)
    for table_id in ddl.in_order(physical):
        yield Statement(text=ddl.create_table(writer, table_id, later[table_id]), element=table_id)
        yield from ddl.table_comments(writer, table_id, later[table_id])
        yield from table_options(writer, table_id)
    for table_id, keys in later.items():
        for key in keys:
            constraint = physical.tables[table_id].constraints[key]
            yield Statement(text=ddl.add_constraint(writer, table_id, constraint), because="Two tables refer to each other: this closes the circle")
            yield from ddl.constraint_comment(writer, table_id, constraint)


def _schemas(design: Design, writer: PostgresWriter) -> Iterator[Statement]:
    physical = writer.physical
    for name in access.kept_schemas(physical):
        yield Statement(text=f"create schema {writer.quote(name)}")
        says = SCHEMAS.get(name, f"{name.capitalize()} of {{title}}").format(title=design.brief.title)
        yield ddl.comment(writer, "schema", writer.quote(name), says)
    if owner(physical):
        text = f"alter default privileges for role {owner(physical)} revoke execute on functions from public"
        yield Statement(text=text, because="PUBLIC may execute every function unless this is said before the first is made")
    if definer(physical) and definer(physical) != owner(physical):
        yield from _rights_of_definer(writer, physical)


def _rights_of_definer(writer: PostgresWriter, physical: Physical) -> Iterator[Statement]:
    """The definer writes for people who may not: totals, the audit trail, retention. Its rights are the design's where it states them."""
    names, who = ", ".join(writer.quote(name) for name in access.kept_schemas(physical)), definer(physical)
    yield Statement(text=f"grant usage, create on schema {names} to {who}")
    for name in () if access.states_definers_rights(physical) else access.kept_schemas(physical):
        head = f"alter default privileges for role {owner(physical)} in schema {writer.quote(name)}"
        yield Statement(text=f"{head} grant select, insert, update, delete on tables to {who}")


# --- 03 to 05 ---


def rules(writer: PostgresWriter) -> Iterator[Statement]:
    """Routines, triggers and exclusion constraints of every behaviour but the audit trail."""
    physical = writer.physical
    native = {key: o for key, o in objects(physical).items() if not isinstance(physical.behaviours[key], Audit)}
    routines = list(dict.fromkeys(routine for o in native.values() for routine in o.routines))
    yield from routine_statements(writer, routines)
    yield from as_role(owner(physical), _attached(writer, native.values()))


def _attached(writer: PostgresWriter, native: Iterable[Objects]) -> Iterator[Statement]:
    for _, triggers, exclusions in native:
        yield from (create_trigger(writer, trigger) for trigger in triggers)
        for exclusion in exclusions:
            yield add_exclusion(writer, exclusion)
            yield ddl.comment(writer, "constraint", f"{writer.quote(exclusion.name)} on {writer.table(exclusion.table)}", exclusion.says)


def routine_statements(writer: PostgresWriter, routines: Iterable[Routine]) -> Iterator[Statement]:
    """Routines by the role that owns them; the definer's are executable by nobody until they are granted."""
    wanted = list(routines)
    mine = [r for r in wanted if role_of(writer.physical, r) == owner(writer.physical)]
    others = [r for r in wanted if r not in mine]
    yield from as_role(owner(writer.physical), _routines(writer, mine))
    yield from as_role(definer(writer.physical), _routines(writer, others, definer(writer.physical)))


def role_of(physical: Physical, routine: Routine) -> str:
    return definer(physical) if routine.runs_as == "definer" else owner(physical)


def _routines(writer: PostgresWriter, routines: list[Routine], who: str = "") -> Iterator[Statement]:
    if routines and who:
        yield Statement(text=f"alter default privileges for role {who} revoke execute on functions from public")
    for routine in routines:
        yield create_routine(routine)
        yield ddl.comment(writer, "function", routine.signature, routine.comment)
        if not owner(writer.physical):
            yield Statement(text=f"revoke execute on function {routine.signature} from public")
    if routines and who and owner(writer.physical) != who:
        triggers = [r.signature for r in routines if r.returns == "trigger"]
        if triggers:
            yield Statement(text=f"grant execute on function {', '.join(triggers)} to {owner(writer.physical)}")


def indexes(writer: PostgresWriter) -> Iterator[Statement]:
    yield from as_role(owner(writer.physical), _indexes(writer))


def _indexes(writer: PostgresWriter) -> Iterator[Statement]:
    for table_id, table in writer.physical.tables.items():
        for key, index in table.indexes.items():
            yield Statement(text=ddl.create_index(writer, table_id, index), element=f"{table_id}.{key}")
            yield from ddl.index_comment(writer, table_id, index)


def partition_upkeep(writer: PostgresWriter) -> Iterator[Statement]:
    routines = partitions.routines(writer)
    if not routines:
        return
    yield from as_role(owner(writer.physical), _partitions(writer, routines))


def _partitions(writer: PostgresWriter, routines: list[Routine]) -> Iterator[Statement]:
    yield from partitions.default_partitions(writer)
    yield from _routines(writer, routines)
    yield Statement(text=f"do $do$ begin perform {partitions.SCHEMA}.ensure_partitions(); end $do$")


# --- 06 to 09 ---


def grants(writer: PostgresWriter) -> Iterator[Statement]:
    mine, his = owner(writer.physical), definer(writer.physical)
    kinds = (access.schema_rights, access.upkeep_rights, access.grants, row_rules.row_rules, access.backup_rights)
    body = [statement for kind in kinds for statement in kind(writer)]
    for role in dict.fromkeys((mine, his)):
        calls = [routine.signature for routine in job_routines(writer) if role_of(writer.physical, routine) == role]
        later = access.later_backup_rights(writer, role) if role else ()
        yield from as_role(role, [*(body if role == mine else ()), *access.routine_rights(writer, calls), *later])


def job_routines(writer: PostgresWriter) -> list[Routine]:
    """Routines that the schedule calls and that exist by the time of 06; a view's refresh is granted with the view."""
    found = [r for r in partitions.routines(writer) if r.name == "ensure_partitions"]
    for key, native in objects(writer.physical).items():
        if isinstance(writer.physical.behaviours[key], Expire):
            found += native.routines
    return found


def all_routines(writer: PostgresWriter) -> list[Routine]:
    """Every routine that the files make, each once."""
    found = [routine for native in objects(writer.physical).values() for routine in native.routines]
    return list(dict.fromkeys([*found, *partitions.routines(writer), *views.refresh_routines(writer)]))


def audit_triggers(writer: PostgresWriter) -> Iterator[Statement]:
    physical = writer.physical
    native = [o for key, o in objects(physical).items() if isinstance(physical.behaviours[key], Audit)]
    yield from routine_statements(writer, dict.fromkeys(routine for o in native for routine in o.routines))
    yield from as_role(owner(physical), _attached(writer, native))


def all_views(writer: PostgresWriter) -> Iterator[Statement]:
    physical = writer.physical
    for role in dict.fromkeys(views.owner_of(physical, view) for view in physical.views.values()):
        mine = [key for key, view in physical.views.items() if views.owner_of(physical, view) == role]
        body = [statement for key in mine for statement in views.view_statements(writer, key)]
        granted = [Statement(text=access.grant_text(writer, grant), element=key) for key, grant in physical.grants.items() if grant.on in mine]
        yield from as_role(role, body + granted)
    refresh = views.refresh_routines(writer)
    yield from routine_statements(writer, refresh)
    yield from as_role(definer(physical), access.routine_rights(writer, [r.signature for r in refresh]))


def monitoring(design: Design, store: str, writer: PostgresWriter) -> Iterator[Statement]:
    checked = access.read_by_checks(writer) if definer(writer.physical) != owner(writer.physical) else ()
    yield from as_role(owner(writer.physical), [*monitor.views(design, store, writer, "owner"), *checked])
    yield from as_role(definer(writer.physical), monitor.views(design, store, writer, "definer"))


def table_ddl(design: Design, store: str, table_id: str) -> str:
    """One table's statements together, for the specification."""
    writer = PostgresWriter(design.physical[store])
    table = writer.physical.tables[table_id]
    statements = [ddl.create_table(writer, table_id)]
    statements += [ddl.create_index(writer, table_id, index) for index in table.indexes.values()]
    own = _of_table(writer.physical, table_id)
    for native in objects(own).values():
        statements += [create_trigger(writer, t).text for t in native.triggers]
        statements += [add_exclusion(writer, x).text for x in native.exclusions]
    statements += [s.text for s in row_rules.row_rules(PostgresWriter(own))]
    return "\n\n".join(f"{text};" for text in statements) + "\n"


def _of_table(physical: Physical, table_id: str) -> Physical:
    """The store with only the behaviours and row rules that hang on one table."""
    behaviours = {k: b for k, b in physical.behaviours.items() if (getattr(b, "of", "") or getattr(b, "table", "")) == table_id}
    policies = {k: p for k, p in physical.policies.items() if p.table == table_id}
    return msgspec.structs.replace(physical, behaviours=behaviours, policies=policies)
