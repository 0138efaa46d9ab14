"""Whether what a sentence tells is in the model that was read."""

from __future__ import annotations

from relvar import api
from relvar.errors import BriefError
from relvar.model.conceptual import Conceptual, LifeCycle, OneOf, Rule
from tests.reading.told.demands import DEMANDS
from tests.reading.told.demands import id_of as identifier
from tests.reading.told.strangers import Half, told_by_stranger
from tests.reading.told.texts import Sentence, Told, told
from tests.reading.told.uses import USES, logs

JUDGES = DEMANDS | USES


def understood(how_many: int, first: int = 0, half: Half | None = None) -> dict[str, list[tuple[int, bool]]]:
    """By construction: each seed that told it, and whether it was read. `half`: of the strangers' grammar; None: of our own."""
    found: dict[str, list[tuple[int, bool]]] = {}
    for seed in range(first, first + how_many):
        text = told_by_stranger(seed, half) if half else told(seed)
        for sentence, right in judged(text):
            found.setdefault(sentence.construction, []).append((seed, right))
    return found


def judged(text: Told) -> list[tuple[Sentence, bool]]:
    """Each sentence and whether the model has what it tells. What only promises stands last, where there is any."""
    model = _read(text.text)
    promised = text.sentences[-1] if text.sentences[-1].construction.startswith("promise.") else None
    told_ = [sentence for sentence in text.sentences if sentence is not promised]
    found = [(sentence, model is not None and _is_in(model, sentence) and not _adds(model, text, sentence)) for sentence in told_]
    if promised is None:
        return found
    plain = _read(text.plain)
    return [*found, (promised, model is not None and plain is not None and set(model.entities) <= set(plain.entities))]


def _adds(model: Conceptual, text: Told, sentence: Sentence) -> set[str]:
    """Entities that came from the words of a demand: it speaks of what was told before, of people, and maybe of a log of changes."""
    family = sentence.construction.split(".")[0]
    if family not in JUDGES:
        return set()
    start = text.text.find(sentence.said)
    known = {identifier(name) for told_ in text.sentences for name in told_.names}
    new = {name: entity for name, entity in model.entities.items() if name not in known and entity.entity_kind != "party"}
    said = range(start, start + len(sentence.said))
    words = {name for name, entity in new.items() if entity.source.kind == "brief" and entity.source.start in said}
    return words - (logs(model, identifier(sentence.names[0])) if family == "audit" else set())


def _read(text: str) -> Conceptual | None:
    try:
        return api.read(api.brief_of(text, ["postgresql"], depth="minimal"))
    except BriefError:
        return None


def _is_in(model: Conceptual, sentence: Sentence) -> bool:
    family = sentence.construction.split(".")[0]
    names = tuple(map(identifier, sentence.names))
    facts = set(map(identifier, sentence.facts))
    if family in JUDGES:
        return JUDGES[family](model, sentence)
    if family == "given":
        family = "facts" if sentence.construction == "given.facts" else "one_to_many"
    match family:
        case "facts":
            return names[0] in model.entities and facts <= set(model.entities[names[0]].attributes)
        case "one_to_many":
            return names[1] in _ones(model, names[0])
        case "many_to_many":
            return any(set(names) <= _ones(model, entity) for entity in model.entities) or _are_many(model, *names)
        case "identifier":
            return _is_named_by(model, names[0], next(iter(facts)))
        case "values":
            return any(set(sentence.values) <= _values(rule) for rule in model.rules.values() if rule.entity == names[0])
        case "itself":
            return any(r.first.entity == r.second.entity == names[0] for r in model.relationships.values())
        case "roles":
            return len([r for r in model.relationships.values() if {r.first.entity, r.second.entity} == set(names)]) > 1
        case _:
            return any(set(names) <= _ones(model, name) and _bare(facts) <= _bare(set(entity.attributes)) for name, entity in model.entities.items())


def _is_named_by(model: Conceptual, entity: str, fact: str) -> bool:
    """Alone; a name may repeat that of its thing ("pallet_number")."""
    found = model.entities.get(entity)
    return found is not None and any(i.members in ((fact,), (f"{entity}_{fact}",)) for i in found.identifiers)


def _values(rule: Rule) -> set[str]:
    if isinstance(rule, LifeCycle):
        return {rule.initial, *(state for transition in rule.transitions for state in transition)}
    return set(rule.values) if isinstance(rule, OneOf) else set()


def _bare(names: set[str]) -> set[str]:
    """Remarks may be read as a remark."""
    return {name.removesuffix("s") for name in names}


def _ones(model: Conceptual, entity: str) -> set[str]:
    """Of what a row of the entity has one."""
    forth = {r.first.entity for r in model.relationships.values() if r.second.entity == entity and r.first.maximum == 1}
    return forth | {r.second.entity for r in model.relationships.values() if r.first.entity == entity and r.second.maximum == 1}


def _are_many(model: Conceptual, a: str, b: str) -> bool:
    return any({r.first.entity, r.second.entity} == {a, b} and r.first.maximum is r.second.maximum is None for r in model.relationships.values())
