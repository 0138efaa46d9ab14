"""Normalization: the dependencies of every relation, its keys, its normal form with the proof, and what was split."""

from __future__ import annotations

from collections.abc import Iterator

from relvar.model.design import Design
from relvar.model.figures import listed
from relvar.model.logical import Relation, Split
from relvar.write.diagrams.splits import PATH, arrow
from relvar.write.page import decided, decisions_of, source, table


def normalization(design: Design, store: str) -> Iterator[str]:
    if design.logical.splits:
        yield from (f"![How {listed(_split_relations(design))} came apart]({PATH})", "")
    for split in design.logical.splits:
        yield from _split(split)
    rows = ((r.name, _keys(r), "; ".join(arrow(d) for d in r.dependencies), r.normal_form) for r in design.logical.relations.values())
    yield from table(("relation", "candidate keys", "dependencies", "normal form"), rows)
    yield "### Why"
    yield ""
    for relation in design.logical.relations.values():
        yield f"- **{relation.name}**: " + " ".join(relation.proof)
    yield ""
    yield from decided(decisions_of(design, store, ("first_normal_form", "normalize", "keep_third_normal_form")))


def _split_relations(design: Design) -> list[str]:
    return list(dict.fromkeys(split.relation for split in design.logical.splits))


def _keys(relation: Relation) -> str:
    known = [f"({', '.join(k.attributes)}){' made up' if k.surrogate else ''}" for k in relation.keys]
    likely = [f"({', '.join(relation.likely_key)}) likely, not enforced"] if relation.likely_key else []
    return "; ".join(known + likely)


def _split(split: Split) -> Iterator[str]:
    how = "" if len(split.parts) == 2 or split.violated.parts else "by synthesis "
    yield f"**{split.relation}** was split on {arrow(split.violated)} ({source(split.violated.source)}) {how}into "
    yield " and ".join("(" + ", ".join(part) + ")" for part in split.parts) + (": lossless." if split.lossless else ": NOT lossless.")
    if split.lost:
        yield "Kept as a constraint, since it lies in no part: " + "; ".join(arrow(d) for d in split.lost) + "."
    yield ""
    if split.tableau:
        yield from ("```", *split.tableau, "```", "")
