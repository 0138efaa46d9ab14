"""Searches: "search films by title", "an order is found by its number or its customer's email", "typeahead on the title"."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from typing import Literal

import msgspec

from relvar.model.conceptual import AccessPattern, Filter
from relvar.model.semantic import SemanticType
from relvar.read.text.asking import SEARCHES, askers, clause, is_passive, per_day, spoken_of, target
from relvar.read.text.conditions import of_state
from relvar.read.text.members import any_member, listed_within, told_of_document
from relvar.read.text.naming import identifier, is_attribute_head, name_of
from relvar.read.text.phrases import TIMES, Mark, Noun, Part, Verb
from relvar.read.text.scene import Scene, Sentence, nouns
from relvar.read.text.showing import scope
from relvar.read.text.sought import Cued, first_cues, one_stands
from relvar.read.text.words import listed, noun_class, singular

NAMING = ("name", "title")  # meanings that are short, and in which people look for words all the same
SPANS = ("range", "interval", "span", "bracket")
PROSE = 1_000  # characters from which on a text is written to be read, and looked through by its words
FilterOp = Literal["=", "range", "prefix", "search"]
PARTS = frozenset(["part", "fragment", "piece", "substring"])


def searches(scene: Scene, sentence: Sentence, at: int) -> list[AccessPattern]:
    """The search that the verb asks for: one question of all its criteria, or one for each that "or" parts from the others."""
    rest = sentence.parts[at + 1 :]
    passive = is_passive(sentence.parts[at])
    entity, place = spoken_of(scene, sentence.parts[:at]) if passive else target(scene, rest)
    stop = next((i for i, p in enumerate(rest) if isinstance(p, Verb)), len(rest))
    by = next((i for i, p in enumerate(rest[:stop]) if isinstance(p, Mark) and p.text in ("by", "using")), -1)
    if not entity:
        return []
    if by < 0:
        told = told_of_document(scene, entity, rest)
        return [_search(scene, sentence, at, entity, [((one,), words) for one, words in told])] if told else []
    found = list(_said_criteria(scene, entity, rest[by + 1 :]))
    whose = scope(scene, entity, rest[place], rest[place + 1 : by]) if found and not passive else ([], [])  # "the grindings of a mill by date"
    also = [((one,), words.removeprefix("of one ")) for one, words in zip(*whose, strict=True)]
    state = of_state(scene, entity, clause(sentence, at)) if found else None
    also += [((state.filter,), state.behind.removeprefix("that are "))] if state is not None else []
    apart = any(isinstance(p, Mark) and p.text == "or" for p in rest[by + 1 : stop])
    groups = [[*also, one] for one in found] if apart else [[*also, *found]] if found else []
    return [_search(scene, sentence, at, entity, group) for group in groups]


def _said_criteria(scene: Scene, entity: str, parts: list[Part]) -> Iterator[tuple[tuple[Filter, ...], str]]:
    """The filters of each criterion of the list that the parts begin with, and the words for it."""
    criteria = criteria_of(parts)
    behind = parts[next((i for i, p in enumerate(parts) if criteria and p is criteria[-1]), -1) + 1 :]
    if any_of := any_member(scene, entity, criteria, behind):
        yield (any_of[0],), any_of[1]
        return
    members, rest = listed_within(scene, entity, criteria, behind)
    for (noun, within), member in zip(_wholes(criteria), members, strict=True):
        if member is not None:
            yield (member[0],), member[1]
        elif filters := _filters(scene, entity, noun):
            yield tuple(_by_part(scene, entity, one) for one in filters) if within else filters, f"{'part of ' * within}{' '.join(name_of(noun))}"
    if rest:
        yield from _said_criteria(scene, entity, rest)


def _search(scene: Scene, sentence: Sentence, at: int, entity: str, criteria: list[tuple[tuple[Filter, ...], str]]) -> AccessPattern:
    words = " and ".join(said for _, said in criteria)
    return AccessPattern(
        name=f"{scene.entities[entity].plural.replace('_', ' ')} by {words}",
        entity=entity,
        source=scene.said(sentence),
        filters=tuple(one for some, _ in criteria for one in some),
        roles=askers(scene, sentence, at),
        per_day=per_day(SEARCHES, "a search"),
    )


def criteria_of(parts: list[Part]) -> list[Noun]:
    """The nouns of a list; one that a verb follows begins the next clause."""
    found: list[Noun] = []
    for part, after in itertools.zip_longest(parts, parts[1:]):
        if isinstance(part, Noun) and part.bounds.each and noun_class(part.key[-1]) == "time":
            break  # "by deadline every morning" says how often
        if isinstance(part, Noun) and not (isinstance(after, Verb) and after.form == "finite"):
            found.append(part)
        elif not isinstance(part, Mark) or (part.tag not in ("COMMA", "CONJ", "SLASH") and not (part.text == "by" and found)):
            break  # "by keyword or by author" goes on
    return found


def _wholes(criteria: list[Noun]) -> Iterator[tuple[Noun, bool]]:
    """ "any part of the name or number": the name and the number, each by a part of it."""
    within = False
    for noun in criteria:
        of = noun.of if noun.key[-1] in PARTS else None
        within = within or of is not None
        yield of or noun, within


def _by_part(scene: Scene, entity: str, one: Filter) -> Filter:
    """The same criterion by a part of it, where it is a text."""
    attribute = scene.entities[entity].attributes.get(one.attribute) if not one.path else None
    is_text = attribute is not None and attribute.meaning.data.base == "text"
    return msgspec.structs.replace(one, op="part") if is_text else one


def _filters(scene: Scene, entity: str, noun: Noun) -> tuple[Filter, ...]:
    """A criterion as filters: words are looked for in all that is written of the thing."""
    words = name_of(noun)
    if len(words) == 1 and words[0] in listed("written") and noun.owner is None and not scene.attribute_of(entity, words):
        prose = [i for i, a in scene.entities[entity].attributes.items() if a.meaning.name in NAMING or _is_prose(a.meaning)]
        if prose:
            return tuple(Filter(op="search", attribute=i) for i in prose)
    one = _filter(scene, entity, noun)
    return (one,) if one is not None else ()


def _filter(scene: Scene, entity: str, noun: Noun) -> Filter | None:
    """A criterion as a filter: an attribute, one of a related entity ("owner's phone"), or a reference."""
    owner = scene.entity_of(noun.owner) if noun.owner is not None else ""
    words = name_of(noun)
    if owner and owner != entity and (path := scene.between(entity, owner)):
        attribute = scene.attribute_of(owner, words) or scene.add_attribute(owner, identifier(words), scene.source(noun.start, noun.end))
        return Filter(op=operator(scene, owner, attribute), attribute=attribute, path=(path,))
    if found := scene.attribute_of(entity, words):
        return Filter(op=operator(scene, entity, found), attribute=found)
    if len(words) > 1 and words[-1] in SPANS and (found := scene.attribute_of(entity, words[:-1])):
        return Filter(op="range", attribute=found)  # "filter films by price range"
    other = scene.entity_of(noun)
    if other and (steps := scene.way(entity, other)):
        return Filter(op="=", path=steps)
    if len(words) == 1 and words[0] in TIMES and scene.entities[entity].entity_kind == "event" and (time := scene.time_of(entity)):
        return Filter(op="range", attribute=time)  # "loans by month"
    if is_attribute_head(noun.head) or len(words) == 1:
        if len(words) > 1 and (other := scene.entity_named(words[:-1])) and other != entity and (path := scene.between(entity, other)):
            attribute = scene.attribute_of(other, words[-1:]) or scene.add_attribute(other, words[-1], scene.source(noun.start, noun.end))
            return Filter(op=operator(scene, other, attribute), attribute=attribute, path=(path,))
        if other:
            return None
        made = scene.add_attribute(entity, identifier(words), scene.source(noun.start, noun.end), required=False)
        return Filter(op=operator(scene, entity, made), attribute=made)
    return None


def operator(scene: Scene, entity: str, attribute: str) -> FilterOp:
    """How a filter compares an attribute of this meaning."""
    meaning = scene.entities[entity].attributes[attribute].meaning
    if meaning.data.base == "date" and scene.entities[entity].entity_kind == "party":
        return "="  # a person is found by the very day of birth; what happened is looked for between two days
    if meaning.data.base in ("date", "timestamp"):
        return "range"
    if meaning.name in ("name", "title", "person_name", "given_name", "family_name"):
        return "prefix"
    return "search" if _is_prose(meaning) else "="


def _is_prose(meaning: SemanticType) -> bool:
    return meaning.data.base == "text" and (meaning.data.length >= PROSE or meaning.name in ("description", "long_text", "note", "text"))


COMPLETED = Cued(
    r"\b(?:type-?\s?ahead|auto-?\s?complet\w*|auto-?\s?suggest\w*|search-as-you-type|suggestions?|as (?:you|the user|they|one) types?)\b",
    "type|auto|suggestion",
)
SUGGESTED = 20  # rows that a list below an input shows


def completed(scene: Scene, sentence: Sentence) -> Iterator[AccessPattern]:
    """ "typeahead on the title", "autocomplete for customer names": rows whose text begins with what is typed so far."""
    found = COMPLETED.search(sentence.text)
    if found is None:
        return
    nouns = [p for p in sentence.parts if isinstance(p, Noun) and not COMPLETED.search(" ".join(p.words))]
    phrases = [p for n in nouns for p in (n, n.of, n.owner) if p is not None]
    entities = [e for p in phrases for e in (scene.entity_of(p), scene.entity_named(p.key[:-1]) if len(p.key) > 1 else "") if e]
    for noun in nouns:
        for entity in dict.fromkeys((*entities, *scene.entities)):
            attribute = scene.attribute_of(entity, name_of(noun)) or scene.attribute_of(entity, noun.key)
            if attribute and scene.entities[entity].attributes[attribute].meaning.data.base == "text":
                yield AccessPattern(
                    name=f"{scene.entities[entity].plural.replace('_', ' ')} whose {attribute.replace('_', ' ')} begins with these letters",
                    entity=entity,
                    source=scene.said(sentence),
                    filters=(Filter(op="prefix", attribute=attribute),),
                    order=(attribute,),
                    limit=SUGGESTED,
                    per_day=per_day(SEARCHES, "a search"),
                )
                return


GIVEN = ("particular", "given", "certain", "specific", "chosen", "selected", "same", "entered", "matching", "desired")
WITH_FACT = Cued(
    rf"\b(?:with|having|of) (?:an? |the )?(?:{'|'.join(GIVEN)}|that|this) (?P<fact>[a-z]+(?: [a-z]+){{0,2}})",
    "|".join(f"{word} " for word in (*GIVEN, "that", "this")),
)
WHERE_FACT = Cued(
    r"\b(?:where|whose) (?:the |its |their )?(?P<fact>[a-z]+(?: [a-z]+){0,2}?) (?:is|are|equals?|match(?:es)?|starts? with|contains?"
    r"|begins? with|has)\b",
    "where |whose ",
)
NARROWED = Cued(r"\bnarrow(?:ed|ing|s)?\b[^.;]* by (?:the |its |their )?(?P<fact>[a-z]+(?: [a-z]+){0,2})", "narrow")
FOUND_IN = Cued(
    r"\b(?:finds?|finding|found|look(?:s|ed|ing)? (?:it |them )?up|look(?:s|ing)? for|look-?ups?|locate|search(?:es|ing|able|ed)?"
    r"|retriev\w+|filter\w*)\b",
    "find|found|look|locate|search|retriev|filter",
)
TOLD = (WITH_FACT, WHERE_FACT, NARROWED)
POINTING = first_cues(*TOLD, FOUND_IN)
INPUT = re.compile(
    r"\b(?:enters?|types?|uses?|used|using|inputs?|knows?|given|gives?|scans?|search (?:box|field)|criteri\w+|by|via|through|on|for)\b"
)


def pointed(scene: Scene, sentence: Sentence) -> list[AccessPattern]:
    """ "the garages with a particular weight", "where the distance equals what one enters", "the email is what people use to look up a ferry"."""
    if not one_stands(POINTING, sentence.text):
        return []
    told = [found for form in TOLD for found in form.finditer(sentence.text)]
    asked = FOUND_IN.search(sentence.text) and INPUT.search(sentence.text)
    if not (told or asked):
        return []
    entities = [e for n in nouns(sentence.parts) if (e := scene.entity_of(n)) and scene.entities[e].attributes]
    for found in told:
        for entity in reversed(entities):
            if attribute := _named_fact(scene, entity, found["fact"]):
                return [_looked_for(scene, sentence, entity, attribute)]
    if not asked:
        return []
    said = [" ".join(n.key) for n in nouns(sentence.parts) if not scene.entity_of(n)]
    facts = {a: e for words in said for e in dict.fromkeys(entities) if (a := _named_fact(scene, e, words))}
    return [_looked_for(scene, sentence, entity, attribute) for attribute, entity in facts.items()]


def _named_fact(scene: Scene, entity: str, said: str) -> str:
    """The attribute that the first words name whole."""
    words = said.split()
    known = scene.entities[entity].attributes
    names = ["_".join((*words[: end - 1], singular(words[end - 1]))) for end in range(len(words), 0, -1)]
    return next((a for name in names for a in (name, f"{entity}_{name}") if a in known), "")


def _looked_for(scene: Scene, sentence: Sentence, entity: str, attribute: str) -> AccessPattern:
    one = Filter(op=operator(scene, entity, attribute), attribute=attribute)
    return _search(scene, sentence, 0, entity, [((one,), attribute.replace("_", " "))])
