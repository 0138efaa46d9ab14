"""The files of a design: deployment in order, and one statement per access pattern."""

from __future__ import annotations

from collections.abc import Iterator

from relvar.engines.base import Script, Statement
from relvar.engines.sqlite.behaviours import audits, rules
from relvar.engines.sqlite.ddl import Ddl, one_line
from relvar.engines.sqlite.query import SqliteWriter
from relvar.engines.sqlite.search import search
from relvar.engines.sqlite.text import text
from relvar.model.design import Design
from relvar.model.physical import Physical

RUN = "Run the files of this folder in order, once, on a new database: operate/deploy.sh does, with sqlite3 -bail."
PRAGMAS = {
    "journal_mode": ("wal", "Readers go on while one writes; kept in the file"),
    "auto_vacuum": ("none", "Pages that become free are used again; moving them about costs more than it gives"),
}
CONNECTION = (
    "Every connection sets for itself, for these are not kept in the file: pragma foreign_keys = on (off, orphans get in); "
    "pragma busy_timeout = 5000 (writers queue); pragma synchronous = normal (in WAL mode a power cut may lose the last commits, never consistency)."
)


def deploy(design: Design, store: str) -> tuple[Script, ...]:
    """The deployment's scripts; one without statements is left out."""
    physical = design.physical[store]
    ddl = Ddl(physical)
    name = design.brief.title
    files = [
        ("01_pragmas", f"{name}: how the file is kept. {RUN}\n{CONNECTION}", _pragmas(physical), False),
        ("02_schema", "Tables with their keys, references and rules.", ddl.tables(), True),
        ("03_rules", "Rules that look at other rows, or at what was before: triggers, each refusing by its own name.", rules(physical), True),
        ("04_indexes", "One index for each pattern or reference that no key serves already.", (*ddl.indexes(), *search(physical)), True),
        ("05_views", "Views: what may be shown, and reports.", ddl.views(), True),
        ("06_audit", "What was before every change, kept by triggers.", audits(physical), True),
    ]
    made = [Script(path=f"deploy/{f}.sql", head=head, statements=tuple(found), transactional=whole) for f, head, found, whole in files]
    return tuple(script for script in made if script.statements)


def _pragmas(physical: Physical) -> Iterator[Statement]:
    chosen = {name: (setting.value, setting.because) for name, setting in physical.settings.items() if name in PRAGMAS or name == "page_size"}
    for name, (value, because) in {**PRAGMAS, **chosen}.items():
        yield Statement(text=f"pragma {name} = {value}", because=one_line(because))


def queries(design: Design, store: str) -> tuple[Script, ...]:
    """One file a pattern, and one a transaction, with `:name` for what the caller gives."""
    physical = design.physical[store]
    return (*_patterns(physical), *_transactions(physical))


def _patterns(physical: Physical) -> Iterator[Script]:
    writer = SqliteWriter(physical)
    for key, query in physical.queries.items():
        served = f" Served by {', '.join(query.served_by)}." if query.served_by else f" {query.exempt}" if query.exempt else ""
        head = one_line(f"{query.name}: {query.per_day:,.0f} a day.{served}")
        yield Script(
            path=f"queries/{key}.sql", head=head, statements=(Statement(text=writer.statement(query.statement), element=key),), transactional=False
        )


def _transactions(physical: Physical) -> Iterator[Script]:
    """A transaction takes the writer's place before it reads, so that what it read still holds when it writes."""
    writer = SqliteWriter(physical)
    for key, case in physical.transactions.items():
        head = one_line(
            f"{case.name}. Holds: {case.invariant}. Guarded by {case.guard}. begin immediate waits for its turn; on SQLITE_BUSY try again."
        )
        made = tuple(Statement(text=writer.statement(statement), element=key) for statement in case.statements)
        whole = (Statement(text="begin immediate"), *made, Statement(text="commit"))
        yield Script(path=f"queries/transaction_{key}.sql", head=head, statements=whole, transactional=False)


def table_text(design: Design, store: str, table_id: str) -> str:
    """A table's statements, for the specification."""
    ddl = Ddl(design.physical[store])
    own = [ddl.table(table_id), *(s for s in (*ddl.indexes_of(table_id), *search(design.physical[store])) if s.element.startswith(f"{table_id}."))]
    return text(Script(path="", head="", statements=tuple(own), transactional=False)).replace(".bail on\n", "").strip() + "\n"
