"""What a server reports of its indexes and plans, in the design's words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from relvar.engines.mongodb.catalog import SAID
from relvar.engines.mongodb.rows import plain


def index_facts(index: dict[str, Any]) -> dict[str, Any]:
    key = index["key"]
    if "_fts" in key:  # a text index is listed by its inner form
        key = {"text": sorted(index.get("weights", {}))}
    elif "text" in key.values():
        key = {"text": sorted(p for p, kind in key.items() if kind == "text")}
    found = {k: plain(v) if k == "expireAfterSeconds" else v for k, v in index.items() if k in SAID and v is not False}
    return {"key": {k: plain(v) for k, v in key.items()} if "text" not in key else key, **found}


def scans(node: Any, namespace: str = "") -> Iterator[tuple[str, str, str]]:
    """(stage, namespace, index) of every scan in an explained plan, whatever tree the server's version gives."""
    if isinstance(node, list):
        for one in node:
            yield from scans(one, namespace)
    elif isinstance(node, dict):
        namespace = str(node.get("namespace", namespace))
        if node.get("stage") in ("IXSCAN", "COLLSCAN", "EXPRESS_IXSCAN", "IDHACK", "TEXT_MATCH"):
            stage = "COLLSCAN" if node["stage"] == "COLLSCAN" else "IXSCAN"
            yield stage, namespace, str(node.get("indexName", "_id_"))
        for key, inner in node.items():
            if key not in ("rejectedPlans", "parsedQuery", "command"):
                yield from scans(inner, namespace)
