"""Rows of every table: from the model's volumes, or from those of the tables it joins."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from relvar.model.conceptual import Conceptual
from relvar.model.design import Design
from relvar.model.logical import Relation

PARTNERS = 3.0  # partners of one instance of the first end in an M:N of which nothing is said; an assumption, printed as one
VALUES = 2.0  # values of a multivalued attribute of which nothing is said


class Rows(NamedTuple):
    """Rows after the scale's years, at the start, arriving a day; updates in a row's life; skew of references to it.

    `greatest`: how many of them refer to the row of relation `of` to which most do, where the text says so.
    """

    rows: float
    at_start: float
    per_day: float
    updates: float = 0.0
    skew: float = 0.0
    greatest: float = 0.0
    of: str = ""


Volumes = dict[str, Rows]


def volumes(design: Design) -> Volumes:
    """Rows by relation id."""
    known: Volumes = {}
    relations = design.logical.relations
    for id_, relation in relations.items():
        stated = _stated(design.conceptual, id_, relation)
        if stated:
            known[id_] = stated
    for id_, relation in relations.items():
        if id_ not in known:
            known[id_] = _derived(relation, known)
    for id_, relation in relations.items():
        if not relation.entity and not known[id_].rows:
            known[id_] = _referred(id_, relations, known)
    return known


def _referred(id_: str, relations: Mapping[str, Relation], known: Volumes) -> Rows:
    """What was split off has no more rows than what refers to it, or than the thing whose facts it holds: an upper bound, for nobody said how
    many different ones there are.
    """
    by = [known[other] for other, relation in relations.items() for r in relation.references.values() if r.relation == id_]
    origins = {one.of.partition(".")[0] for one in relations[id_].attributes.values()}
    by = by or [known[origin] for origin in sorted(origins & known.keys())]
    most = max(by, key=lambda rows: rows.rows, default=Rows(0.0, 0.0, 0.0))
    return Rows(most.rows, most.at_start, most.per_day)


def _stated(model: Conceptual, id_: str, relation: Relation) -> Rows | None:
    volume = model.volumes.get(id_) or model.volumes.get(relation.from_relationship)
    if volume is None:
        return None
    return Rows(
        volume.after_years,
        volume.initial.value,
        volume.per_day.value,
        volume.updates_per_row,
        volume.skew,
        volume.greatest or 0.0,
        volume.greatest_of,
    )


def _derived(relation: Relation, known: Volumes) -> Rows:
    """An association: partners of its first end, at most every pair. A multivalued attribute: values of its owner."""
    if any(attribute.purpose == "only_row" for attribute in relation.attributes.values()):
        return Rows(1.0, 1.0, 0.0)
    parents = [known[r.relation] for r in relation.references.values() if r.relation in known]
    if not parents:
        return Rows(0.0, 0.0, 0.0)
    each = PARTNERS if relation.from_relationship else VALUES if not relation.entity else 1.0
    first = parents[0]
    if len(parents) > 1 and relation.from_relationship:
        second = parents[1]
        return Rows(first.rows * min(each, second.rows), first.at_start * min(each, second.at_start), first.per_day * each)
    return Rows(first.rows * each, first.at_start * each, first.per_day * each)
