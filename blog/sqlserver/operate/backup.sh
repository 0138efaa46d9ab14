#!/usr/bin/env bash
set -euo pipefail
# usage: backup.sh full|diff|log FOLDER     FOLDER is on the server's machine, and its account may write there.
# Full copies begin a chain, diff holds what changed since, log makes every instant in between reachable. What is 35 days old goes.
kind="${1:?usage: backup.sh full|diff|log FOLDER}"
folder="${2:?usage: backup.sh full|diff|log FOLDER}"
database="${SQLCMDDBNAME:-blog}"
stamp="$(date -u +%Y%m%dT%H%M%SZ)"
file="$folder/${database}_${kind}_$stamp.$([ "$kind" = log ] && echo trn || echo bak)"
case "$kind" in
  full) what="backup database [$database] to disk = N'$file' with compression, checksum, init" ;;
  diff) what="backup database [$database] to disk = N'$file' with differential, compression, checksum, init" ;;
  log) what="backup log [$database] to disk = N'$file' with compression, checksum, init" ;;
  *) echo "backup.sh: $kind is none of full, diff, log" >&2; exit 2 ;;
esac
sqlcmd -b -d master -Q "$what"
# A copy that was never read is none.
sqlcmd -b -d master -Q "restore verifyonly from disk = N'$file' with checksum"
find "$folder" -maxdepth 1 -name "${database}_*" -mtime +35 -delete
echo "$file"
