"""Who answers at an address: mongodb://user:password@host:port/database. A password is never shown or written down."""

from __future__ import annotations

import re
from typing import Any

from relvar.errors import REACHED_BY_ADDRESS, ServerUnavailable

WAIT_MS = 5_000  # where the address itself says nothing else
PATIENCE = "serverSelectionTimeoutMS"
LOOKS_LIKE = "mongodb://user@host:port/database, with what is no letter or digit of user and password percent-encoded (/ is %2F)"
OPTIONS: dict[str, Any] = {"uuidRepresentation": "standard", "tz_aware": True}
SETTINGS = re.compile(r" \(configured timeouts:[^)]*\)(,?)")  # of the driver, behind each of its reasons


def driver() -> Any:
    """MongoDB's own. Raises ServerUnavailable."""
    try:
        import pymongo
    except ImportError as error:
        raise ServerUnavailable(what="the driver pymongo is not installed", remedy="pip install 'relvar[mongodb]'") from error
    return pymongo


def connected(url: str) -> tuple[Any, str]:
    """A client and the version of the server that answers it. Raises ServerUnavailable."""
    pymongo = driver()
    from pymongo.errors import PyMongoError

    waits = {} if PATIENCE.lower() in url.lower() else {PATIENCE: WAIT_MS}
    try:
        client: Any = pymongo.MongoClient(url, **OPTIONS, **waits)
    except (PyMongoError, ValueError, TypeError) as error:  # what of a URL the driver cannot read; its words may quote a password
        raise ServerUnavailable(what=f"the server's address cannot be read: {type(error).__name__}", remedy=LOOKS_LIKE) from None
    tried = [f"{host}:{port}" if port else str(host) for host, port in client.topology_description.server_descriptions()]
    try:
        return client, str(client.server_info()["version"])
    except PyMongoError as error:
        client.close()
        words = answered(error)
        places = "" if all(place in words for place in tried) else f" to {', '.join(tried)}"
        raise ServerUnavailable(what=f"no connection{places}: {words}", remedy=REACHED_BY_ADDRESS) from None


def answered(error: Exception) -> str:
    """What the server answered, else the driver's reasons, without its settings and what it knows of the servers."""
    from pymongo.errors import OperationFailure

    if isinstance(error, OperationFailure):
        return str((error.details or {}).get("errmsg", error)).strip()
    reasons, timed_out, rest = str(error).partition(", Timeout: ")
    waited = f" (tried for {rest.partition(',')[0].removesuffix('s')} s)" if timed_out else ""
    return SETTINGS.sub(r"\1 ", reasons).strip() + waited
