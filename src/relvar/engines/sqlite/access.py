"""Who may do what. SQLite knows no users: the file's permissions, read-only connections and views stand in for roles.

What is left to the application is said in decisions (`advise`), never silently dropped.
"""

from __future__ import annotations

from relvar.engines.sqlite.ddl import one_line
from relvar.model.design import Artefact
from relvar.model.physical import Physical

HEAD = """#!/usr/bin/env bash
# permissions.sh DATABASE GROUP: the file's permissions are the only lock SQLite has.
# Members of GROUP read and write; everybody else sees nothing. The folder belongs to the group as well, for SQLite
# makes the log (-wal) and its index (-shm) beside the database. A program that only reads opens file:DATABASE?mode=ro.
set -euo pipefail

database=${1:?usage: permissions.sh DATABASE GROUP}
group=${2:?usage: permissions.sh DATABASE GROUP}
chgrp "$group" "$(dirname "$database")" "$database"
chmod 2770 "$(dirname "$database")"
chmod 660 "$database"
for beside in "$database-wal" "$database-shm"; do
  if test -e "$beside"; then chgrp "$group" "$beside"; chmod 660 "$beside"; fi
done
"""


def permissions(physical: Physical) -> Artefact:
    """The script that sets the file's permissions, with what each role of the design is to be given in the application."""
    notes = [f"# {one_line(f'{role.name}: {role.comment}')}" for role in physical.roles.values()]
    head, _, body = HEAD.partition("set -euo pipefail")
    return Artefact(path="operate/permissions.sh", text=head + "".join(f"{n}\n" for n in notes) + "set -euo pipefail" + body, executable=True)
