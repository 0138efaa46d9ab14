#!/usr/bin/env bash
set -euo pipefail
# Ship the log as it is written, until stopped; run it as a service that is started again: usage archive_log.sh ARCHIVE
# What has not arrived there is what a lost machine loses.
archive="${1:?usage: archive_log.sh ARCHIVE}"
user="${MYSQL_USER:-blog_backup}"
# From the newest file that is there already, which may be half, else from the oldest that the server has.
newest="$(find "$archive" -maxdepth 1 -name '*.[0-9][0-9][0-9][0-9][0-9][0-9]' | sort | tail -n 1)"
first="$(mariadb --user="$user" --batch --skip-column-names --execute='show binary logs' | head -n 1 | cut -f 1)"
exec mariadb-binlog --user="$user" --read-from-remote-server --raw --stop-never --result-file="$archive/" "$(basename "${newest:-$first}")"
