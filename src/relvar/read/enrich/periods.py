"""What ends does not end before it starts: a check where one thing carries both instants and the text does not compare them."""

from __future__ import annotations

from collections.abc import Iterator

from relvar.model import conceptual as c
from relvar.model.expression import ColumnRef, Compare
from relvar.model.walking import columns_in
from relvar.read.enrich.draft import Draft
from relvar.read.enrich.spell import a, inferred

# A word of the one name and what stands for it in the other. Departure and arrival are left out: local dates may run backwards.
PAIRS = (("start", "end"), ("starts", "ends"), ("started", "ended"), ("begin", "end"), ("begins", "ends"), ("from", "to"), ("from", "until"))
INSTANTS = ("date", "timestamp")  # a time of day may lie on the other side of midnight


def order(draft: Draft) -> None:
    """Add the checks that are missing."""
    for entity_id, entity in draft.entities.items():
        compared = [set(columns_in(r.condition)) for r in draft.rules.of(entity_id) if isinstance(r, c.Check)]
        for start, end in _periods(entity):
            if not any({start, end} <= names for names in compared):
                says = f"{a(entity.name)} does not end before it starts"
                condition = Compare(op=">=", left=ColumnRef(column=end), right=ColumnRef(column=start))
                check = c.Check(entity=entity_id, condition=condition, says=says, source=inferred(says))
                draft.rules.setdefault(f"{entity_id}_{end}_after_{start}"[:60], check)


def _periods(entity: c.Entity) -> Iterator[tuple[str, str]]:
    for start, attribute in entity.attributes.items():
        words = start.split("_")
        for before, after in PAIRS:
            end = entity.attributes.get("_".join(after if word == before else word for word in words)) if before in words else None
            if end is not None and attribute.meaning.data.base == end.meaning.data.base and end.meaning.data.base in INSTANTS:
                yield start, end.name
                break
