"""The entities as the readers of rules, patterns and roles see them: what a sentence speaks of, and what can be looked up there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import msgspec

from relvar.model.brief import Source
from relvar.model.conceptual import Attribute, Check, Entity, OneOf, Question, Relationship, Rule
from relvar.model.expression import Compare
from relvar.read.lexicon import UNKNOWN, named_type, semantic_type
from relvar.read.text.entities import Entities
from relvar.read.text.naming import identifier
from relvar.read.text.phrases import Noun, Part
from relvar.read.text.sought import Said
from relvar.read.text.tokens import Token
from relvar.read.text.words import singular

START_ENDINGS = ("starts_at", "start_time", "start_date", "start", "begins_at", "from", "check_in", "scheduled_at")
END_ENDINGS = ("ends_at", "end_time", "end_date", "end", "until", "check_out", "to")
# What begins with the first word ends with one of the others: English verbs for things held, stays and memberships.
SPANS = (
    ("borrow borrowed lent loan loaned issued rented hired taken collected", "return returned brought_back handed_back"),
    ("checked_out checkout", "returned checked_in checkin return"),
    ("checked_in checkin check_in", "checked_out checkout check_out"),
    ("admitted admission", "discharged discharge"),
    ("arrived arrival arrives entered entry", "left departure departed departs exit exited"),
    ("joined", "left"),
    ("picked_up pickup", "dropped_off dropoff returned return"),
    ("opened opens opening", "closed closes closing"),
    ("began begun begins begin started starts start", "ended ends end finished finishes finish stopped return"),
    ("departure departed", "return returned arrival arrived"),
)

STEPS = 3  # references one after the other: a sale's film's studio's country; what lies further away is hardly what a text means


@dataclass(slots=True, eq=False)
class Sentence:
    """One sentence: its words in lower case, where it stands, its parts, and the entities it names in order."""

    text: Said
    start: int
    end: int
    parts: list[Part]
    tokens: list[Token]
    named: tuple[str, ...] = ()


@dataclass(slots=True)
class Scene:
    """The model while it is still being read. Entities and rules grow; `ids` leads from a name to the entity."""

    text: str
    entities: dict[str, Entity]
    relationships: dict[str, Relationship]
    rules: dict[str, Rule]
    resolver: Entities
    ids: dict[tuple[str, ...], str]
    sentences: list[Sentence] = field(default_factory=list)
    used: list[int] = field(default_factory=list)  # offsets of what became a fact without a source of its own
    quoted: str = ""  # the brief, of which `text` is the prose
    questions: list[Question] = field(default_factory=list)  # what the text asks for and nothing known answers
    doubted: list[tuple[Rule, Rule]] = field(default_factory=list)  # two rules under one name that differ
    at_cache: dict[str, list[str]] = field(default_factory=dict)  # entity -> relationships at it
    places: dict[str, int] = field(default_factory=dict)  # of the entities in the model
    pointed_at: dict[str, dict[str, str]] = field(default_factory=dict)  # what `references` has found
    called: dict[tuple[str, ...], tuple[str, ...] | None] = field(default_factory=dict)  # what `entity_named` has found, for each name of the text
    between_cache: dict[tuple[str, str], str] = field(default_factory=dict)
    names: dict[str, dict[str, None]] = field(default_factory=dict)  # an attribute's name, and its last word -> the entities that have one

    def gather(self, read: list[tuple[list[Token], list[Part]]], texts: list[Said]) -> None:
        """Keep the sentences, each with the entities it names. `texts`: of each in lower case."""
        for (tokens, parts), said in zip(read, texts, strict=True):
            sentence = Sentence(said, tokens[0].start, tokens[-1].end, parts, tokens)
            named = [self.entity_of(noun) for noun in nouns(parts)]
            sentence.named = tuple(dict.fromkeys(n for n in named if n))
            self.sentences.append(sentence)
        for entity, known in self.entities.items():
            for name in known.attributes:
                self._note(entity, name)
        for name, relationship in self.relationships.items():
            self.relate(name, relationship)

    def _note(self, entity: str, name: str) -> None:
        for word in (name, name.rsplit("_", 1)[-1]):
            self.names.setdefault(word, {})[entity] = None

    def with_fact(self, *names: str) -> list[str]:
        """The entities that have an attribute of such a name, or one that ends with such a word; in the order of the model."""
        return self.in_order({entity for name in names for entity in self.names.get(name, ())})

    def relate(self, name: str, relationship: Relationship) -> None:
        """A relationship of the model, to be found by its ends."""
        self.relationships[name] = relationship
        pair = (relationship.first.entity, relationship.second.entity)
        self.between_cache.setdefault(pair, name)
        self.between_cache.setdefault(pair[::-1], name)
        for entity in dict.fromkeys(pair):
            self.at_cache.setdefault(entity, []).append(name)
            self.pointed_at.pop(entity, None)

    def source(self, start: int, end: int, confidence: float = 1.0) -> Source:
        return Source(kind="brief", words=" ".join((self.quoted or self.text)[start:end].split()), start=start, confidence=confidence)

    def said(self, sentence: Sentence, confidence: float = 0.9) -> Source:
        return self.source(sentence.start, sentence.end, confidence)

    # --- looking up ---

    def entity_of(self, noun: Noun) -> str:
        return "" if noun.quoted else self.entity_named(self.resolver.key_of(noun))

    def entity_named(self, words: tuple[str, ...]) -> str:
        if words not in self.called:
            self.called[words] = self.resolver.named(words)
        key = self.called[words]
        return self.ids.get(key, "") if key is not None else ""

    def between(self, a: str, b: str) -> str:
        """The id of the first relationship that joins the two, or ""."""
        return self.between_cache.get((a, b), "")

    def way(self, a: str, b: str) -> tuple[str, ...]:
        """Relationship ids that lead from one entity to another: directly, or through what joins just the two; () where none does."""
        if direct := self.between(a, b):
            return (direct,)
        for joint in self.referring(a, b):
            first, second = self.between(a, joint), self.between(joint, b)
            if first and second:
                return (first, second)
        return ()

    def upwards(self, entity: str, to: str) -> tuple[str, ...]:
        """References one after the other that lead to the one instance of another entity that an instance is of; the shortest, () for none."""
        reached: list[tuple[str, tuple[str, ...]]] = [(entity, ())]
        seen = {entity}
        for here, way in reached:
            for far, step in self.references(here).items():
                if far == to:
                    return (*way, step)
                if far not in seen and len(way) + 1 < STEPS:
                    seen.add(far)
                    reached.append((far, (*way, step)))
        return ()

    def downwards(self, to: str) -> list[str]:
        """The entities from which references lead to one of `to`, each at most STEPS away; in the order of the model."""
        depth = {to: 0}
        reached = [to]
        for here in reached:
            at_it = (self.relationships[name] for name in self.at_cache.get(here, ()))
            near = {end.entity for relationship in at_it for end in (relationship.first, relationship.second)}
            for entity in near - depth.keys() if depth[here] < STEPS else ():
                if here in self.references(entity):
                    depth[entity] = depth[here] + 1
                    reached.append(entity)
        return self.in_order(reached[1:])

    def referring(self, to: str, *others: str) -> list[str]:
        """The entities that point at each of these, in the order of the model."""
        met = (self.relationships[name] for name in self.at_cache.get(to, ()))
        near = {end.entity for relationship in met for end in (relationship.first, relationship.second)}
        return self.in_order(entity for entity in near if {to, *others} <= self.references(entity).keys())

    def in_order(self, some: Iterable[str]) -> list[str]:
        """Entities in the order of the model."""
        if len(self.places) < len(self.entities):
            self.places = {entity: place for place, entity in enumerate(self.entities)}
        return sorted(some, key=lambda entity: self.places[entity])

    def references(self, entity: str) -> Mapping[str, str]:
        """Entities that one instance points at -> relationship id. What the readers change of a relationship is never whom it points at."""
        if (known := self.pointed_at.get(entity)) is not None:
            return known
        found = self.pointed_at[entity] = {}
        for name in self.at_cache.get(entity, ()):
            r = self.relationships[name]
            if r.second.entity == entity and r.first.maximum == 1:
                found.setdefault(r.first.entity, name)
            elif r.first.entity == entity and r.second.maximum == 1 and r.first.maximum != 1:
                found.setdefault(r.second.entity, name)
        return found

    def attribute_of(self, entity: str, words: tuple[str, ...]) -> str:
        """The attribute of an entity that these words name: the same words, else the same last word."""
        attributes = self.entities[entity].attributes
        wanted = identifier(words)
        if wanted in attributes:
            return wanted
        head = singular(words[-1])
        of_one = identifier((*words[:-1], head))
        if (plural := next((a for a in attributes if a.startswith(of_one) and _of_one(a) == of_one), "")) != "":
            return plural  # "number of hours"
        same = [a for a in attributes if a == head or a.endswith("_" + head)]
        return same[0] if len(same) == 1 or (same and len(words) == 1) else ""

    def time_of(self, entity: str) -> str:
        """The attribute that says when an instance happened, or ""."""
        known = self.entities[entity].attributes.items()
        times = [n for n, a in known if a.meaning.data.base in ("timestamp", "date") and a.meaning.name != "birth_date"]
        return next((n for n in times if not n.endswith(END_ENDINGS)), times[0] if times else "")

    def span_of(self, entity: str) -> tuple[str, str]:
        """The attributes that say from when to when an instance lasts, of one type; ("", "") where the text names none."""
        attributes = {n: a.meaning.data.base for n, a in self.entities[entity].attributes.items()}
        endings = [(n, m) for n in attributes if n.endswith(START_ENDINGS) for m in attributes if m.endswith(END_ENDINGS) and m != n]
        verbs = [(n, m) for first, last in SPANS for n in attributes if _says(n, first) for m in attributes if m != n and _says(m, last)]
        times = ("timestamp", "date")
        return next(((n, m) for n, m in (*endings, *verbs) if attributes[n] == attributes[m] and attributes[n] in times), ("", ""))

    # --- growing ---

    def settle_spans(self) -> None:
        """ "the start and the return": what ends something is an instant as its beginning is, though the bare word may mean another thing."""
        for entity in self.entities:
            known = self.entities[entity].attributes
            bare = {n: known[n].meaning.name for n in known if "_" not in n and known[n].meaning.name in ("short_text", "instant", "date")}
            for first, last in SPANS:
                pair = [n for words in (first, last) for n in bare if n in words.split()]
                if len(pair) == 2 and "short_text" in (bare[n] for n in pair):
                    to = next((bare[n] for n in pair if bare[n] != "short_text"), "instant")
                    for name in pair:
                        self.retype(entity, name, to)

    def replace(self, entity: str, **fields: object) -> None:
        self.entities[entity] = msgspec.structs.replace(self.entities[entity], **fields)

    def add_attribute(self, entity: str, name: str, source: Source, type_name: str = "", required: bool = True) -> str:
        """An attribute that a rule or pattern needs; an existing one stays."""
        known = self.entities[entity].attributes
        if name not in known:
            meaning = named_type(type_name) if type_name else semantic_type(name, name.replace("_", " "))
            made = Attribute(name=name, meaning=meaning, source=source, required=required)
            self.replace(entity, attributes={**known, name: made})
            self._note(entity, name)
        return name

    def add_member(self, entity: str, document: str, path: str, source: Source, type_name: str | None = None, *, many: bool = False) -> str:
        """What a question looks for within a document; what is known already stays. `type_name`: where the text says it, "" for a text; `many`: a
        list of such values.
        """
        whole = self.entities[entity].attributes[document]
        if path not in whole.members:
            meaning = named_type(type_name or UNKNOWN) if type_name is not None else semantic_type(path, path.replace("_", " "))
            made = Attribute(name=path, meaning=meaning, source=source, required=False, multivalued=many)
            changed = msgspec.structs.replace(whole, members={**whole.members, path: made})
            self.replace(entity, attributes={**self.entities[entity].attributes, document: changed})
        return path

    def retype(self, entity: str, attribute: str, type_name: str) -> None:
        """What is said to lie between two numbers is a number."""
        self.change_attribute(entity, attribute, meaning=named_type(type_name))

    def change_attribute(self, entity: str, attribute: str, **fields: object) -> None:
        """An attribute of which the text says more."""
        known = self.entities[entity].attributes
        self.replace(entity, attributes={**known, attribute: msgspec.structs.replace(known[attribute], **fields)})

    def add_rule(self, name: str, rule: Rule) -> None:
        """Keep a rule under its name; the first stays, and what differs from it is asked about."""
        name = name[:60].strip("_")
        known = self.rules.setdefault(name, rule)
        if isinstance(known, Check) and isinstance(rule, Check) and _opposite(known, rule):
            self.add_rule(f"{name}_too", rule)  # at least 1, and at most 10
        elif known is not rule and _differs(known, rule):
            self.doubted.append((known, rule))


def nouns(parts: Iterable[Part]) -> Iterator[Noun]:
    """All noun phrases of a sentence, also those that own or stand behind "of", in order."""
    for part in parts:
        if isinstance(part, Noun):
            if part.owner is not None:
                yield from nouns([part.owner])
            yield part
            if part.of is not None:
                yield from nouns([part.of])
            yield from nouns(part.inside)


def _of_one(name: str) -> str:
    """The name with its last word in the singular."""
    before, sign, last = name.rpartition("_")
    return before + sign + singular(last)


def _says(name: str, words: str) -> bool:
    """Whether a name contains one of the words, whole."""
    return any(f"_{word}_" in f"_{name}_" for word in words.split())


def _differs(one: Rule, other: Rule) -> bool:
    """Whether two rules under one name say different things."""
    if isinstance(one, OneOf) and isinstance(other, OneOf):
        return {v.replace("_", " ") for v in one.values} != {v.replace("_", " ") for v in other.values}
    return isinstance(one, Check) and isinstance(other, Check) and one.condition != other.condition


def _opposite(one: Check, other: Check) -> bool:
    """A lower and an upper bound, which hold together."""
    sides = [c.condition.op[:1] for c in (one, other) if isinstance(c.condition, Compare)]
    return len(sides) == 2 and set(sides) == {"<", ">"}
