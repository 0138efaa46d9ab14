"""Access patterns: "search by", "list the latest", "monthly revenue per clinic", "today's appointments", and user stories."""

from __future__ import annotations

import dataclasses
import re

import msgspec

from relvar.model.brief import Quantity
from relvar.model.conceptual import AccessPattern
from relvar.read.text import reporting
from relvar.read.text.asking import SEARCH, SHOW, SORT, clause
from relvar.read.text.figures import figures
from relvar.read.text.naming import identifier
from relvar.read.text.nominal import happening
from relvar.read.text.ordering import ranks_by
from relvar.read.text.paces import times_a_day
from relvar.read.text.phrases import Verb
from relvar.read.text.scene import Scene, Sentence
from relvar.read.text.searching import completed, pointed, searches
from relvar.read.text.showing import named, show
from relvar.read.text.words import listed

SEEING = SEARCH | SHOW


def read_patterns(scene: Scene) -> dict[str, AccessPattern]:
    """The access patterns of all sentences, by id."""
    found: dict[str, AccessPattern] = {}
    for sentence in scene.sentences:
        for pattern in _of(scene, sentence):
            id_ = identifier(tuple(re.findall(r"[a-z0-9]+", pattern.name.lower())))
            if id_ in found and found[id_].operation != pattern.operation:  # a list of rows and a report that go by the same
                id_ = f"{id_}_counted"
            found.setdefault(id_, pattern)
    return found


def _of(scene: Scene, sentence: Sentence) -> list[AccessPattern]:
    often, start, end = times_a_day(sentence.text)
    said = Quantity(value=often, unit="a day", source=scene.source(sentence.start + start, sentence.start + end))
    if often:  # "twice a day" says nothing of what is asked for
        parts = [p for p in sentence.parts if not sentence.start + start <= p.start < sentence.start + end]
        return [msgspec.structs.replace(p, per_day=said) for p in _asked(scene, dataclasses.replace(sentence, parts=parts))]
    return _asked(scene, sentence)


def _asked(scene: Scene, sentence: Sentence) -> list[AccessPattern]:
    if (told := figures(scene, sentence)) is not None:
        return [told]
    counted = reporting.is_counted(sentence)
    report = reporting.report(scene, sentence) if _reports(sentence, counted is not None) else None
    made: list[AccessPattern | None] = [*completed(scene, sentence)]
    for at, part in enumerate(sentence.parts):
        if isinstance(part, Verb) and part.passive and happening(part.base) in scene.entities:
            continue  # "equipment must be checked every month", where checks are kept
        if isinstance(part, Verb) and not part.negated and not (counted and _in_clause(sentence, at, counted.start())):
            if part.base in SEEING and not ranks_by(clause(sentence, at)) and (found := searches(scene, sentence, at)):
                made += found
            elif part.base in SEEING or part.base in SORT:
                made.append(show(scene, sentence, at))
    if not any(made) and report is None:
        made += pointed(scene, sentence) or [named(scene, sentence)]
    counts = report is not None and (report.limit or reporting.COUNTING.search(sentence.text))
    rows = [p for p in made if p is not None and not (counts and report and p.entity in (report.entity, *sentence.named))]
    return [*rows, report] if report is not None else rows


def _reports(sentence: Sentence, counted: bool) -> bool:
    if reporting.WORDS.search(sentence.text) or reporting.most_done(sentence.text):
        return True
    kept = listed("record")  # "hours are noted per worker and day"
    return counted and not any(isinstance(p, Verb) and p.passive and p.base in kept for p in sentence.parts)


def _in_clause(sentence: Sentence, at: int, place: int) -> bool:
    """Whether a place of the sentence lies between this verb and the next finite one."""
    after = next((p.start for p in sentence.parts[at + 1 :] if isinstance(p, Verb) and p.form == "finite"), sentence.end)
    return sentence.parts[at].start <= sentence.start + place < after
