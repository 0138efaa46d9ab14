#!/usr/bin/env bash
set -euo pipefail
# A physical copy of the whole server, every 168 hours: with the archived log it is what point-in-time recovery starts from.
# usage: base_backup.sh FOLDER [ARCHIVE]     On the server's machine, as an account that may read its data folder. People go on writing.
# Copies older than 35 days go, but never the newest that is older: it is what the oldest promised instant starts from.
# With ARCHIVE given, log from before the oldest copy that is left goes too.
folder="${1:?usage: base_backup.sh FOLDER [ARCHIVE]}"
archive="${2:-}"
user="${MYSQL_USER:-blog_backup}"
target="$folder/base_$(date -u +%Y%m%dT%H%M%SZ)"
umask 077
# Under another name until it is whole: a half-made copy must never be taken for one. It names the place in the log that it ends at.
rm -rf -- "$target.part"
mariadb-backup --backup --user="$user" ${MYSQL_UNIX_PORT:+--socket="$MYSQL_UNIX_PORT"} --target-dir="$target.part" 2> "$target.log" \
  || { tail -n 5 "$target.log" >&2; exit 1; }
mariadb-backup --prepare --target-dir="$target.part" 2>> "$target.log" || { tail -n 5 "$target.log" >&2; exit 1; }
mv "$target.part" "$target"
find "$folder" -maxdepth 1 -type d -name 'base_*Z' -mtime +35 | sort | sed '$d' | while read -r old; do rm -rf -- "$old" "$old.log"; done
if [ -n "$archive" ]; then
  oldest="$(find "$folder" -maxdepth 1 -type d -name 'base_*Z' | sort | head -n 1)"
  first="$(cut -f 1 "$oldest/mariadb_backup_binlog_info")"
  for log in "$archive"/*.[0-9][0-9][0-9][0-9][0-9][0-9]; do
    if [[ "$(basename "$log")" < "$first" ]]; then rm -- "$log"; fi
  done
fi
echo "$target"
