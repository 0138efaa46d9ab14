"""operate/: backup, point-in-time recovery, restore, maintenance, jobs, server settings. No script holds a password.

Passwords come from an option file or a login path (~/.my.cnf, ~/.mylogin.cnf), the address from MYSQL_HOST, MYSQL_TCP_PORT and
MYSQL_UNIX_PORT as the client programs read them; MYSQL_USER and MYSQL_DATABASE are read by these scripts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple

from relvar.engines.hosting import at
from relvar.engines.hosting.scripts import Wanted, host_files
from relvar.engines.innodb.access import definer_rights
from relvar.engines.innodb.deploy import grants
from relvar.engines.innodb.dialect import dialect
from relvar.engines.innodb.hosted import wanted_settings
from relvar.engines.innodb.objects import Parts
from relvar.engines.innodb.query import InnodbWriter
from relvar.engines.innodb.roles import with_duty
from relvar.model.design import Artefact, Design
from relvar.model.physical import Physical
from relvar.model.topology import Backup, Topology

SHELL = "#!/usr/bin/env bash\nset -euo pipefail\n"
KEEP_DAYS = 14  # backups kept where no backup rule of the design says otherwise
SETTINGS = "operate/server.cnf"
BIGGEST = 3  # tables for which upkeep is written out


class Copies(NamedTuple):
    """How one server copies itself and keeps its log: scripts, the log's settings with their reasons, lines for the end of its settings."""

    base_backup: Callable[[Physical, Backup | None], str]
    archive: Callable[[Physical], str]
    recover: str
    log: Mapping[str, tuple[str, str]]
    kept_log: str  # the setting that says how many seconds the log is kept
    more_settings: tuple[str, ...]


def operate(design: Design, store: str, copies: Copies, watched: tuple[Artefact, ...]) -> tuple[Artefact, ...]:
    """The files, with the numbers of this design."""
    physical, topology = design.physical[store], design.topology.get(store)
    backup = topology.backup if topology else None
    return (
        script("backup.sh", _backup(design, physical, backup)),
        script("restore.sh", _restore(physical)),
        *(_of_the_machine(design, physical, topology, copies) if at(physical) is None else host_files(physical, _wanted(physical, copies))),
        Artefact(path="operate/maintenance.sql", text=_maintenance(physical)),
        *watched,
        Artefact(path="operate/jobs.crontab", text=_crontab(design, physical, backup)),
    )


def _of_the_machine(design: Design, physical: Physical, topology: Topology | None, copies: Copies) -> Iterator[Artefact]:
    """What needs the server's own files: a host keeps them to itself."""
    yield script("base_backup.sh", copies.base_backup(physical, topology.backup if topology else None))
    yield script("archive_log.sh", copies.archive(physical))
    yield script("recover_to.sh", copies.recover)
    yield Artefact(path=SETTINGS, text=_settings(design, physical, topology, copies))


def _wanted(physical: Physical, copies: Copies) -> dict[str, Wanted]:
    """What the design sets, and what the server's kind of defaults asks for beside its log and copies, which are the host's."""
    lines = [line for line in copies.more_settings if line]
    more = {}
    for because, line in pairwise(lines):
        name, _, value = line.partition(" = ")
        if because.startswith("#") and not line.startswith("#") and "copies" not in because:
            more[name] = Wanted(value, because.removeprefix("# "))
    return wanted_settings(physical, more)


def script(name: str, body: str) -> Artefact:
    return Artefact(path=f"operate/{name}", text=SHELL + body, executable=True)


def user(physical: Physical, duty: str = "backup") -> str:
    role = next(iter(with_duty(physical, duty)), None)
    return f'user="${{MYSQL_USER:-{role.name if role else "root"}}}"\n'


def _backup(design: Design, physical: Physical, backup: Backup | None) -> str:
    words = dialect(physical)
    keep, name = backup.keep_days if backup else KEEP_DAYS, design.brief.project
    instants = "recover_to.sh" if at(physical) is not None else "base_backup.sh and recover_to.sh"
    return f"""# A logical dump of {name}: usage backup.sh FOLDER
# It is one instant of the data, and no more: for a point in time between two dumps see {instants}.
folder="${{1:?usage: backup.sh FOLDER}}"
{user(physical)}database="${{MYSQL_DATABASE:-{name}}}"
umask 077
file="$folder/{name}_$(date -u +%Y%m%dT%H%M%SZ).sql.gz"
# One transaction for all tables, nobody waits. First under another name: a half-written file must never be taken for a backup.
{words.dump} --user="$user" --single-transaction --routines --triggers --events --hex-blob --no-tablespaces \\
  {words.dump_options}--default-character-set=utf8mb4 "$database" | gzip > "$file.part"
# The dump's last line says that it is whole.
gunzip --stdout "$file.part" | tail -n 1 | grep -q '^-- Dump completed'
mv "$file.part" "$file"
# Accounts belong to the server, not to the dump: deploy/01_roles.sql makes them.
find "$folder" -maxdepth 1 -name '{name}_*.sql.gz' -mtime +{keep} -delete
echo "$file"
"""


def _restore(physical: Physical) -> str:
    roles = " Its accounts must exist: run deploy/01_roles.sql there first." if physical.roles else ""
    client = dialect(physical).client
    return f"""# Restore a dump into a new database: usage restore.sh FILE DATABASE.{roles}
file="${{1:?usage: restore.sh FILE DATABASE}}"
database="${{2:?usage: restore.sh FILE DATABASE}}"
user="${{MYSQL_USER:-root}}"
gunzip --test "$file"
# Fails where it exists: nothing is overwritten.
{client} --user="$user" --execute="create database \\`$database\\`"
half() {{ {client} --user="$user" --execute="drop database \\`$database\\`"; }}
trap half ERR
gunzip --stdout "$file" | {client} --user="$user" --default-character-set=utf8mb4 "$database"
{_rights(physical)}trap - ERR
echo "$database"
"""


def _rights(physical: Physical) -> str:
    """A dump holds no rights: they are kept beside the accounts, by the database's name."""
    make = Parts(physical)
    statements = "\n".join(f"{statement.text};" for statement in (*definer_rights(make.writer), *grants(make)))
    if not statements:
        return ""
    return f"""# A dump holds no rights: the server keeps them beside the accounts, by the database's name.
{dialect(physical).client} --user="$user" "$database" <<'SQL'
{statements}
SQL
"""


def _settings(design: Design, physical: Physical, topology: Topology | None, copies: Copies) -> str:
    """Settings of the server with their reasons, for a file of its own in the folder that my.cnf includes."""
    title = design.brief.title
    lines = [f"# Settings of {title} that differ from the defaults or must not differ, each with its reason.", "[mysqld]"]
    for key, setting in ((k, s) for k, s in physical.settings.items() if k.split(".")[0] not in physical.tables):
        said = f"{setting.because}: {setting.means}" if setting.means else setting.because
        lines += ["", *(f"# {line}" for line in said.splitlines()), f"{key} = {setting.value}"]
    keep = topology.backup.keep_days if topology and topology.backup else KEEP_DAYS
    kept = (
        copies.kept_log,
        (str(keep * 86_400), f"as long as backups are kept, {keep} days: a copy is of use only with the log after it"),
    )
    for key, (value, because) in (*copies.log.items(), kept):
        if key not in physical.settings:
            lines += ["", f"# {because}", f"{key} = {value}"]
    lines += [*copies.more_settings, ""]
    return "\n".join(lines)


def _maintenance(physical: Physical) -> str:
    """What a person runs when monitor.sql says so."""
    writer = InnodbWriter(physical)
    tables = ", ".join(writer.table(t) for t in sorted(physical.tables, key=lambda t: -physical.tables[t].rows)[:BIGGEST])
    return f"""-- Upkeep by hand, one statement at a time. InnoDB does the daily work: these are for what operate/monitor.sql reports.

-- After a large load, and after every upgrade: statistics, by which the optimizer chooses among indexes.
analyze table {tables};

-- A table is far larger than the specification computes for it: built anew while people read and write.
optimize table {tables};

-- An index is said to be unused: hidden first, for a month; a hidden one comes back at once, a dropped one is built for hours.
-- alter table NAME alter index INDEX {writer.dialect.hidden_index};
"""


# --- jobs ---


def _crontab(design: Design, physical: Physical, backup: Backup | None) -> str:
    """What the server's own events cannot do: copies, and questions whose answer somebody must hear."""
    client = dialect(physical).client
    hours = backup.full_every_hours if backup else 24
    copy = [
        "# what any instant is recovered from, with the archived log (archive_log.sh is a service)",
        f"{_when(hours, 17)} ./base_backup.sh /backup /archive",
    ]
    lines = [
        f"# Jobs of {design.brief.title}, for cron; the rest are events of the server (deploy/08_events.sql). Output goes to mail. Times are UTC.",
        "CRON_TZ=UTC",
        "MAILTO=dba",
        *(copy if at(physical) is None else ()),
        "# a dump, for another version or one table",
        f"{_when(hours, 25)} ./backup.sh /backup",
        "# the alerts of the specification, and rows that must not be",
        f"*/5 * * * * {client}{_as(physical, 'monitor')} --table {design.brief.project} < monitor.sql",
    ]
    if physical.integrity:
        lines.append(f"40 3 * * * {client}{_as(physical, 'backup')} --table {design.brief.project} < checks.sql")
    return "\n".join(lines) + "\n"


def _as(physical: Physical, duty: str) -> str:
    role = next(iter(with_duty(physical, duty)), None)
    return f" --user={role.name}" if role else ""


def _when(hours: int, minute: int) -> str:
    return f"{minute} 2 * * *" if hours >= 24 else f"{minute} */{hours} * * *"
