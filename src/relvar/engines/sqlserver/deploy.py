"""The files of deploy/: run in order, once, on an empty database, with `sqlcmd -b`, which stops at the first error and so takes the
file's transaction back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from relvar.engines.base import Script, Statement
from relvar.engines.sqlserver import access, cascades, database, jobs, partitions, roles, search, versions, views
from relvar.engines.sqlserver.behaviours import procedures, triggers
from relvar.engines.sqlserver.ddl import Ddl
from relvar.engines.sqlserver.objects import Parts, Procedure, Trigger, create_procedure, create_trigger
from relvar.engines.sqlserver.script import is_alone
from relvar.model.behaviour import Audit
from relvar.model.design import Design
from relvar.model.physical import Physical

RUN = "sqlcmd -b -S SERVER -d NAME -i {}.sql"
HEADS = {
    "01_database": "Settings of the database: versions of rows for readers, the optimizer's level, what Query Store keeps. It may run again.",
    "02_roles": "Roles of the database, and the user that owns the schemas. Logins are the server's: operate/logins.sql.",
    "03_schema": "Schemas; tables with keys, references and checks, in the order in which they refer to each other; what each is.",
    "04_indexes": "Indexes, each with the question it serves.",
    "05_rules": "Rules that no constraint can say: they look at the row before, at other rows, or at time. Each is said of sets of rows.",
    "06_views": "Views: masked ones for those who may not read in the clear; reports with the table that holds them.",
    "07_procedures": "Procedures: partitions ahead, rows whose time is over, reports filled again. Each may run at any time, any number of times.",
    "08_access": "Grants by table and column, who sees through masks, row rules. Nobody of the application may alter or drop.",
    "09_audit": "Triggers that keep the audit trail. Secret columns are named in it, never copied.",
    "10_search": "Full-text indexes; the feature Full-Text Search must be installed with the server.",
    "11_jobs": "Jobs of SQL Server Agent; run it as a login that may write msdb (SQLAgentOperatorRole). It may run again.",
}
OUTSIDE = ("01_database", "10_search", "11_jobs")  # what takes no transaction


def deploy(design: Design, store: str) -> tuple[Script, ...]:
    """The scripts that create the store; one without statements is left out."""
    physical = design.physical[store]
    ddl = Ddl(physical)
    make = ddl.make
    made = [
        _script("01_database", database.settings(physical)),
        _script("02_roles", roles.roles(make.writer)),
        _script("03_schema", (*ddl.schemas(), *ddl.tables(), *ddl.comments())),
        _script("04_indexes", ddl.index_statements()),
        _script("05_rules", rules(make)),
        _script("06_views", views.view_statements(make)),
        _script("07_procedures", _procedures(make)),
        _script("08_access", rights(ddl)),
        _script("09_audit", audits(make)),
        _script("10_search", search.statements(make)),
        _script("11_jobs", jobs.jobs(make, design.brief.project)),
    ]
    return tuple(script for script in made if script.statements)


def _script(name: str, statements: Iterable[Statement]) -> Script:
    head = f"{HEADS[name]}\n{RUN.format(name)}"
    return Script(path=f"deploy/{name}.sql", head=head, statements=tuple(statements), transactional=name not in OUTSIDE)


def all_procedures(physical: Physical) -> list[Procedure]:
    """Every procedure of the design."""
    make = Parts(physical)
    return [*partitions.procedures(make), *procedures(physical), *cascades.procedures(make), *views.refresh_procedures(make)]


def rules(make: Parts) -> Iterator[Statement]:
    for trigger in triggers(make.physical):
        if not _audits(make, trigger):
            yield create_trigger(make, trigger)


def audits(make: Parts) -> Iterator[Statement]:
    for trigger in triggers(make.physical):
        if _audits(make, trigger):
            yield create_trigger(make, trigger)


def _audits(make: Parts, trigger: Trigger) -> bool:
    return isinstance(make.physical.behaviours.get(trigger.element), Audit)


def _procedures(make: Parts) -> Iterator[Statement]:
    for procedure in all_procedures(make.physical):
        yield create_procedure(make, procedure)
    if partitions.partitioned(make.physical):
        yield Statement(text=f"exec {make.in_app('ensure_partitions')}")


def rights(ddl: Ddl) -> Iterator[Statement]:
    make = ddl.make
    if not make.physical.roles:
        return
    yield from roles.database_rights(make.writer)
    yield from access.grants(make.writer)
    yield from versions.rights(make)
    yield from access.unmasked(ddl)
    yield from access.procedure_rights(make, [p.name for p in all_procedures(make.physical)])
    yield from access.row_rules(make.physical)


def table_ddl(design: Design, store: str, table_id: str) -> str:
    """One table's statements together, for the specification."""
    physical = design.physical[store]
    ddl = Ddl(physical)
    statements = [Statement(text=ddl.table(table_id))]
    statements += [s for s in ddl.index_statements() if s.element.startswith(f"{table_id}.")]
    statements += [create_trigger(ddl.make, t) for t in triggers(physical) if t.table == table_id]
    return "\n\n".join(s.text + ("\ngo" if is_alone(s) else ";") for s in statements) + "\n"
