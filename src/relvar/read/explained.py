"""Which phrase of the brief became what: every source that quotes the text, found again in it, sentence by sentence."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from itertools import pairwise

from relvar.model import conceptual as c
from relvar.model.brief import Quantity, Source
from relvar.read.mending import mend
from relvar.read.text.forms import read_forms
from relvar.read.text.forms.shape import raw_lines
from relvar.read.text.tokens import lines, sentences
from relvar.read.told import Fact, Told

MENDED_SURE = 0.8  # as the question that asks about it
SCALE = ("years", "growth_per_year", "peak_factor", "read_share", "latency_p95_ms", "rpo_minutes", "rto_minutes", "availability", "storage_bytes")


def explain(text: str, model: c.Conceptual) -> tuple[Told, ...]:
    """Every sentence of the brief with what it became. Linear in text and facts, up to sorting."""
    facts = sorted((*_facts(text, model), *_mended(text)), key=lambda f: (f.start, -len(f.words), f.kind))
    starts = [fact.start for fact in facts]
    return tuple(_told(text, start, end, facts[bisect_left(starts, start) : bisect_left(starts, end)]) for start, end in _spans(text))


def _spans(text: str) -> list[tuple[int, int]]:
    """Where each sentence begins and ends; what stands between two belongs to the first."""
    _, plain = read_forms(text)
    starts = {sentence[0].start for line in lines(plain) for sentence in sentences(plain, line)}
    return list(pairwise([*sorted(starts | set(_by_form(text, plain))), len(text)]))


def _by_form(text: str, plain: str) -> Iterator[int]:
    """Where the lines begin that are no prose: rows, endpoints, examples, and what frames a mail."""
    for at, line in raw_lines(text):
        if line.strip() and not plain[at : at + len(line)].strip():
            yield at + len(line) - len(line.lstrip())


def _told(text: str, start: int, end: int, facts: list[Fact]) -> Told:
    return Told(start, end, " ".join(text[start:end].split()), tuple(dict.fromkeys(facts)))


def _facts(text: str, model: c.Conceptual) -> Iterator[Fact]:
    for kind, became, source in _sources(model):
        if source.kind in ("brief", "model") and source.start is not None and source.start < len(text):
            yield Fact(source.start, source.words, kind, became, source.confidence)


def _mended(text: str) -> Iterator[Fact]:
    """Every typing error with what it was read as."""
    for start, words, right in mend(text).places:
        yield Fact(start, words, "typing error", f"read as “{right}”", MENDED_SURE)


def _sources(model: c.Conceptual) -> Iterator[tuple[str, str, Source]]:
    for id_, entity in model.entities.items():
        yield "entity", id_, entity.source
        for name, attribute in entity.attributes.items():
            yield "attribute", f"{id_}.{name}", attribute.source
            for path, member in attribute.members.items():
                yield "member", f"{id_}.{name}: {path}", member.source
        for identifier in entity.identifiers:
            yield "identifier", f"{id_} by {', '.join(identifier.members)}", identifier.source
    for r in model.relationships.values():
        yield "relationship", f"{_end_of(r.first)} {r.verb} {_end_of(r.second)}", r.source
    for rule_id, rule in model.rules.items():
        yield ("kinds", _kinds(rule), rule.source) if isinstance(rule, c.Specialisation) else ("rule", rule_id, rule.source)
    for pattern in model.patterns.values():
        yield "question asked", pattern.name, pattern.source
    for use_case in model.use_cases.values():
        yield "use case", use_case.name, use_case.source
    for actor in model.actors.values():
        yield "role", actor.name, actor.source
    for hosted in model.hosting:
        yield "host", f"{hosted.host} {hosted.engine}".strip(), hosted.source
    yield from _numbers(model)


def _kinds(rule: c.Specialisation) -> str:
    """ "car | truck of every vehicle"; "+" where one may be of several, "some" where one may be of none."""
    return f"{(' | ' if rule.exclusive else ' + ').join(rule.kinds)} of {'every' if rule.total else 'some'} {rule.entity}"


def _end_of(end: c.End) -> str:
    most = "*" if end.maximum is None else str(end.maximum)
    return f"{end.minimum}..{most} {end.role or end.entity}"


def _numbers(model: c.Conceptual) -> Iterator[tuple[str, str, Source]]:
    scale = model.scale
    named = [*scale.counts.items(), *((f"{name} a day", q) for name, q in scale.rates.items()), *((n, getattr(scale, n)) for n in SCALE)]
    for name, quantity in named:
        if isinstance(quantity, Quantity):
            yield "number", f"{name.replace('_', ' ')} {quantity.value:g} {quantity.unit}".strip(), quantity.source
