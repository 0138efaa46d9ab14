"""What upholds each behaviour of the rows where no code runs inside the server: the validator, an index, the write itself, a consumer."""

from __future__ import annotations

from collections.abc import Iterator

from relvar.engines.mongodb.operating.expiry import is_by_job
from relvar.engines.mongodb.places import Store
from relvar.model import behaviour as b
from relvar.model.behaviour import Behaviour
from relvar.model.physical import Physical


def upheld(physical: Physical) -> Iterator[tuple[str, str, str]]:
    """(behaviour id, what upholds it, in words) of every behaviour."""
    store = Store.of(physical)
    for id_, rule in physical.behaviours.items():
        yield (id_, *_by(store, rule))


def _by(store: Store, rule: Behaviour) -> tuple[str, str]:
    name = store.physical.tables[rule.table].name
    if isinstance(rule, b.FollowLifeCycle):
        return "condition", f"{name}.{rule.column}: the state it leaves"
    if isinstance(rule, b.KeepTotal):
        return _total(store, rule)
    if isinstance(rule, b.TakeStock):
        return "condition", f"{name}.{rule.column}: at least what is taken"
    if isinstance(rule, b.Freeze):
        return "rights", f"{name}: {', '.join(rule.columns) or 'everything'}"
    if isinstance(rule, b.TouchTime):
        return "write", f"{name}.{rule.column}: $currentDate in every update"
    if isinstance(rule, b.Audit):
        return (
            "change stream",
            f"{name}, with pre-images, into {store.physical.tables[rule.log].name}",
        )
    if isinstance(rule, b.Publish):
        return "change stream", f"{name}: no outbox"
    if isinstance(rule, b.Expire):
        return _leaving(store, rule), f"{name} by {rule.since}"
    if isinstance(rule, b.UpholdDependency):
        return "check", f"{name}: {', '.join(rule.left)} determines {rule.right}; the integrity question finds what breaks it, nothing refuses it"
    if isinstance(rule, b.NumberWithoutGaps):
        return "counter", f"{name}.{rule.column} comes from findOneAndUpdate with $inc on {rule.counter}, in the same transaction"
    return "transaction", f"{name}: the shared document first"


def _leaving(store: Store, rule: b.Expire) -> str:
    if rule.anonymise:
        return "job"
    if is_by_job(store, rule):
        return "job"
    return "TTL" if rule.months else "capped"


def _total(store: Store, rule: b.KeepTotal) -> tuple[str, str]:
    together = store.layout.home[rule.table] == store.layout.home[rule.of]
    where = "in the same update of the same document" if together else "in the same transaction"
    return (
        "write",
        f"{store.physical.tables[rule.table].name}.{rule.column} is written with every change of {store.physical.tables[rule.of].name}, {where}",
    )
