"""What the text says twice and differently: how many, which values, which bounds, which identifier. Each is a question that names both sentences."""

from __future__ import annotations

import bisect
from collections.abc import Iterator

from relvar.model.brief import Source
from relvar.model.conceptual import Check, OneOf, Question
from relvar.read.text.attributes import Placer
from relvar.read.text.links import STATED, Link
from relvar.read.text.listing import values_of
from relvar.read.text.naming import Key, identifier, name_of
from relvar.read.text.owned import named_together
from relvar.read.text.scene import Scene

HEAVY, MIDDLE = 0.9, 0.6  # a relationship changes tables; a value set or bound changes one constraint


def contradictions(scene: Scene, placer: Placer) -> tuple[Question, ...]:
    """The questions, in a fixed order."""
    quoted = _Sentences(scene)
    found = [*_counts(placer, quoted), *_values(placer, scene, quoted), *_rules(scene, quoted), *_identifiers(placer, quoted)]
    return tuple({q.text: q for q in found}.values())


class _Sentences:
    """The sentence that a source stands in."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.spans = sorted((s.start, s.end) for s in scene.sentences)

    def at(self, source: Source) -> tuple[int, int] | None:
        before = bisect.bisect_right(self.spans, (source.start or 0, len(self.scene.text))) - 1
        inside = before >= 0 and source.start is not None and source.start < self.spans[before][1]
        return self.spans[before] if inside else None

    def of(self, source: Source) -> str:
        """The whole sentence; the source's own words where they stand in a table or list."""
        span = self.at(source)
        return " ".join(self.scene.quoted[span[0] : span[1]].split()) if span else source.words

    def both(self, one: Source, other: Source) -> str:
        return f"The text says both: “{self.of(one)}” and “{self.of(other)}”."

    def same(self, one: Source, other: Source) -> bool:
        return one.start == other.start or (self.at(one) is not None and self.at(one) == self.at(other))


def _counts(placer: Placer, quoted: _Sentences) -> Iterator[Question]:
    for link in placer.links.links.values():
        yield from _of_link(link, quoted)


def _of_link(link: Link, quoted: _Sentences) -> Iterator[Question]:
    """Two sure statements of how many, of which only one can hold."""
    for statements, one, many in ((link.a_has, link.a, link.b), (link.b_has, link.b, link.a)):
        sure = [s for s in statements if s.sure >= STATED]
        single = next((s for s in sure if s.most == 1), None)
        plural = next((s for s in sure if s.most is None or s.most > 1), None)
        kept = link.best(statements)
        if single is not None and plural is not None and kept is not None:
            yield Question(
                text=f"Has one {' '.join(one)} one {' '.join(many)} or several? {quoted.both(single.source, plural.source)}",
                assumed="one" if kept.most == 1 else "several",
                changes="whether a reference column or a table of its own joins the two",
                weight=HEAVY,
                source=plural.source,
            )


def _values(placer: Placer, scene: Scene, quoted: _Sentences) -> Iterator[Question]:
    """Two lists of values for one attribute, of which the first was kept."""
    first: dict[tuple[Key, str], tuple[tuple[str, ...], Source]] = {}
    for has in placer.claims.has:
        values = has.values or values_of(has.item)
        owner = placer.entities.resolve(has.owner) if len(values) > 1 else None
        if owner is None:
            continue
        name = identifier(placer._shortened(owner, name_of(has.item)))
        source = placer.source(has.start, has.end)
        known, before = first.setdefault((owner, name), (values, source))
        if set(known) != set(values) and not quoted.same(before, source):
            yield _which_values(f"{' '.join(owner)}'s {name.replace('_', ' ')}", known, before, source, quoted)


def _which_values(what: str, kept: tuple[str, ...], one: Source, other: Source, quoted: _Sentences) -> Question:
    return Question(
        text=f"Which values can a {what} have? {quoted.both(one, other)}",
        assumed=", ".join(kept),
        changes="which values the database refuses",
        weight=MIDDLE,
        source=other,
    )


def _rules(scene: Scene, quoted: _Sentences) -> Iterator[Question]:
    """Two rules of one kind for one attribute, of which one was kept."""
    for one, other in scene.doubted:
        if quoted.same(one.source, other.source):
            continue
        if isinstance(one, OneOf) and isinstance(other, OneOf) and set(one.values) != set(other.values):
            kept = next((r for r in scene.rules.values() if isinstance(r, OneOf) and (r.entity, r.attribute) == (one.entity, one.attribute)), one)
            what = f"{one.entity}'s {one.attribute}".replace("_", " ")
            yield _which_values(what, kept.values, one.source, other.source, quoted)
        elif isinstance(one, Check) and isinstance(other, Check):
            yield Question(
                text=f"Which bound holds for a {one.entity.replace('_', ' ')}? {quoted.both(one.source, other.source)}",
                assumed=one.says,
                changes="which values the database refuses",
                weight=MIDDLE,
                source=other.source,
            )


def _identifiers(placer: Placer, quoted: _Sentences) -> Iterator[Question]:
    """Two sentences that say by what one thing is identified."""
    for key, owner in placer.owners.items():
        groups = named_together(owner.identifying)
        if len(groups) > 1:
            (first, one), (_, other) = groups[:2]
            yield Question(
                text=f"By what is a {' '.join(key)} identified? {quoted.both(one, other)}",
                assumed=f"{' and '.join(' '.join(words) for words in first)} is its key; the other is unique besides",
                changes="the primary key, and what every reference to it holds",
                weight=HEAVY,
                source=other,
            )
