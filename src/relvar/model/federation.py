"""Several stores for one design: who holds the truth, what every other store is a copy of, and what keeps the copies right."""

from __future__ import annotations

from typing import Literal

from relvar.model.noun import Noun
from relvar.model.query import Select

StoreRole = Literal["search", "cache", "time series", "queue", "document", "projection"]


class Entry(Noun, frozen=True, kw_only=True):
    """One kind of thing that a store keeps: a copy, made again from the record at any time.

    `key`: as the store names an entry, "product/{product_id}". `owner`: the table id that the entry is of. `values`: "table.column" (ids)
    that it holds. `serves`: ids of the queries that it answers in place of the record. `made_stale_by`: table ids whose changes
    renew or remove it. `rebuild`: the question that makes every entry anew, in key order. `bytes`: of one entry.
    """

    key: str
    owner: str
    values: tuple[str, ...]
    serves: tuple[str, ...]
    made_stale_by: tuple[str, ...]
    rebuild: Select
    entries: float
    bytes: float


class Contract(Noun, frozen=True, kw_only=True):
    """A store without an engine of ours, typed: what it keeps, for how long, what renews it, and how it is made again.

    `seconds_stale`: how old an answer of it may be while all works. `time_to_live_seconds`: 0 where entries leave by change alone.
    `version`: what tells a newer change from an older one. `costs`: what this further store asks of those who run it.
    """

    role: StoreRole
    technology: str
    entries: dict[str, Entry]
    seconds_stale: float
    time_to_live_seconds: int = 0
    version: str = "change_id of the outbox"
    arithmetic: str = ""
    costs: str = ""


class Federation(Noun, frozen=True, kw_only=True):
    """`record`: the store that holds the truth. `contracts`: the stores beside it, by name; each is fed from `outbox` (a table id)."""

    record: str
    outbox: str
    contracts: dict[str, Contract] = {}


def follow_path(name: str) -> str:
    """Where the commands stand by which a store of documents follows in the place of the named one."""
    return f"stores/{name.replace(' ', '_')}_follow.json"
