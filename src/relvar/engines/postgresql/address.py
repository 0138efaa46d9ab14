"""Where a server is and as whom one speaks to it. A password is never shown, written down, or given to a program as an argument."""

from __future__ import annotations

import os

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from relvar.errors import ServerUnavailable

LOOKS_LIKE = "postgresql://user@host:port/database"
SECRET = {"password": "PGPASSWORD"}  # what libpq reads from the environment instead (libpq-envars.html)


def checked(url: str) -> str:
    """The URL, where it can be read as one. Raises ServerUnavailable, which quotes nothing of it: what is misread may be a password."""
    try:
        conninfo_to_dict(url)
    except psycopg.ProgrammingError:
        raise ServerUnavailable(what="the server's address cannot be read", remedy=f"write it as {LOOKS_LIKE}") from None
    return url


def without_secrets(conninfo: str) -> str:
    """For the arguments of a program, which everybody on the machine can read."""
    return make_conninfo("", **{key: value for key, value in conninfo_to_dict(conninfo).items() if key not in SECRET})


def environment(conninfo: str) -> dict[str, str]:
    """For a program: the environment with what `without_secrets` leaves out, which only we and root can read."""
    found = conninfo_to_dict(conninfo)
    return {**os.environ, **{name: str(found[key]) for key, name in SECRET.items() if found.get(key)}}
