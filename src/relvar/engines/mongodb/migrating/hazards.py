"""What a migration is told to cost: what is lost, how long it takes, what nothing upholds meanwhile."""

from __future__ import annotations

from collections.abc import Iterator

from relvar.engines.mongodb.migrating.fields import Edits
from relvar.engines.mongodb.migrating.forms import COPY, SUBSET, Node
from relvar.engines.mongodb.migrating.moves import Move
from relvar.engines.mongodb.migrating.pace import pace
from relvar.engines.mongodb.migrating.statements import Migration
from relvar.model.figures import count, listed


def paces(made: Migration) -> Iterator[str]:
    given = {move.owner for move in made.inward}
    for it in made.changed:
        rewritten = it.whole.update or it.whole.removed or it.new.name in given
        yield f"{it.new.name}: {pace(it.old.documents)}" if rewritten else f"{it.new.name}: no document is rewritten"


def of_contract(made: Migration) -> Iterator[str]:
    """What breaks, what is done once more, what nothing upholds for a while, and what no way back brings back."""
    if made.changed or made.dropped or made.flowing:
        yield "old code breaks: no instance of it may run"
    for former, name in made.renames.values():
        yield f"{former} is {name} from here on: code that names it is switched with this step, and access/ is run once more"
    for move in (*made.outward, *made.inward):
        rows = count(move.apart.physical.tables[move.table].rows)
        yield f"{move.owner}.{move.path} {'out' if move in made.outward else 'in'}: {rows} rows written once more"
    yield from (flow.said for flow in made.flowing)
    for new, _ in made.rebuilt:
        meanwhile = "its key is not kept" if new.definition.unique else "its questions scan"
        yield f"{new.name}.{new.definition.name} is built anew: {meanwhile} until it is"
    yield from losses(made).values()
    yield from of_remade(made, capping=True)


def of_remade(made: Migration, *, capping: bool) -> Iterator[str]:
    """What a collection that is made anew asks of those who write and follow it."""
    for it in made.remade:
        if it.capping == capping:
            how = "capped" if capping else "no longer capped"
            yield f"{it.new.name} is made anew, {how}: its writers wait, and change streams on it end ($changeStream, event invalidate)"


def losses(made: Migration) -> dict[str, str]:
    """By collection of the former design, in words."""
    found = {}
    for it in made.changed:
        gone = _lost(it.forms, it.whole, made.outward)
        if gone:
            found[it.id] = f"loses {listed(gone)} of {count(it.old.documents)} {it.old.name}: dump them first"
    told = {t.table for t in made.terms if t.takes}  # by a step of their own
    for bound in made.bounds:
        if bound.new != bound.widest and bound.id not in told:
            found[bound.id] = f"loses the oldest of {bound.name} beyond the new bound, at the next insert: dump them first"
    moved = {move.table for move in made.inward}
    for id_ in made.dropped:
        if id_ not in moved:
            collection = made.before.physical.collections[id_]
            found[id_] = f"loses {collection.name}, {count(collection.documents)} documents: dump them first"
    return found


def of_the_way_back(made: Migration) -> Iterator[str]:
    """What the way back takes that only the new form holds."""
    for it in made.changed:
        gone = _lost((it.forms[1], it.forms[0]), it.back, made.inward)
        if gone:
            yield f"the way back loses {listed(gone)} of {it.new.name}"
    yield from (f"the way back loses the oldest of {bound.name} beyond the former bound" for bound in made.bounds if bound.old != bound.widest)
    moved = {move.table for move in made.outward}
    yield from (f"the way back loses {made.after.physical.collections[i].name}" for i in made.made if i not in moved)


def _lost(forms: tuple[Node, Node], there: Edits, moves: list[Move]) -> list[str]:
    kept = _kept(*forms) | {move.path for move in moves}
    return [path for path in there.removed if path not in kept]


def _kept(old: Node, new: Node, before: str = "") -> set[str]:
    """Paths of `old` whose values `new` has, if under another name; what was copied is where it was copied from."""
    found = {f"{before}{f.name}" for id_, f in old.fields.items() if id_ in new.fields}
    for id_, node in old.inside.items():
        if id_.startswith((COPY, SUBSET)):
            found |= {f"{before}{node.field}", *(f"{before}{node.field}.{f.name}" for f in node.fields.values())}
        elif id_ in new.inside:
            found |= {f"{before}{node.field}"} | _kept(node, new.inside[id_], f"{before}{node.field}.")
    return found
