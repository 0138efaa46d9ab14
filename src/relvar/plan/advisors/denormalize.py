"""Which facts are stored though they follow from others, and what it costs to keep them so.

Decides nothing that normalization decided otherwise: the relations stay in their normal form. It lists every total that is stored beside the
rows it sums, with the writes that keep it consistent and the reads that it spares. A total is stored only where a rule of the model asks
for it, never by habit.

Stays silent about what the database computes from the same row (no second copy can differ), about stock levels (they are the fact, the
moves are its changes) and about copies that are facts of their own: the price at which something was sold does not follow from today's.

Weighs: one more write under the parent's lock for each row that is summed, against reading all of them whenever the total is asked for.

Sources: Codd 1970 (redundancy that is derivable must be declared and kept consistent); field/physical.md, part E.
"""

from __future__ import annotations

from collections.abc import Iterator

from relvar.model.behaviour import KeepTotal
from relvar.model.design import Computed, Decision, Design, Manual, ModelFact
from relvar.model.features import Features
from relvar.model.figures import count

CODD = Manual(title="Codd 1970: derivable redundancy is declared, so that the system keeps it consistent")


def denormalize(design: Design, store: str, features: Features) -> Iterator[Decision]:
    """One decision for each stored total."""
    physical = design.physical[store]
    for id_, rule in physical.behaviours.items():
        if isinstance(rule, KeepTotal):
            table, parts = physical.tables[rule.table], physical.tables[rule.of]
            each = parts.rows / table.rows if table.rows else 0.0
            summed = f"{each:.1f} {parts.name} each" if each else f"its {parts.name}"
            yield Decision(
                advisor="denormalize",
                subject=f"{rule.table}.{rule.column}",
                store=store,
                choice=f"stored beside its {parts.name}, and kept by the database",
                because=f"{rule.column} follows from {parts.name}: reading it from them would add up {summed}, storing it costs a write for each",
                evidence=(
                    ModelFact(element=f"rule {id_}", states=f"{table.name}.{rule.column} is the sum over {parts.name}"),
                    Computed(
                        formula=f"{count(parts.rows_per_day)} {parts.name} a day × 1 update of {table.name} under its lock",
                        value=parts.rows_per_day,
                        unit="writes a day to keep it consistent",
                    ),
                    CODD,
                ),
                instead_of=(f"a sum over {parts.name} at each read",),
            )
