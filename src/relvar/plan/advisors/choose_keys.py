"""What the made-up keys look like: numbered by the engine, or time-ordered identifiers that tell an outsider no count.

Decides, for each table whose key the design made up: a 64-bit number where the key stays inside, a time-ordered UUID (version 7)
where it is shown outside (a URL, a receipt): from two numbers seen a week apart a stranger reads how many orders the shop had.
Every reference to the table follows.

Stays silent where people's own key is the primary key.

Weighs: 8 bytes more in the table, in its key and in every row that refers to it, against the leak. A time-ordered UUID is inserted at the
end of the index as a number is; a random one would dirty a page of it for every row. It does tell when the row was made, to the millisecond.

Sources: RFC 9562, UUID version 7 (5.7) and its security considerations (8); PostgreSQL manual, identity columns.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from relvar.model.changes import Alter, Change
from relvar.model.design import Computed, Decision, Design, Manual, ModelFact
from relvar.model.expression import Call
from relvar.model.features import Features
from relvar.model.physical import Column, ForeignKey, Physical
from relvar.model.semantic import DataType
from relvar.plan.choice import Chosen, chosen
from relvar.plan.figures import listed, size

NUMBERED, ORDERED = "numbered", "ordered_uuid"
WIDER = 8  # bytes: a UUID has 16, the number 8
COPIES = 2  # each value stands in the row and in the index of the key or reference
RFC = Manual(title="RFC 9562, UUID version 7", address="https://www.rfc-editor.org/rfc/rfc9562#section-5.7")
Place = tuple[str, str]  # table id, column id


def choose_keys(design: Design, store: str, features: Features) -> Iterator[Decision]:
    """One decision for each key that is shown outside or that the user decided, and one for all that are numbered."""
    physical = design.physical[store]
    numbered = []
    for id_, table in physical.tables.items():
        for column in table.primary_key:
            if table.columns[column].identity:
                judged = ORDERED if _shown(design, id_) and features.can("ordered_uuid") else NUMBERED
                choice = chosen(design, "choose_keys", id_, (NUMBERED, ORDERED), judged)
                if choice.choice == ORDERED:
                    yield _ordered(physical, (id_, column), choice)
                elif choice.overridden:
                    yield _decided_numbered(id_, choice)
                else:
                    numbered.append(id_)
    if numbered:
        yield _numbered(numbered)


def _shown(design: Design, table: str) -> bool:
    entity = design.conceptual.entities.get(table)
    return entity is not None and entity.public


def _ordered(physical: Physical, place: Place, choice: Chosen) -> Decision:
    table = place[0]
    followers = _followers(physical, place)
    tables = dict.fromkeys([table, *(follower for follower, _ in followers)])
    rows = sum(physical.tables[one].rows for one in tables)
    cost = Computed(
        formula=f"{WIDER} bytes × {COPIES} copies × {rows:,.0f} rows of {listed(list(tables))}", value=WIDER * COPIES * rows, unit="bytes"
    )
    name = table.replace("_", " ")
    why = f"the key of {name} is shown outside, where a running number would tell how many there are; it costs {size(cost.value)} more"
    return Decision(
        advisor="choose_keys",
        subject=table,
        choice=ORDERED,
        because=choice.because or why,
        evidence=choice.evidence or (ModelFact(element=f"entity {table}", states="its key is shown outside"), cost, RFC),
        instead_of=(NUMBERED,),
        changes=tuple(_changes(physical, place, followers)),
        overridden=choice.overridden,
    )


def _changes(physical: Physical, place: Place, followers: Mapping[Place, None]) -> Iterator[Change]:
    before = physical.tables[place[0]].columns[place[1]]
    comment = before.comment.replace("Numbers", "Identifies").replace("without meaning", "time-ordered, without meaning")
    key = msgspec.structs.replace(before, data=DataType(base="uuid"), identity=False, default=Call(function="new_ordered_uuid"), comment=comment)
    yield _alter(place, before, key)
    for follower in followers:
        refers = physical.tables[follower[0]].columns[follower[1]]
        yield _alter(follower, refers, msgspec.structs.replace(refers, data=DataType(base="uuid")))


def _alter(place: Place, before: Column, after: Column) -> Change:
    return Alter(collection="columns", table=place[0], id=place[1], before=before, after=after)


def _followers(physical: Physical, root: Place) -> dict[Place, None]:
    """Columns that hold the key of `root`, directly or through the keys of others, in table order."""
    found: dict[Place, None] = {}
    known, before = {root}, 0
    while len(known) != before:
        before = len(known)
        for id_, table in physical.tables.items():
            for key in table.constraints.values():
                if isinstance(key, ForeignKey):
                    for column, to in zip(key.columns, key.to, strict=True):
                        if (key.table, to) in known and (id_, column) not in known:
                            known.add((id_, column))
                            found[(id_, column)] = None
    return found


def _decided_numbered(table: str, choice: Chosen) -> Decision:
    return Decision(
        advisor="choose_keys",
        subject=table,
        choice=NUMBERED,
        because=choice.because,
        evidence=choice.evidence,
        instead_of=(ORDERED,),
        overridden=True,
    )


def _numbered(tables: list[str]) -> Decision:
    return Decision(
        advisor="choose_keys",
        subject="*",
        choice=NUMBERED,
        because=f"the keys of {listed(tables)} stay inside: a 64-bit number is the narrowest that does not run out, and new rows lie side by side",
        evidence=(Computed(formula="2^63 - 1 numbers / (1,000,000 rows/s × 31,557,600 s)", value=292_277, unit="years"),),
        instead_of=(ORDERED,),
    )
