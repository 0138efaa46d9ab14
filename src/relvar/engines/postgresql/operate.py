"""operate/: backup, point-in-time recovery, restore, maintenance, jobs, server settings. No script holds a password.

Passwords come from ~/.pgpass or PGSERVICEFILE, the address from PGHOST, PGPORT and PGDATABASE.
"""

from __future__ import annotations

from collections.abc import Iterator

from relvar.engines.hosting import at
from relvar.engines.hosting.scripts import Wanted, host_files
from relvar.engines.postgresql import partitions
from relvar.engines.postgresql.behaviours import native_name
from relvar.engines.postgresql.duties import with_duty
from relvar.engines.postgresql.hosted import dumped_through_rules, schemas_first
from relvar.engines.postgresql.query import PostgresWriter
from relvar.engines.postgresql.roles import database_rights
from relvar.engines.postgresql.settings import in_units, of_server
from relvar.model.behaviour import Expire
from relvar.model.design import Artefact, Design
from relvar.model.physical import Job, Physical
from relvar.model.topology import Backup, Topology

SHELL = "#!/usr/bin/env bash\nset -euo pipefail\n"
KEEP_DAYS = 14  # backups kept where no backup rule of the design says otherwise
LAG_MINUTES = 5  # archive_timeout where the design states no recovery point: a quiet server ships its log at least so often


def operate(design: Design, store: str) -> tuple[Artefact, ...]:
    """The files, with the numbers of this design."""
    physical, topology = design.physical[store], design.topology.get(store)
    backup = topology.backup if topology else None
    return (
        _script("backup.sh", _backup(design, physical, backup)),
        _script("restore.sh", _restore(physical)),
        *(_of_the_machine(design, physical, topology) if at(physical) is None else host_files(physical, _wanted(physical))),
        Artefact(path="operate/maintenance.sql", text=_maintenance(design, physical)),
        Artefact(path="operate/jobs.crontab", text=_crontab(design, physical, backup)),
    )


def _of_the_machine(design: Design, physical: Physical, topology: Topology | None) -> Iterator[Artefact]:
    """What needs the server's own files: a host keeps them to itself."""
    yield _script("base_backup.sh", _base_backup(physical, topology.backup if topology else None))
    yield _script("recover_to.sh", _RECOVER)
    yield Artefact(path="operate/postgresql.conf", text=_settings(design, physical, topology))


def _wanted(physical: Physical) -> dict[str, Wanted]:
    """The design's settings in the units of pg_settings, for hosts take no other."""
    return {key: Wanted(in_units(key, setting.value), setting.because) for key, setting in of_server(physical).items()}


def _script(name: str, body: str) -> Artefact:
    return Artefact(path=f"operate/{name}", text=SHELL + body, executable=True)


def _user(physical: Physical, duty: str) -> str:
    role = with_duty(physical, duty)
    return f'export PGUSER="${{PGUSER:-{role.name}}}"\n' if role else ""


def _backup(design: Design, physical: Physical, backup: Backup | None) -> str:
    keep = backup.keep_days if backup else KEEP_DAYS
    name = design.brief.project
    through = " --enable-row-security" if dumped_through_rules(physical) else ""  # row rules let this role see every row
    instants = "recover_to.sh" if at(physical) is not None else "base_backup.sh and recover_to.sh"
    return f"""# A logical dump of {name}: usage backup.sh FOLDER
# It is one instant of the data, and no more: for a point in time between two dumps see {instants}.
folder="${{1:?usage: backup.sh FOLDER}}"
{_user(physical, "backup")}export PGDATABASE="${{PGDATABASE:-{name}}}"
file="$folder/{name}_$(date -u +%Y%m%dT%H%M%SZ).dump"
# First under another name: a half-written file must never be taken for a backup.
pg_dump --format=custom --no-password --lock-wait-timeout=60000{through} --file="$file.part"
pg_restore --list "$file.part" > /dev/null
mv "$file.part" "$file"
# Roles belong to the cluster, not to the dump: deploy/01_roles.sql makes them.
find "$folder" -maxdepth 1 -name '{name}_*.dump' -mtime +{keep} -delete
echo "$file"
"""


def _restore(physical: Physical) -> str:
    roles = " Its roles must exist: run deploy/01_roles.sql there first." if physical.roles else ""
    listed = ' --use-list="$list"' if schemas_first(physical) else ""
    return f"""# Restore a dump into a new database: usage restore.sh FILE DATABASE.{roles}
file="${{1:?usage: restore.sh FILE DATABASE}}"
database="${{2:?usage: restore.sh FILE DATABASE}}"
# template0 and a database of its own: nothing that exists is touched.
createdb --no-password --template=template0 "$database"
{schemas_first(physical)}pg_restore --no-password --exit-on-error --single-transaction{listed} --dbname="$database" "$file"
{_rights(physical)}psql -X -q --no-password --set=ON_ERROR_STOP=1 --dbname="$database" --command='analyze'
echo "$database"
"""


def _rights(physical: Physical) -> str:
    """A dump holds no rights on the database itself, and a new database lets everybody connect."""
    if not physical.roles:
        return ""
    return f"""# A dump holds no rights on the database itself, and a new one lets everybody connect.
psql -X -q --no-password --set=ON_ERROR_STOP=1 --dbname="$database" <<'SQL'
{database_rights(physical)};
SQL
"""


def _base_backup(physical: Physical, backup: Backup | None) -> str:
    every, keep = (backup.full_every_hours, backup.keep_days) if backup else (24, KEEP_DAYS)
    return f"""# A physical copy of the whole cluster, every {every} hours: with the archived log it is what point-in-time recovery starts from.
# usage: base_backup.sh FOLDER [ARCHIVE]        (operate/postgresql.conf turns the archive on)
# Copies older than {keep} days go, but never the newest that is older: it is what the oldest promised instant starts from.
# With ARCHIVE given, log from before the oldest copy that is left goes too.
folder="${{1:?usage: base_backup.sh FOLDER [ARCHIVE]}}"
archive="${{2:-}}"
{_user(physical, "backup")}target="$folder/base_$(date -u +%Y%m%dT%H%M%SZ)"
pg_basebackup --no-password --pgdata="$target.part" --format=plain --wal-method=stream --checkpoint=fast
pg_verifybackup "$target.part"
mv "$target.part" "$target"
find "$folder" -maxdepth 1 -type d -name 'base_*Z' -mtime +{keep} | sort | sed '$d' | while read -r old; do rm -rf -- "$old"; done
if [ -n "$archive" ]; then
  oldest="$(find "$folder" -maxdepth 1 -type d -name 'base_*Z' | sort | head -n 1)"
  first="$(sed -n 's/^START WAL LOCATION: .*(file \\([0-9A-F]*\\))$/\\1/p' "$oldest/backup_label")"
  pg_archivecleanup "$archive" "$first"
fi
echo "$target"
"""


_RECOVER = """# Recover to an instant: usage recover_to.sh BASE ARCHIVE DATA 'INSTANT', with the server that shall use DATA stopped.
# BASE: a folder of base_backup.sh from before the instant. ARCHIVE: where archive_command puts the log. DATA: a new, empty folder.
base="${1:?usage: recover_to.sh BASE ARCHIVE DATA INSTANT}"
archive="${2:?archive folder}"
data="${3:?new data folder}"
instant="${4:?instant, with its zone}"
if [ -e "$data" ]; then
  echo "recover_to.sh: $data exists; nothing is overwritten" >&2
  exit 1
fi
cp -a "$base" "$data"
chmod 700 "$data"
{
  echo "restore_command = 'cp \\"$archive/%f\\" \\"%p\\"'"
  echo "recovery_target_time = '$instant'"
  echo "recovery_target_action = 'pause'"
} >> "$data/postgresql.auto.conf"
touch "$data/recovery.signal"
echo "start the server on $data, look at the rows, then: select pg_wal_replay_resume();"
"""


def _settings(design: Design, physical: Physical, topology: Topology | None) -> str:
    """Settings of the server with their reasons, to be included from postgresql.conf."""
    lines = [f"# Settings of {design.brief.title} that differ from the defaults, each with its reason. Include it from postgresql.conf."]
    for key, setting in of_server(physical).items():
        said = f"{setting.because}: {setting.means}" if setting.means else setting.because
        lines += ["", *(f"# {line}" for line in said.splitlines()), f"{key} = {_value(setting.value)}"]
    backup = topology.backup if topology else None
    if "archive_mode" not in physical.settings:
        rpo = backup.rpo_minutes if backup else LAG_MINUTES
        lines += [
            "",
            f"# The log leaves the machine at least every {max(1, round(rpo))} minutes, which is the recovery point. `test ! -f` keeps a",
            "# file that is there: an archive that can be overwritten is none.",
            "archive_mode = on",
            """archive_command = 'test ! -f "/archive/%f" && cp "%p" "/archive/%f"'""",
            f"archive_timeout = {max(60, round(rpo * 60))}",
        ]
    return "\n".join(lines) + "\n"


def _value(value: str) -> str:
    plain = value.replace(".", "").replace("_", "").replace("-", "").isalnum()
    return value if plain else "'" + value.replace("'", "''") + "'"


def _maintenance(design: Design, physical: Physical) -> str:
    """What a person runs when a monitoring view says so."""
    writer = PostgresWriter(physical)
    big = sorted(physical.tables, key=lambda t: -physical.tables[t].rows)[:3]
    lines = [
        "-- Upkeep by hand, one statement at a time with psql (none of these runs inside a transaction).",
        "-- Autovacuum does the daily work: these are for what the views of the schema ops report.",
        "",
        "-- ops.vacuum_behind shows a table:",
        *(f"vacuum (analyze, verbose) {writer.table(t)};" for t in big),
        "",
        "-- An index is more than twice the size that the specification computes for it: built anew while people read and write.",
    ]
    lines += [f"reindex table concurrently {writer.table(t)};" for t in big]
    lines += [
        "",
        "-- ops.broken_object shows an invalid index: drop it concurrently and build it again; IF NOT EXISTS would keep the broken one.",
        "-- After a large load, and after every major upgrade:",
        "analyze;",
    ]
    return "\n".join(lines) + "\n"


# --- jobs ---


def _crontab(design: Design, physical: Physical, backup: Backup | None) -> str:
    """The schedule for cron: core PostgreSQL has none of its own."""
    jobs = with_duty(physical, "jobs")
    user = f" -U {jobs.name}" if jobs else ""
    psql = f"psql -X -q --no-password -v ON_ERROR_STOP=1{user} -d {design.brief.project} -c"
    lines = [
        f"# Jobs of {design.brief.title}, for cron. Output goes to mail: a job that fails is heard of. Times are UTC.",
        "CRON_TZ=UTC",
        "MAILTO=dba",
    ]
    for minute, job in enumerate(physical.jobs.values()):
        statement = job_statement(physical, job)
        if statement:
            once = f'{psql} "{statement}"'
            batches = f'while test "$({psql} "{statement}" -At)" -gt 0; do :; done'  # each a transaction; a failure ends them
            lines += [f"# {job.name}", f"{_when(job.every_minutes, minute)} {batches if job.task == 'expire' else once}"]
    if partitions.partitioned(physical) and not any(job.task == "ensure_partitions" for job in physical.jobs.values()):
        lines += ["# partitions ahead", f'7 0 * * * {psql} "select ops.ensure_partitions()"']
    hours = backup.full_every_hours if backup else 24
    if at(physical) is None:
        lines += ["# what any instant is recovered from, with the archived log", f"{_when(hours * 60, 17)} ./base_backup.sh /backup /archive"]
    lines += ["# a dump, for another version or one table", f"{_when(hours * 60, 25)} ./backup.sh /backup"]
    return "\n".join(lines) + "\n"


def job_statement(physical: Physical, job: Job) -> str:
    """What the job runs, "" where the engine has nothing to run for it."""
    if job.task == "ensure_partitions":
        return "select ops.ensure_partitions()" if partitions.partitioned(physical) else ""
    if job.task == "expire":
        behaviour = physical.behaviours.get(job.on) or next(
            (b for b in physical.behaviours.values() if isinstance(b, Expire) and b.table == job.on), None
        )
        key = next((k for k, b in physical.behaviours.items() if b is behaviour), "")
        return f"select {physical.tables[behaviour.table].schema}.{native_name(key)}()" if isinstance(behaviour, Expire) else ""
    if job.task == "refresh_view":
        view = physical.views[job.on]
        return f"select {view.schema}.refresh_{view.name}()"[:200]
    if job.task == "check_integrity":
        return "select * from ops.failed_checks" if physical.integrity else ""
    return "analyze"


def _when(every: int, offset: int) -> str:
    """Minutes as a crontab's five fields; jobs of a day start at different minutes of the small hours."""
    minute = offset * 7 % 60
    if every < 60:
        return f"*/{every} * * * *"
    if every < 1440:
        return f"{minute} */{max(1, every // 60)} * * *"
    days = every // 1440
    return f"{minute} 2 * * *" if days == 1 else f"{minute} 2 * * 0" if days <= 7 else f"{minute} 2 1 * *"
