"""What becomes of a row when the row it refers to is deleted: refused, deleted along, or its reference emptied, as designed."""

from __future__ import annotations

import time
from collections.abc import Iterator

from relvar.engines.base import Refusal
from relvar.model.behaviour import Freeze
from relvar.model.design import Finding
from relvar.model.physical import ForeignKey, Table
from relvar.prove.live.breaking.trial import Trial
from relvar.prove.live.context import refused


def actions(trial: Trial) -> Iterator[Finding]:
    for id_, table in trial.tables():
        for key in table.constraints.values():
            if isinstance(key, ForeignKey) and key.table in trial.population.tables:
                yield _one(trial, id_, table, key)


def _one(trial: Trial, id_: str, table: Table, key: ForeignKey) -> Finding:
    start, subject = time.perf_counter(), f"{table.name}.{key.name} on delete"
    parents = trial.physical.tables[key.table].name
    frozen = {b.table for b in trial.physical.behaviours.values() if isinstance(b, Freeze) and not b.columns}
    if key.table in frozen:
        return trial.found(subject, "holds", f"rows of {parents} are never deleted: nothing to decide", start)
    with trial.undone() as session:
        try:
            parent, pointing = trial.parent(session, id_, key)
            child = trial.child(session, id_, pointing)
            child_key = trial.inserted(session, id_, child)
        except (Refusal, LookupError) as error:
            return trial.untried(subject, f"a parent and its row could not be made: {error}")
        parent_key = [parent[c] for c in trial.physical.tables[key.table].primary_key]
        try:
            trial.delete(session, key.table, parent_key)
        except Refusal as refusal:
            return _after_refusal(trial, key, refusal, subject, parents, start)
        left = trial.read(session, id_, child_key, *key.columns)
    return _after_delete(trial, key, left, subject, parents, start)


def _after_refusal(trial: Trial, key: ForeignKey, refusal: Refusal, subject: str, parents: str, start: float) -> Finding:
    if key.on_delete == "restrict" and refusal.kind == "foreign_key":
        return trial.found(subject, "holds", f"deleting a row of {parents} that is referred to is refused", start)
    if refusal.kind == "rule" or (refusal.kind == "check" and refusal.constraint in trial.physical.behaviours):
        return trial.found(subject, "holds", f"deleting it is refused before, by {refusal.constraint}", start)
    return trial.found(subject, "refuted", f"designed {key.on_delete}, but the deletion was refused ({refused(refusal)})", start)


def _after_delete(trial: Trial, key: ForeignKey, left: object, subject: str, parents: str, start: float) -> Finding:
    seen = "cascade" if left is None else "set_null" if isinstance(left, tuple) and None in left else "nothing"
    verdict = "holds" if seen == key.on_delete else "refuted"
    said = {"cascade": "the row went along", "set_null": "its reference was emptied", "nothing": "the row stayed as it was"}[seen]
    return trial.found(subject, verdict, f"designed {key.on_delete}; a row of {parents} was deleted: {said}", start)
