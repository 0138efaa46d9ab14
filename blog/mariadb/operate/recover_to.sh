#!/usr/bin/env bash
set -euo pipefail
# Recover to an instant. Two steps:
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
