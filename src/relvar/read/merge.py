"""Three-way merge of models: the old reading, the edited model, the new reading. An edit is never lost; a conflict becomes a question."""

from __future__ import annotations

from typing import Any

import msgspec

from relvar.model.brief import Source
from relvar.model.conceptual import Conceptual, Question

NOTHING = object()
KEEP_NEW = ("questions", "ignored")  # a reading's own account of itself: the new reading's stands


def merge(old: Conceptual, edited: Conceptual, new: Conceptual) -> Conceptual:
    """`edited` with what changed from `old` to `new`, where the two do not disagree."""
    conflicts: list[str] = []
    base, mine, theirs = (msgspec.to_builtins(model) for model in (old, edited, new))
    for field in KEEP_NEW:
        base[field] = mine[field] = theirs.get(field, [])
    merged = _merge(base, mine, theirs, (), conflicts)
    model = msgspec.convert(merged, Conceptual)
    questions = tuple(_question(place) for place in conflicts)
    return msgspec.structs.replace(model, questions=questions + model.questions)


def _question(place: str) -> Question:
    return Question(
        text=f"You edited {place} and the new brief says something else there: which holds?",
        assumed="your edit",
        changes=place,
        weight=1.0,
        source=Source(kind="user", words=place),
    )


def _merge(base: Any, mine: Any, theirs: Any, place: tuple[str, ...], conflicts: list[str]) -> Any:
    if mine == theirs or base == theirs:
        return mine
    if base == mine:
        return theirs
    if isinstance(mine, dict) and isinstance(theirs, dict) and _same_kind(mine, theirs):
        before = base if isinstance(base, dict) else {}
        return _merge_mappings(before, mine, theirs, place, conflicts)
    if mine is NOTHING or theirs is NOTHING:
        conflicts.append(".".join(place))
        return mine
    conflicts.append(".".join(place))
    return mine


def _same_kind(mine: dict[str, Any], theirs: dict[str, Any]) -> bool:
    return mine.get("kind") == theirs.get("kind")


def _merge_mappings(
    base: dict[str, Any], mine: dict[str, Any], theirs: dict[str, Any], place: tuple[str, ...], conflicts: list[str]
) -> dict[str, Any]:
    merged = {}
    for key in [*mine, *(k for k in theirs if k not in mine)]:
        value = _merge(base.get(key, NOTHING), mine.get(key, NOTHING), theirs.get(key, NOTHING), (*place, key), conflicts)
        if value is not NOTHING:
            merged[key] = value
    return merged
