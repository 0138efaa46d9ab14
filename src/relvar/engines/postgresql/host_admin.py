"""The administrator of a host, on a server of our own: a role with the rights that the host's page lists, and no other.

A host lets its administrator make extensions for which PostgreSQL itself asks for a superuser. Here those that the host's facts name
are declared trusted, in copies of their control files that only this role finds (extension_control_path): the same in effect.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import psycopg
from psycopg import sql

from relvar.engines.base import Row
from relvar.engines.postgresql.cluster import Cluster
from relvar.model.hosting import Hosting

NAME = "relvar_host_admin"
GIVEN = ("pg_monitor",)  # predefined roles that hosts let their administrators grant
POWERS = """select concat_ws(', ', case when rolsuper then 'superuser' end, case when rolcreaterole then 'createrole' end,
  case when rolcreatedb then 'createdb' end, case when rolreplication then 'replication' end, case when rolbypassrls then 'bypassrls' end)
from pg_catalog.pg_roles where rolname = %s"""


def prepare(connection: psycopg.Connection[Row], cluster: Cluster, hosting: Hosting) -> None:
    """Makes the role, where it is not there yet."""
    if connection.execute("select from pg_catalog.pg_roles where rolname = %s", (NAME,)).fetchone() is not None:
        return
    rights = sql.SQL(" ").join(sql.SQL(right) for right in hosting.administrator.rights)
    connection.execute(sql.SQL("create role {} login nosuperuser noreplication nobypassrls {}").format(sql.Identifier(NAME), rights))
    for role in GIVEN:
        connection.execute(sql.SQL("grant {} to {} with admin option").format(sql.Identifier(role), sql.Identifier(NAME)))
    path = f"{_trusted(cluster, hosting)}:$system"
    connection.execute(sql.SQL("alter role {} set extension_control_path = {}").format(sql.Identifier(NAME), sql.Literal(path)))


def powers(connection: psycopg.Connection[Row], name: str) -> str:
    """What the server itself says that the role may do."""
    row = connection.execute(POWERS, (name,)).fetchone()
    return str(row[0]) if row else ""


def _trusted(cluster: Cluster, hosting: Hosting) -> Path:
    """Copies of the extensions' control files and scripts, each control file with the word that lets an owner of the database make it."""
    target = cluster.folder / "host" / "extension"
    target.mkdir(parents=True)
    shared = next(cluster.binaries.parent.glob("share/**/extension"))
    for name in hosting.extensions:
        for file in shared.glob(f"{name}*"):
            shutil.copy(file, target)
        control = target / f"{name}.control"
        if control.exists():
            control.write_text(re.sub(r"(?m)^trusted = .*\n?", "", control.read_text()) + "trusted = true\n")
    for folder in (target.parent, target):
        folder.chmod(0o755)
    return target.parent
