"""Copies of MariaDB: mariadb-backup of the running server, its binary log shipped as it is written, and recovery to a second or a GTID."""

from __future__ import annotations

from relvar.engines.innodb.monitor import monitor
from relvar.engines.innodb.operate import KEEP_DAYS, Copies, user
from relvar.engines.innodb.operate import operate as written
from relvar.engines.mariadb.monitor import WATCH
from relvar.model.design import Artefact, Design
from relvar.model.physical import Physical
from relvar.model.topology import Backup

# Never taken back by a crash or by a copy that lacks its end (binary-log, sync_binlog).
LOG = {
    "log_bin": ("binlog", "every change is kept: from it any instant is recovered, and replicas follow it"),
    "binlog_format": ("ROW", "the log holds what became of the rows: a statement with an identifier of its own would do something else again"),
    "sync_binlog": ("1", "a commit is on disk before it is answered"),
    "innodb_flush_log_at_trx_commit": ("1", "the same, for the rows"),
}
MORE = (
    "",
    "# deploy/08_events.sql: the server's own schedule is off by default",
    "event_scheduler = ON",
    "",
    "# operate/monitor.sql asks it what indexes and statements are used; it is off by default",
    "performance_schema = ON",
)


def operate(design: Design, store: str) -> tuple[Artefact, ...]:
    """The files of operate/, with the numbers of this design."""
    return written(design, store, COPIES, monitor(design, store, WATCH))


def base_backup(physical: Physical, backup: Backup | None) -> str:
    every, keep = (backup.full_every_hours, backup.keep_days) if backup else (24, KEEP_DAYS)
    return f"""# A physical copy of the whole server, every {every} hours: with the archived log it is what point-in-time recovery starts from.
# usage: base_backup.sh FOLDER [ARCHIVE]     On the server's machine, as an account that may read its data folder. People go on writing.
# Copies older than {keep} days go, but never the newest that is older: it is what the oldest promised instant starts from.
# With ARCHIVE given, log from before the oldest copy that is left goes too.
folder="${{1:?usage: base_backup.sh FOLDER [ARCHIVE]}}"
archive="${{2:-}}"
{user(physical)}target="$folder/base_$(date -u +%Y%m%dT%H%M%SZ)"
umask 077
# Under another name until it is whole: a half-made copy must never be taken for one. It names the place in the log that it ends at.
rm -rf -- "$target.part"
mariadb-backup --backup --user="$user" ${{MYSQL_UNIX_PORT:+--socket="$MYSQL_UNIX_PORT"}} --target-dir="$target.part" 2> "$target.log" \\
  || {{ tail -n 5 "$target.log" >&2; exit 1; }}
mariadb-backup --prepare --target-dir="$target.part" 2>> "$target.log" || {{ tail -n 5 "$target.log" >&2; exit 1; }}
mv "$target.part" "$target"
find "$folder" -maxdepth 1 -type d -name 'base_*Z' -mtime +{keep} | sort | sed '$d' | while read -r old; do rm -rf -- "$old" "$old.log"; done
if [ -n "$archive" ]; then
  oldest="$(find "$folder" -maxdepth 1 -type d -name 'base_*Z' | sort | head -n 1)"
  first="$(cut -f 1 "$oldest/mariadb_backup_binlog_info")"
  for log in "$archive"/*.[0-9][0-9][0-9][0-9][0-9][0-9]; do
    if [[ "$(basename "$log")" < "$first" ]]; then rm -- "$log"; fi
  done
fi
echo "$target"
"""


def archive(physical: Physical) -> str:
    return f"""# Ship the log as it is written, until stopped; run it as a service that is started again: usage archive_log.sh ARCHIVE
# What has not arrived there is what a lost machine loses.
archive="${{1:?usage: archive_log.sh ARCHIVE}}"
{user(physical)}# From the newest file that is there already, which may be half, else from the oldest that the server has.
newest="$(find "$archive" -maxdepth 1 -name '*.[0-9][0-9][0-9][0-9][0-9][0-9]' | sort | tail -n 1)"
first="$(mariadb --user="$user" --batch --skip-column-names --execute='show binary logs' | head -n 1 | cut -f 1)"
exec mariadb-binlog --user="$user" --read-from-remote-server --raw --stop-never --result-file="$archive/" "$(basename "${{newest:-$first}}")"
"""


RECOVER = """# Recover to an instant. Two steps:
#   recover_to.sh copy BASE DATA                      then start a server on DATA, apart from the old one
#   recover_to.sh replay BASE ARCHIVE WHEN            does again what was committed since
# BASE: a folder of base_backup.sh from before the instant. ARCHIVE: where archive_log.sh puts the log. DATA: a new folder.
# WHEN: 'YYYY-MM-DD hh:mm:ss' in UTC: what was committed before that second (the log knows no smaller part);
#       or a GTID, '0-1-42': up to and with that transaction. mariadb-binlog FILE shows them.
step="${1:?usage: recover_to.sh copy BASE DATA | replay BASE ARCHIVE WHEN}"
base="${2:?folder of base_backup.sh}"
user="${MYSQL_USER:-root}"
if [ "$step" = copy ]; then
  data="${3:?new data folder}"
  if [ -e "$data" ]; then
    echo "recover_to.sh: $data exists; nothing is overwritten" >&2
    exit 1
  fi
  cp -a "$base" "$data"
  echo "start the server on $data, then: recover_to.sh replay $base ARCHIVE WHEN"
  exit 0
fi
archive="${3:?archive folder}"
when="${4:?an instant in UTC or a GTID}"
read -r first position _ < "$base/mariadb_backup_binlog_info"
logs=()
for log in "$archive"/*.[0-9][0-9][0-9][0-9][0-9][0-9]; do
  if [[ ! "$(basename "$log")" < "$first" ]]; then logs+=("$log"); fi
done
if [[ "$when" =~ ^[0-9]+-[0-9]+-[0-9]+$ ]]; then until="--stop-position=$when"; else until="--stop-datetime=$when"; fi
# All files in one go: temporary tables may reach from one to the next. The start is a place in the first.
TZ=UTC mariadb-binlog --start-position="$position" "$until" "${logs[@]}" | mariadb --user="$user" --binary-mode
echo "done again up to $when"
"""
COPIES = Copies(base_backup, archive, RECOVER, LOG, "binlog_expire_logs_seconds", MORE)
