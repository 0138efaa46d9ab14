"""Outlier: where nearly all owners have few rows and a few have very many, the few rows lie in the document and those of the few flow over.

It is applied where nothing but the fullest or busiest document speaks against embedding. A row then lies in one of two places, which only
rows bear that are added, read and forgotten with their owner: their key is made by the driver (no index upholds another over both
places), nothing changes them one by one, and no rule but a total looks at them.

Source: MongoDB manual, "Group Data with the Outlier Pattern".
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

from relvar.model.behaviour import Freeze, KeepTotal, TouchTime
from relvar.model.design import Computed, Evidence, Manual
from relvar.model.documents import Outlier
from relvar.model.figures import count, size
from relvar.model.physical import CheckConstraint, ForeignKey, Table, UniqueConstraint
from relvar.model.query import Delete, Update
from relvar.model.walking import columns_of
from relvar.plan.documents.candidates import SHARE_OF_LIMIT, Candidate
from relvar.plan.documents.sizes import ARRAY_INDEX, ELEMENT
from relvar.plan.realize.skew import EVEN_SCATTER, above, beyond
from relvar.plan.trace import Trace, foreign_keys

FEWEST = 20  # an array is never bounded below: as of every embedded one
FEW = 0.01  # owners that may flow over: with more, asking a second place is no exception
MASKED = ("special", "secret")  # what is encrypted or shown to few is kept in one place
MANUAL = Manual(
    title="MongoDB manual: outlier pattern", address="https://www.mongodb.com/docs/manual/data-modeling/design-patterns/group-data/outlier-pattern/"
)


class Found(NamedTuple):
    """The pattern, how many owners flow over, of how many, the rows of the fullest, and all rows that flow over."""

    outlier: Outlier
    over: float
    owners: float
    most: float
    rows: float

    def because(self) -> str:
        return f"of {count(self.owners)}, some {count(self.over)} have more than {self.outlier.keep}, the fullest {count(self.most)}"

    def evidence(self, it: Candidate, exponent: float) -> tuple[Evidence, ...]:
        each, keep = it.element + ELEMENT + ARRAY_INDEX, self.outlier.keep
        return (
            Computed(formula=f"({count(self.most)} / {keep}) ^ (1 / {exponent:.3g})", value=round(self.over), unit="owners that flow over"),
            Computed(formula=f"rows beyond the first {keep} of these", value=round(self.rows), unit="documents of their own"),
            Computed(formula=f"{it.owner:.0f} B + {keep} × {each:.0f} B", value=round(it.owner + keep * each), unit="bytes of the fullest document"),
            Computed(
                formula=f"{count(self.most)} × {each:.0f} B",
                value=round(self.most * each),
                unit=f"bytes of the fullest answer ({size(self.most * each)})",
            ),
            MANUAL,
        )


def outlier(trace: Trace, table_id: str, it: Candidate, limit: float, field: str) -> Found | None:
    """The pattern for rows that would be embedded, were it not for the fullest document; None where it does not hold."""
    table, owner = trace.physical.tables[table_id], trace.physical.tables[it.key.table]
    name = next(n for n, c in table.constraints.items() if c is it.key)
    each, owners, exponent = it.element + ELEMENT + ARRAY_INDEX, max(owner.rows, 1.0), table.skew.get(name, 0.0)
    keep = max(FEWEST, math.ceil(it.average * EVEN_SCATTER), math.ceil(it.most * (FEW * owners) ** -exponent))
    over = above(keep, it.most, owners, exponent)
    if not over or over > FEW * owners + 1 or it.owner + keep * each > limit * SHARE_OF_LIMIT or it.owner + it.most * each > limit:
        return None
    flowing = beyond(keep, it.most, owners, exponent)
    usual = it._replace(average=max(table.rows - flowing, 0.0) / owners)
    if any(_against(trace, table_id, table, it.key)) or usual.embedded_bytes() > it.referred_bytes():
        return None
    made = Outlier(table=table_id, reference=name, field=field, marker=f"has_more_{field}", keep=keep, average=round(usual.average, 2))
    return Found(made, over, owners, it.most, flowing)


def _against(trace: Trace, table_id: str, table: Table, key: ForeignKey) -> Iterator[bool]:
    """What rows in two places do not bear; True for each that is so."""
    owner = trace.physical.tables[key.table]
    yield len(table.primary_key) != 1 or not table.columns[table.primary_key[0]].identity or table.primary_key[0] in key.columns
    yield len(owner.primary_key) != 1 or key.to != owner.primary_key
    yield any(isinstance(c, UniqueConstraint) for c in table.constraints.values())
    yield any(i.unique or i.method == "text" for i in table.indexes.values())
    yield any(c.sensitivity in MASKED for c in table.columns.values())
    yield any(columns_of(c.condition) & set(key.columns) for c in table.constraints.values() if isinstance(c, CheckConstraint))
    yield any(k.table == table_id for k in foreign_keys(table))
    yield any(p.table == table_id for p in trace.physical.policies.values()) or any(
        v.masks and v.table == table_id for v in trace.physical.views.values()
    )
    readers = {on: {g.role for g in trace.physical.grants.values() if g.on == on and "select" in g.operations} for on in (table_id, key.table)}
    yield not readers[table_id] <= readers[key.table]
    for rule in trace.physical.behaviours.values():
        mine = table_id in (getattr(rule, "table", ""), getattr(rule, "of", ""))
        yield mine and not isinstance(rule, TouchTime | Freeze) and not (isinstance(rule, KeepTotal) and rule.table == key.table)
    for transaction in trace.physical.transactions.values():
        yield any(isinstance(s, Update | Delete) and s.table == table_id for s in transaction.statements)
