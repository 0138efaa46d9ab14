"""Backup, restore, upkeep and deployment as scripts of the shell, each of which stops at the first fault.

They use the sqlite3 shell; where it is missing, Python's own module does the same (a machine that runs the application often
has only that). A live database in WAL mode is never copied with cp: its newest commits are in the log beside it.
"""

from __future__ import annotations

from collections.abc import Iterator

from relvar.engines.erasing import MARK, erased
from relvar.engines.sqlite.access import permissions
from relvar.engines.sqlite.ddl import one_line
from relvar.engines.sqlite.monitor import monitor
from relvar.engines.sqlite.query import SqliteWriter
from relvar.engines.sqlite.search import text_indexes
from relvar.engines.sqlite.triggers import months_ago
from relvar.model.behaviour import Expire
from relvar.model.design import Artefact, Design
from relvar.model.physical import Physical

TEST_MARK = 0x74657374  # "test" in ASCII: application_id of a database that tests may write to
BACKUP = "operate/backup.sh"
RESTORE = "operate/restore.sh"
NEUTRAL: dict[str, str | bool] = {"date": "1900-01-01", "timestamp": "1900-01-01T00:00:00.000000Z", "boolean": False, "json": "{}"}
BATCH_ROWS = 1000  # rows that leave in one transaction: the one writer is not kept waiting longer than some milliseconds

RUN = """run() { # run DATABASE SQL: every row of the answer; a fault stops the script
  if command -v sqlite3 > /dev/null; then
    sqlite3 -bail -batch -cmd '.timeout 5000' -cmd 'pragma foreign_keys = on' "$1" "$2"
  else
    python3 - "$1" "$2" << 'PYTHON'
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("pragma foreign_keys = on")
for row in connection.execute(sys.argv[2]):
    print("|".join(map(str, row)))
PYTHON
  fi
}"""
CHECK = """check() { # check DATABASE: every page, index and reference
  test "$(run "$1" "pragma integrity_check")" = ok || { echo "$1 is damaged" >&2; exit 1; }
  test -z "$(run "$1" "pragma foreign_key_check")" || { echo "$1 has orphans" >&2; exit 1; }
}"""


def operate(design: Design, store: str) -> tuple[Artefact, ...]:
    physical = design.physical[store]
    return tuple(_artefacts(design, store, physical))


def _artefacts(design: Design, store: str, physical: Physical) -> Iterator[Artefact]:
    yield _script("operate/deploy.sh", "deploy.sh DATABASE: runs the files of ../deploy in order on a new database", DEPLOY)
    yield _script(BACKUP, "backup.sh DATABASE BACKUP: a consistent copy while others write, checked before it counts", BACKUP_BODY)
    yield _script(RESTORE, "restore.sh BACKUP DATABASE: a new database out of a backup; an existing one is never overwritten", _restore(physical))
    yield _script("operate/maintain.sh", "maintain.sh DATABASE: statistics, the log, and rows past their time", _maintain(physical))
    yield permissions(physical)
    yield monitor(design, store)
    yield Artefact(path="operate/crontab", text=_crontab(design, store))


def _script(path: str, head: str, body: str) -> Artefact:
    text = f"#!/usr/bin/env bash\n# {head}.\nset -euo pipefail\n\n{body.strip()}\n"
    return Artefact(path=path, text=text, executable=True)


DEPLOY = """
database=${1:?usage: deploy.sh DATABASE}
test ! -s "$database" || { echo "$database exists already: deploy is for an empty database" >&2; exit 1; }
cd "$(dirname "$0")/../deploy"
for file in *.sql; do
  sqlite3 -bail -batch "$database" < "$file"
done
"""
BACKUP_BODY = f"""
database=${{1:?usage: backup.sh DATABASE BACKUP}}
backup=${{2:?usage: backup.sh DATABASE BACKUP}}
test -s "$database" || {{ echo "$database is no database" >&2; exit 1; }}
test ! -e "$backup" || {{ echo "$backup exists already" >&2; exit 1; }}

{RUN}

{CHECK}

umask 077
partial="$backup.partial"
trap 'rm -f "$partial"' EXIT
run "$database" "vacuum into '${{partial//\\'/\\'\\'}}'"
check "$partial"
mv "$partial" "$backup"
"""


def _restore(physical: Physical) -> str:
    rebuilt = [f'run "$partial" "{text}"' for text in rebuilds(physical)]
    again = "\n".join(["# The search tables go by row ids, which a copy may number anew", *rebuilt]) if rebuilt else ""
    return f"""
backup=${{1:?usage: restore.sh BACKUP DATABASE}}
database=${{2:?usage: restore.sh BACKUP DATABASE}}
test -s "$backup" || {{ echo "$backup is no backup" >&2; exit 1; }}
test ! -e "$database" || {{ echo "$database exists already: move it away first, with its -wal and -shm" >&2; exit 1; }}

{RUN}

{CHECK}

umask 077
partial="$database.partial"
trap 'rm -f "$partial"' EXIT
cp "$backup" "$partial"
check "$partial"
{again}
run "$partial" "pragma journal_mode = wal" > /dev/null
mv "$partial" "$database"
"""


def rebuilds(physical: Physical) -> list[str]:
    """Statements that make the search tables anew out of the tables they search."""
    return [f"insert into {index.name} ({index.name}) values ('rebuild')" for _, _, index in text_indexes(physical)]


def _maintain(physical: Physical) -> str:
    lines = ["database=${1:?usage: maintain.sh DATABASE}", "", RUN, ""]
    for text, because in expiries(physical):
        lines += [f"# {because}", "while true; do", f'  changed=$(run "$database" "{text} returning 1" | wc -l)']
        lines += ['  test "$changed" -gt 0 || break', "done"]
    lines += ["# Statistics, by which the planner chooses among indexes"]
    lines += ['run "$database" "analyze"']
    lines += ["# The log goes back into the database; readers that hold it open make it wait for the next time"]
    lines += ['run "$database" "pragma wal_checkpoint(truncate)" > /dev/null']
    return "\n".join(lines)


def expiries(physical: Physical) -> Iterator[tuple[str, str]]:
    """(statement, reason) of every retention: one batch, oldest first by the table's key."""
    for rule in physical.behaviours.values():
        if isinstance(rule, Expire):
            table = SqliteWriter(physical).table(rule.table)
            since = SqliteWriter(physical).columns(rule.table, (rule.since,))
            yield leaving(physical, rule, BATCH_ROWS), one_line(f"{table}: rows {rule.term} by {since}, {BATCH_ROWS} at a time")


def leaving(physical: Physical, rule: Expire, most: int) -> str:
    """The statement by which so many rows past their term leave, or are emptied; 0: all of them."""
    writer = SqliteWriter(physical)
    table, key = writer.table(rule.table), writer.columns(rule.table, physical.tables[rule.table].primary_key)
    batch = f"({key}) in (select {key} from {table} where {is_due(writer, rule)} limit {most})" if most else is_due(writer, rule)
    emptied = [f"{writer.columns(rule.table, (c,))} = {_emptied(writer, rule.table, c)}" for c in rule.anonymise]
    action = f"update {table} set {', '.join(emptied)}" if emptied else f"delete from {table}"
    return f"{action} where {batch}"


def _emptied(writer: SqliteWriter, table_id: str, column_id: str) -> str:
    """Nothing where the column may be empty; else a value that names no person."""
    table = writer.physical.tables[table_id]
    column = table.columns[column_id]
    if column.nullable:
        return "null"
    key = " || '-' || ".join(writer.columns(table_id, (c,)) for c in table.primary_key)
    if column.data.base != "text":
        return writer.literal(NEUTRAL.get(column.data.base, 0))
    made, said = erased(table, column_id), writer.literal
    return " || ".join([said(made.before), *([key] if made.keyed else ()), *([said(made.after)] if made.after else ())])


def is_due(writer: SqliteWriter, rule: Expire) -> str:
    """The condition of a row that leaves, or is emptied and still holds something."""
    table, marks = writer.physical.tables[rule.table], []
    for column in rule.anonymise:
        name = writer.columns(rule.table, (column,))
        if table.columns[column].nullable:
            marks.append(f"{name} is not null")
        elif table.columns[column].data.base == "text":
            made = erased(table, column).constant
            marks.append(f"{name} <> {writer.literal(made)}" if made else f"{name} not like '{MARK}%'")
    since, key = writer.columns(rule.table, (rule.since,)), writer.columns(rule.table, table.primary_key)
    return _old(writer, rule, since, key) + (f" and ({' or '.join(marks)})" if marks else "")


def _old(writer: SqliteWriter, rule: Expire, since: str, key: str) -> str:
    """What is past its term: by its age; by the oldest of the newest; or by its place among those of its owner."""
    if not rule.by_number:
        return f"{since} < {months_ago(rule.months)}"
    if rule.per:
        return f"({key}) in (select {key} from ({writer.placed(rule)}) where place > {rule.newest})"
    return f"{since} < (select {since} from {writer.table(rule.table)} order by {since} desc limit 1 offset {rule.newest - 1})"


def _crontab(design: Design, store: str) -> str:
    backup = design.topology[store].backup if store in design.topology else None
    hours = backup.full_every_hours if backup else 24
    when = f"0 */{hours} * * *" if hours < 24 else "15 2 * * *"
    return (
        "# Times are UTC. DATABASE and BACKUPS are set by whoever installs this file.\n"
        "SHELL=/bin/bash\n"
        f'{when} ./backup.sh "$DATABASE" "$BACKUPS/$(date -u +\\%Y\\%m\\%dT\\%H\\%M).db"\n'
        '30 3 * * * ./maintain.sh "$DATABASE"\n'
        '*/5 * * * * sqlite3 -readonly -batch "$DATABASE" < monitor.sql\n'
    )
