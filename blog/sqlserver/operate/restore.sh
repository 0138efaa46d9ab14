#!/usr/bin/env bash
set -euo pipefail
# Restore to an instant into a new database: usage restore.sh DATABASE FOLDER 'YYYY-MM-DDThh:mm:ss' FULL [DIFF] LOG...
# FULL, DIFF and LOG are files of backup.sh in the order of their stamps; the last log is the first that ends after the instant.
database="${1:?usage: restore.sh DATABASE FOLDER INSTANT FULL [DIFF] LOG...}"
folder="${2:?folder for the data files}"
instant="${3:?instant, by the server's clock}"
shift 3
if [ "$(sqlcmd -b -h -1 -W -d master -Q "set nocount on; select count(*) from sys.databases where name = N'$database'")" != 0 ]; then
  echo "restore.sh: $database exists; nothing is overwritten" >&2
  exit 1
fi
full="${1:?the full copy}"
shift
# Every file of the database moves to FOLDER under the new name.
moves="$(sqlcmd -b -h -1 -W -s '|' -d master -Q "set nocount on; restore filelistonly from disk = N'$full'" |
  awk -F '|' -v f="$folder" -v d="$database" '{ gsub(/ +$/, "", $1); printf "move N'"'"'%s'"'"' to N'"'"'%s/%s_%s'"'"', ", $1, f, d, $1 }')"
half() { sqlcmd -d master -Q "if db_id(N'$database') is not null drop database [$database]"; }
trap half ERR
sqlcmd -b -d master -Q "restore database [$database] from disk = N'$full' with ${moves}checksum, norecovery"
for file in "$@"; do
  case "$file" in
    *.bak) sqlcmd -b -d master -Q "restore database [$database] from disk = N'$file' with checksum, norecovery" ;;
    *) sqlcmd -b -d master -Q "restore log [$database] from disk = N'$file' with checksum, norecovery, stopat = N'$instant'" ;;
  esac
done
sqlcmd -b -d master -Q "restore database [$database] with recovery"
trap - ERR
# The pages and what lies between them (blog has references from nearly every table).
sqlcmd -b -d "$database" -Q "dbcc checkdb with no_infomsgs"
echo "$database"
