"""What may be assumed where a store runs: facts of a host, and of an engine there, as data.

`<host>.toml` holds what a host does for every engine, `<engine>/hosting.toml` what differs by engine; the latter wins, key by key.
An engine that a host's table does not name is not offered there.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

from relvar.engines.facts import facts
from relvar.errors import UnsupportedError
from relvar.model.hosting import SELF, Hosting
from relvar.model.physical import Physical

HOSTS = (SELF, "rds", "aurora", "cloudsql", "azure", "atlas")
SPELLINGS = {"self-hosted": SELF, "selfhosted": SELF, "cloud-sql": "cloudsql", "aws-rds": "rds"}


def named(spelling: str) -> str:
    """The host's name for a spelling that people use. Raises UnsupportedError."""
    wanted = "-".join(spelling.lower().replace("_", " ").split())
    found = SPELLINGS.get(wanted, wanted)
    if found not in HOSTS:
        raise UnsupportedError(what=f"{spelling!r} is no host relvar knows", remedy=f"choose one of {', '.join(HOSTS)}")
    return found


def hosting(engine: str, host: str) -> Hosting | None:
    """The facts of an engine at a host, None on machines of one's own. Raises UnsupportedError where the host does not offer it."""
    if host == SELF:
        return None
    found = _table(engine, host)
    if found is None:
        name, places = facts(engine).title, ", ".join(hosts_of(engine))
        raise UnsupportedError(what=f"{title(host)} offers no {name}", remedy=f"say --hosting with one of: {places}; or choose another database")
    return found


def at(physical: Physical) -> Hosting | None:
    """The facts of where a store runs, None on machines of one's own."""
    return hosting(physical.engine, physical.host)


def lacks(physical: Physical, what: str) -> bool:
    """Whether the store's host refuses its customer that."""
    found = at(physical)
    return found is not None and found.lacks(what)


def left_to_host(physical: Physical, setting: str) -> str:
    """Why a setting is left as the host has it, "" where it is the design's."""
    found = at(physical)
    return found.settings.left.get(setting, "") if found is not None and found.settings is not None else ""


def hosts_of(engine: str) -> tuple[str, ...]:
    """Where the engine can run."""
    return tuple(host for host in HOSTS if host == SELF or _table(engine, host) is not None)


def title(host: str) -> str:
    """The host's name in words."""
    return "a machine of one's own" if host == SELF else str(_general(host)["title"])


@cache
def _table(engine: str, host: str) -> Hosting | None:
    import msgspec

    own = _own(engine).get(host)
    if own is None:
        return None
    return msgspec.convert(_over(_general(host), {"host": host, **own}), Hosting)


@cache
def _general(host: str) -> dict[str, Any]:
    return _read("hosting", f"{host}.toml")


@cache
def _own(engine: str) -> dict[str, Any]:
    return _read(engine, "hosting.toml")


def _read(folder: str, name: str) -> dict[str, Any]:
    import msgspec

    found: dict[str, Any] = msgspec.toml.decode((files("relvar.engines") / folder / name).read_bytes())
    return found


def _over(general: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    """Both, key by key; a fact (a table that names its page) is taken whole."""
    merged = dict(general)
    for key, value in own.items():
        before = merged.get(key)
        if isinstance(before, dict) and isinstance(value, dict) and "manual" not in value:
            merged[key] = _over(before, value)
        else:
            merged[key] = value
    return merged
