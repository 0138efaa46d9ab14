#!/usr/bin/env bash
set -euo pipefail
# A logical dump of blog: usage backup.sh FOLDER
# It is one instant of the data, and no more: for a point in time between two dumps see base_backup.sh and recover_to.sh.
folder="${1:?usage: backup.sh FOLDER}"
user="${MYSQL_USER:-blog_backup}"
database="${MYSQL_DATABASE:-blog}"
umask 077
file="$folder/blog_$(date -u +%Y%m%dT%H%M%SZ).sql.gz"
# One transaction for all tables, nobody waits. First under another name: a half-written file must never be taken for a backup.
mariadb-dump --user="$user" --single-transaction --routines --triggers --events --hex-blob --no-tablespaces \
  --default-character-set=utf8mb4 "$database" | gzip > "$file.part"
# The dump's last line says that it is whole.
gunzip --stdout "$file.part" | tail -n 1 | grep -q '^-- Dump completed'
mv "$file.part" "$file"
# Accounts belong to the server, not to the dump: deploy/01_roles.sql makes them.
find "$folder" -maxdepth 1 -name 'blog_*.sql.gz' -mtime +35 -delete
echo "$file"
