"""Edits that mend what exists: those of a design's model, and steps that it has no words for."""

from __future__ import annotations

from relvar.model.changes import Add, Alter, Drop, SetTable
from relvar.model.noun import TaggedNoun


class Step(TaggedNoun, frozen=True, kw_only=True):
    """An edit of what exists that the model of a design has no words for. `step`: what is done (`mending/fixes.toml`, `mending/edits.py`);
    `names`: further tables and the like by their ids, `texts`: what is written as it stands here, in the dialect's words; `members`: columns
    as they are called."""

    step: str
    table: str = ""
    column: str = ""
    names: dict[str, str] = {}
    texts: dict[str, str] = {}
    members: tuple[str, ...] = ()


Edit = Add | Drop | Alter | SetTable | Step
