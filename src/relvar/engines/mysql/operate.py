"""operate/: backup, point-in-time recovery, restore, maintenance, jobs, server settings. No script holds a password.

Passwords come from an option file or a login path (~/.my.cnf, ~/.mylogin.cnf), the address from MYSQL_HOST, MYSQL_TCP_PORT and
MYSQL_UNIX_PORT as the client programs read them; MYSQL_USER and MYSQL_DATABASE are read by these scripts.
"""

from __future__ import annotations

from relvar.engines.mysql import monitor
from relvar.engines.mysql.access import definer_rights
from relvar.engines.mysql.deploy import grants
from relvar.engines.mysql.objects import Parts
from relvar.engines.mysql.query import MysqlWriter
from relvar.engines.mysql.roles import with_duty
from relvar.model.design import Artefact, Design
from relvar.model.physical import Physical
from relvar.model.topology import Backup, Topology

SHELL = "#!/usr/bin/env bash\nset -euo pipefail\n"
KEEP_DAYS = 14  # backups kept where no backup rule of the design says otherwise
SETTINGS = "operate/server.cnf"
BIGGEST = 3  # tables for which upkeep is written out
# Never taken back by a crash or by a copy that lacks its end: the pair that the manual asks for (replication-options-binary-log.html).
LOG = {
    "log_bin": ("binlog", "every change is kept: from it any instant is recovered, and replicas follow it"),
    "gtid_mode": ("ON", "a change has one name on every server, so that a copy and its log fit together without counting positions"),
    "enforce_gtid_consistency": ("ON", "gtid_mode asks for it"),
    "sync_binlog": ("1", "a commit is on disk before it is answered"),
    "innodb_flush_log_at_trx_commit": ("1", "the same, for the rows"),
}


def operate(design: Design, store: str) -> tuple[Artefact, ...]:
    """The files, with the numbers of this design."""
    physical, topology = design.physical[store], design.topology.get(store)
    backup = topology.backup if topology else None
    return (
        _script("backup.sh", _backup(design, physical, backup)),
        _script("restore.sh", _restore(physical)),
        _script("base_backup.sh", _base_backup(physical, backup)),
        _script("archive_log.sh", _archive(physical)),
        _script("recover_to.sh", _RECOVER),
        Artefact(path=SETTINGS, text=_settings(design, physical, topology)),
        Artefact(path="operate/maintenance.sql", text=_maintenance(physical)),
        *monitor.monitor(design, store),
        Artefact(path="operate/jobs.crontab", text=_crontab(design, physical, backup)),
    )


def _script(name: str, body: str) -> Artefact:
    return Artefact(path=f"operate/{name}", text=SHELL + body, executable=True)


def _user(physical: Physical, duty: str = "backup") -> str:
    role = next(iter(with_duty(physical, duty)), None)
    return f'user="${{MYSQL_USER:-{role.name if role else "root"}}}"\n'


def _backup(design: Design, physical: Physical, backup: Backup | None) -> str:
    keep, name = backup.keep_days if backup else KEEP_DAYS, design.brief.project
    return f"""# A logical dump of {name}: usage backup.sh FOLDER
# It is one instant of the data, and no more: for a point in time between two dumps see base_backup.sh and recover_to.sh.
folder="${{1:?usage: backup.sh FOLDER}}"
{_user(physical)}database="${{MYSQL_DATABASE:-{name}}}"
umask 077
file="$folder/{name}_$(date -u +%Y%m%dT%H%M%SZ).sql.gz"
# One transaction for all tables, nobody waits. First under another name: a half-written file must never be taken for a backup.
mysqldump --user="$user" --single-transaction --routines --triggers --events --hex-blob --no-tablespaces \\
  --set-gtid-purged=OFF --default-character-set=utf8mb4 "$database" | gzip > "$file.part"
# The dump's last line says that it is whole.
gunzip --stdout "$file.part" | tail -n 1 | grep -q '^-- Dump completed'
mv "$file.part" "$file"
# Accounts belong to the server, not to the dump: deploy/01_roles.sql makes them.
find "$folder" -maxdepth 1 -name '{name}_*.sql.gz' -mtime +{keep} -delete
echo "$file"
"""


def _restore(physical: Physical) -> str:
    roles = " Its accounts must exist: run deploy/01_roles.sql there first." if physical.roles else ""
    return f"""# Restore a dump into a new database: usage restore.sh FILE DATABASE.{roles}
file="${{1:?usage: restore.sh FILE DATABASE}}"
database="${{2:?usage: restore.sh FILE DATABASE}}"
user="${{MYSQL_USER:-root}}"
gunzip --test "$file"
# Fails where it exists: nothing is overwritten.
mysql --user="$user" --execute="create database \\`$database\\`"
half() {{ mysql --user="$user" --execute="drop database \\`$database\\`"; }}
trap half ERR
gunzip --stdout "$file" | mysql --user="$user" --default-character-set=utf8mb4 "$database"
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
mysql --user="$user" "$database" <<'SQL'
{statements}
SQL
"""


def _base_backup(physical: Physical, backup: Backup | None) -> str:
    every, keep = (backup.full_every_hours, backup.keep_days) if backup else (24, KEEP_DAYS)
    return f"""# A physical copy of the whole server, every {every} hours: with the archived log it is what point-in-time recovery starts from.
# usage: base_backup.sh FOLDER [ARCHIVE]     FOLDER is on the server's machine, and its account may write there. People go on writing.
# Copies older than {keep} days go, but never the newest that is older: it is what the oldest promised instant starts from.
# With ARCHIVE given, log from before the oldest copy that is left goes too.
folder="${{1:?usage: base_backup.sh FOLDER [ARCHIVE]}}"
archive="${{2:-}}"
{_user(physical)}target="$folder/base_$(date -u +%Y%m%dT%H%M%SZ)"
# Asked before the copy: what is in the log from here on may or may not be in it, and each change has a name (GTID), so none is done twice.
first="$(mysql --user="$user" --batch --skip-column-names --execute='show binary log status' | cut -f 1)"
mysql --user="$user" --execute="clone local data directory = '$target'"
find "$folder" -maxdepth 1 -type d -name 'base_*Z' -mtime +{keep} | sort | sed '$d' | while read -r old; do rm -rf -- "$old" "$old.first"; done
echo "$first" > "$target.first"
if [ -n "$archive" ]; then
  oldest="$(find "$folder" -maxdepth 1 -name 'base_*Z.first' | sort | head -n 1)"
  for log in "$archive"/*.[0-9][0-9][0-9][0-9][0-9][0-9]; do
    if [[ "$(basename "$log")" < "$(cat "$oldest")" ]]; then rm -- "$log"; fi
  done
fi
echo "$target"
"""


def _archive(physical: Physical) -> str:
    return f"""# Ship the log as it is written, until stopped; run it as a service that is started again: usage archive_log.sh ARCHIVE
# What has not arrived there is what a lost machine loses.
archive="${{1:?usage: archive_log.sh ARCHIVE}}"
{_user(physical)}# From the newest file that is there already, which may be half, else from the oldest that the server has.
newest="$(find "$archive" -maxdepth 1 -name '*.[0-9][0-9][0-9][0-9][0-9][0-9]' | sort | tail -n 1)"
first="$(mysql --user="$user" --batch --skip-column-names --execute='show binary logs' | head -n 1 | cut -f 1)"
exec mysqlbinlog --user="$user" --read-from-remote-server --raw --stop-never --result-file="$archive/" "$(basename "${{newest:-$first}}")"
"""


_RECOVER = """# Recover to an instant. Two steps:
#   recover_to.sh copy BASE DATA                      then start a server on DATA, apart from the old one, with gtid_mode = ON
#   recover_to.sh replay BASE ARCHIVE 'INSTANT'       does again what was committed before INSTANT (UTC: YYYY-MM-DD hh:mm:ss.ffffff)
# BASE: a folder of base_backup.sh from before the instant. ARCHIVE: where archive_log.sh puts the log. DATA: a new folder.
step="${1:?usage: recover_to.sh copy BASE DATA | replay BASE ARCHIVE INSTANT}"
base="${2:?folder of base_backup.sh}"
user="${MYSQL_USER:-root}"
if [ "$step" = copy ]; then
  data="${3:?new data folder}"
  if [ -e "$data" ]; then
    echo "recover_to.sh: $data exists; nothing is overwritten" >&2
    exit 1
  fi
  cp -a "$base" "$data"
  rm -f "$data/auto.cnf"
  echo "start the server on $data, then: recover_to.sh replay $base ARCHIVE INSTANT"
  exit 0
fi
archive="${3:?archive folder}"
instant="${4:?instant in UTC}"
until_us="$(date -u -d "$instant UTC" +%s%6N)"
first="$(cat "$base.first")"
replay() { mysqlbinlog "$@" | mysql --user="$user" --binary-mode; }
for log in "$archive"/*.[0-9][0-9][0-9][0-9][0-9][0-9]; do
  if [[ "$(basename "$log")" < "$first" ]]; then continue; fi
  # Where the first transaction begins that was committed at the instant or later: the log says it to the microsecond.
  stop="$(mysqlbinlog "$log" | awk -v until="$until_us" '
    /^# at [0-9]+$/ { at = $3 }
    match($0, /immediate_commit_timestamp=[0-9]+/) { if (substr($0, RSTART + 27, RLENGTH - 27) + 0 >= until + 0) { print at; exit } }' || true)"
  if [ -n "$stop" ]; then
    replay --stop-position="$stop" "$log"
    echo "stopped in $(basename "$log") at $stop"
    exit 0
  fi
  replay "$log"
done
echo "the whole log was done again: nothing in it is later than $instant"
"""


def _settings(design: Design, physical: Physical, topology: Topology | None) -> str:
    """Settings of the server with their reasons, for a file of its own in the folder that my.cnf includes."""
    title = design.brief.title
    lines = [f"# Settings of {title} that differ from the defaults or must not differ, each with its reason.", "[mysqld]"]
    for key, setting in ((k, s) for k, s in physical.settings.items() if k.split(".")[0] not in physical.tables):
        said = f"{setting.because}: {setting.means}" if setting.means else setting.because
        lines += ["", *(f"# {line}" for line in said.splitlines()), f"{key} = {setting.value}"]
    keep = topology.backup.keep_days if topology and topology.backup else KEEP_DAYS
    kept = (
        "binlog_expire_logs_seconds",
        (str(keep * 86_400), f"as long as backups are kept, {keep} days: a copy is of use only with the log after it"),
    )
    for key, (value, because) in (*LOG.items(), kept):
        if key not in physical.settings:
            lines += ["", f"# {because}", f"{key} = {value}"]
    lines += ["", "# base_backup.sh copies with it", "plugin_load_add = mysql_clone.so", ""]
    return "\n".join(lines)


def _maintenance(physical: Physical) -> str:
    """What a person runs when monitor.sql says so."""
    writer = MysqlWriter(physical)
    tables = ", ".join(writer.table(t) for t in sorted(physical.tables, key=lambda t: -physical.tables[t].rows)[:BIGGEST])
    return f"""-- Upkeep by hand, one statement at a time. InnoDB does the daily work: these are for what operate/monitor.sql reports.

-- After a large load, and after every upgrade: statistics, by which the optimizer chooses among indexes.
analyze table {tables};

-- A table is far larger than the specification computes for it: built anew while people read and write.
optimize table {tables};

-- An index is said to be unused: hidden first, for a month; a hidden one comes back at once, a dropped one is built for hours.
-- alter table NAME alter index INDEX invisible;
"""


# --- jobs ---


def _crontab(design: Design, physical: Physical, backup: Backup | None) -> str:
    """What the server's own events cannot do: copies, and questions whose answer somebody must hear."""
    hours = backup.full_every_hours if backup else 24
    lines = [
        f"# Jobs of {design.brief.title}, for cron; the rest are events of the server (deploy/08_events.sql). Output goes to mail. Times are UTC.",
        "CRON_TZ=UTC",
        "MAILTO=dba",
        "# what any instant is recovered from, with the archived log (archive_log.sh is a service)",
        f"{_when(hours, 17)} ./base_backup.sh /backup /archive",
        "# a dump, for another version or one table",
        f"{_when(hours, 25)} ./backup.sh /backup",
        "# the alerts of the specification, and rows that must not be",
        f"*/5 * * * * mysql{_as(physical, 'monitor')} --table {design.brief.project} < monitor.sql",
    ]
    if physical.integrity:
        lines.append(f"40 3 * * * mysql{_as(physical, 'backup')} --table {design.brief.project} < checks.sql")
    return "\n".join(lines) + "\n"


def _as(physical: Physical, duty: str) -> str:
    role = next(iter(with_duty(physical, duty)), None)
    return f" --user={role.name}" if role else ""


def _when(hours: int, minute: int) -> str:
    return f"{minute} 2 * * *" if hours >= 24 else f"{minute} */{hours} * * *"
