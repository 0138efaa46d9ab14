"""Copies of MySQL: a clone of the running server, its binary log shipped as it is written, and recovery to the microsecond."""

from __future__ import annotations

from relvar.engines.innodb.monitor import monitor
from relvar.engines.innodb.operate import KEEP_DAYS, Copies, user
from relvar.engines.innodb.operate import operate as written
from relvar.engines.mysql.monitor import WATCH
from relvar.model.design import Artefact, Design
from relvar.model.physical import Physical
from relvar.model.topology import Backup

# Never taken back by a crash or by a copy that lacks its end: the pair that the manual asks for (replication-options-binary-log.html).
LOG = {
    "log_bin": ("binlog", "every change is kept: from it any instant is recovered, and replicas follow it"),
    "gtid_mode": ("ON", "a change has one name on every server, so that a copy and its log fit together without counting positions"),
    "enforce_gtid_consistency": ("ON", "gtid_mode asks for it"),
    "sync_binlog": ("1", "a commit is on disk before it is answered"),
    "innodb_flush_log_at_trx_commit": ("1", "the same, for the rows"),
}


def operate(design: Design, store: str) -> tuple[Artefact, ...]:
    """The files of operate/, with the numbers of this design."""
    return written(design, store, COPIES, monitor(design, store, WATCH))


def base_backup(physical: Physical, backup: Backup | None) -> str:
    every, keep = (backup.full_every_hours, backup.keep_days) if backup else (24, KEEP_DAYS)
    return f"""# A physical copy of the whole server, every {every} hours: with the archived log it is what point-in-time recovery starts from.
# usage: base_backup.sh FOLDER [ARCHIVE]     FOLDER is on the server's machine, and its account may write there. People go on writing.
# Copies older than {keep} days go, but never the newest that is older: it is what the oldest promised instant starts from.
# With ARCHIVE given, log from before the oldest copy that is left goes too.
folder="${{1:?usage: base_backup.sh FOLDER [ARCHIVE]}}"
archive="${{2:-}}"
{user(physical)}target="$folder/base_$(date -u +%Y%m%dT%H%M%SZ)"
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


def archive(physical: Physical) -> str:
    return f"""# Ship the log as it is written, until stopped; run it as a service that is started again: usage archive_log.sh ARCHIVE
# What has not arrived there is what a lost machine loses.
archive="${{1:?usage: archive_log.sh ARCHIVE}}"
{user(physical)}# From the newest file that is there already, which may be half, else from the oldest that the server has.
newest="$(find "$archive" -maxdepth 1 -name '*.[0-9][0-9][0-9][0-9][0-9][0-9]' | sort | tail -n 1)"
first="$(mysql --user="$user" --batch --skip-column-names --execute='show binary logs' | head -n 1 | cut -f 1)"
exec mysqlbinlog --user="$user" --read-from-remote-server --raw --stop-never --result-file="$archive/" "$(basename "${{newest:-$first}}")"
"""


RECOVER = """# Recover to an instant. Two steps:
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


COPIES = Copies(
    base_backup, archive, RECOVER, LOG, "binlog_expire_logs_seconds", ("", "# base_backup.sh copies with it", "plugin_load_add = mysql_clone.so")
)
