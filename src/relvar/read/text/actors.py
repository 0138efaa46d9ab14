"""Who uses the software and what each may do: "nurses see only their own ward", "only managers approve", "as a dispatcher I want"."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from relvar.model.brief import Source
from relvar.model.conceptual import AccessPattern, Actor, Operation, Permission, Question, Restriction, Scope
from relvar.read.text.asking import SEARCH
from relvar.read.text.forms.matrices import operations_in
from relvar.read.text.forms.shape import Cell, Granted, one_of, words_in
from relvar.read.text.naming import identifier, words_of
from relvar.read.text.of_theirs import told_of_theirs
from relvar.read.text.operations import ALL
from relvar.read.text.phrases import Mark, Noun, Verb, parts
from relvar.read.text.rights import On, Right, is_role, rights, role_id
from relvar.read.text.scene import Scene, Sentence
from relvar.read.text.sought import Said
from relvar.read.text.tagger import tag
from relvar.read.text.tokens import Token, tokens
from relvar.read.text.words import listed

# what somebody is or has, which is nothing that the software is used for
TELLING = frozenset(["have", "be", "include", "contain", "belong", "own", "possess", "work", "live", "speak", "stand", "need", "hold", "play"])
LASTING = TELLING | {"run", "lead", "head", "keep", "occupy", "found", "reserve", "hire", "rent"}
SEEING = frozenset(["see", "view"])  # only people do that


class Roles:
    """The roles of a text while they are read: each with its source and permissions, and what is kept from whom."""

    def __init__(self, scene: Scene, stories: list[Noun]) -> None:
        self.scene = scene
        self.sources: dict[str, Source] = {}
        self.permissions: dict[str, dict[str, Permission]] = {}
        self.restrictions: dict[str, Restriction] = {}
        for noun in stories:
            self._add(noun)

    def actors(self) -> dict[str, Actor]:
        return {
            name: Actor(name=name, description=source.words, source=source, permissions=tuple(self.permissions[name].values()))
            for name, source in self.sources.items()
        }

    def _add(self, noun: Noun) -> str:
        name = role_id(noun)
        self.sources.setdefault(name, self.scene.source(noun.start, noun.end))
        self.permissions.setdefault(name, {})
        return name

    def read(self, sentence: Sentence) -> None:
        for noun in _acting(self.scene, sentence):
            self._add(noun)
        for right in told_of_theirs(self.scene, sentence, list(rights(self.scene, sentence))):
            names = [self._add(noun) for noun in right.who if self._may_act(noun, right)]
            if not names:
                continue
            if right.kind != "may":
                self._restrict(sentence, right, names)
            if right.kind != "may not":
                for name in names:
                    self._permit(sentence, right, name)

    def read_row(self, row: Granted) -> None:
        """A role of a table: its cells about a thing each, or in words."""
        name = identifier(one_of(words_in(row.role)))
        self.sources.setdefault(name, self.scene.source(row.start, row.start + len(row.role)))
        self.permissions.setdefault(name, {})
        for cell in row.cells:
            if not cell.about:
                for sentence in _told(self.scene, row, cell):
                    self.read(sentence)
            elif entity := self.scene.entity_named(one_of(cell.about)):
                operations, own = operations_in(cell.text)
                right = Right((), operations, (On(entity),), "may", own)
                permission = self._permission(right, name, On(entity)) if operations else None
                if permission is not None:
                    self._merge(name, permission)

    def _may_act(self, noun: Noun, right: Right) -> bool:
        """A role that the text only names here must be told something: "the system lets managers run" makes none."""
        return role_id(noun) in self.sources or bool(right.on) or right.everything

    # --- what is allowed ---

    def _permit(self, sentence: Sentence, right: Right, name: str) -> None:
        wanted = [On(e) for e in self.scene.entities] if right.everything or (right.own and not right.on) else list(right.on)
        for on in wanted:
            if on.attribute and right.operations[-1] in ("insert", "delete"):
                continue
            permission = self._permission(right, name, on)
            if permission is not None:
                self._merge(name, permission)
            elif right.on:
                self._ask(sentence, name, on)

    def _permission(self, right: Right, name: str, on: On) -> Permission | None:
        """None where only their own is meant, and no way leads from it to them."""
        if not right.own or name not in self.scene.entities:
            return Permission(entity=on.entity, operations=right.operations)
        scope: Scope = "own"
        if on.entity == name:
            return Permission(entity=on.entity, operations=right.operations, scope=scope)
        through = self._way(on, name)
        return Permission(entity=on.entity, operations=right.operations, scope=scope, through=through) if through else None

    def _way(self, on: On, person: str) -> tuple[str, ...]:
        """From an entity to the person whose it is: directly, through what it is of ("the patients of their ward"), or by its references."""
        other = self.scene.entity_of(on.of_theirs) if on.of_theirs is not None else ""
        if other and other != person:
            there, back = self.scene.between(on.entity, other), self.scene.between(other, person)
            return (there, back) if there and back else ()
        direct = self.scene.between(on.entity, person)
        return (direct,) if direct else self.scene.upwards(on.entity, person)

    def _ask(self, sentence: Sentence, name: str, on: On) -> None:
        thing, person = self.scene.entities[on.entity].plural.replace("_", " "), name.replace("_", " ")
        self.scene.questions.append(
            Question(
                text=f"Which {thing} are those of one {person}?",
                assumed="none: no reference says whose they are",
                changes=f"what a {person} sees of {thing}",
                weight=0.7,
                source=self.scene.said(sentence),
            )
        )

    def _merge(self, name: str, new: Permission) -> None:
        known = self.permissions[name].get(new.entity)
        if known is None:
            self.permissions[name][new.entity] = new
            return
        both = tuple(op for op in ALL if op in known.operations or op in new.operations)
        narrow = new if new.scope == "own" else known
        self.permissions[name][new.entity] = Permission(entity=new.entity, operations=both, scope=narrow.scope, through=narrow.through)

    # --- what is kept from whom ---

    def _restrict(self, sentence: Sentence, right: Right, names: list[str]) -> None:
        for on in right.on or [On(e) for e in self.scene.entities if right.everything]:
            for operation in _denied(right.operations, on):
                what = f"{on.entity}_{on.attribute}" if on.attribute else on.entity
                id_ = identifier((operation, *what.split("_"), *("only" if right.kind == "only" else "never").split()))
                only, never = (tuple(names), ()) if right.kind == "only" else ((), tuple(names))
                made = Restriction(
                    entity=on.entity, operation=operation, attribute=on.attribute, only=only, never=never, source=self.scene.said(sentence)
                )
                known = self.restrictions.get(id_)
                if known is not None:
                    made = msgspec.structs.replace(
                        known, only=tuple(dict.fromkeys((*known.only, *only))), never=tuple(dict.fromkeys((*known.never, *never)))
                    )
                self.restrictions[id_] = made


def _told(scene: Scene, row: Granted, cell: Cell) -> Iterator[Sentence]:
    """Each clause of a cell as a sentence of what its role may do."""
    who = tokens(scene.quoted, row.start, row.start + len(row.role))
    for clause in re.finditer(r"[^;,]+", cell.text):
        start, end = cell.start + clause.start(), cell.start + clause.end()
        may = Token("may", "may", "word", start, start)
        said = tokens(scene.quoted, start, end)
        said = said[1:] if said and said[0].low in ("may", "can") else said
        text = Said(scene.quoted[row.start : end].lower())
        tagged = tag([*who, may, *said])
        yield Sentence(text, row.start, end, parts(tagged), tagged)


def _denied(operations: tuple[Operation, ...], on: On) -> tuple[Operation, ...]:
    """What is kept from others: reading where it is about seeing, else the change itself; an attribute is seen or changed."""
    if operations == ALL:
        return ALL if not on.attribute else ("read", "update")
    last = operations[-1]
    return (last,) if not on.attribute or last in ("read", "update") else ("update",)


def read_actors(scene: Scene, stories: list[Noun], granted: list[Granted]) -> Roles:
    """The roles of all sentences and tables, with their permissions and what is kept from them."""
    roles = Roles(scene, stories)
    for row in granted:
        roles.read_row(row)
    for sentence in scene.sentences:
        roles.read(sentence)
    return roles


def with_askers(scene: Scene, actors: dict[str, Actor], patterns: dict[str, AccessPattern]) -> dict[str, Actor]:
    """The actors and whoever asks a pattern without being one yet: "the daily list for each keeper" is read by keepers."""
    asking = dict.fromkeys(role for pattern in patterns.values() for role in pattern.roles if role not in actors)
    return actors | {role: Actor(name=role, description=scene.entities[role].source.words, source=scene.entities[role].source) for role in asking}


def _acting(scene: Scene, sentence: Sentence) -> list[Noun]:
    """People of whom a sentence tells that they do something, or by whom something is done."""
    nouns = [(at, p) for at, p in enumerate(sentence.parts) if isinstance(p, Noun) and not _is_object(sentence, at)]
    doing = [p for at, p in nouns if _acts(sentence, at) and is_role(scene, p, sure=_sees(sentence, at)) and not _runs_it(p)]
    named = [(at, p) for at, p in enumerate(sentence.parts) if isinstance(p, Noun) and _by(sentence, at)]
    return [*doing, *(p for _, p in named if is_role(scene, p) and not p.bounds.stated)]


def _by(sentence: Sentence, at: int) -> bool:
    """ "is issued by a doctor", "is brewed on a date by a brewer"; "each mill is run by one miller" tells of a mill."""
    before = sentence.parts[at - 1] if at else None
    if not isinstance(before, Mark) or before.text != "by":
        return False
    for part in reversed(sentence.parts[: at - 1]):
        if isinstance(part, Verb):
            return part.passive and not part.negated and part.base not in LASTING | SEARCH
        if isinstance(part, Mark) and part.tag != "PREP":
            return False
    return False


def _sees(sentence: Sentence, at: int) -> bool:
    after = sentence.parts[at + 1] if at + 1 < len(sentence.parts) else None
    return isinstance(after, Verb) and after.base in SEEING and after.form == "finite"


def _runs_it(noun: Noun) -> bool:
    """ "A blood bank registers donors": whoever the software is for is no role in it."""
    return words_of(noun)[-1] in listed("owner_of_software") and not noun.plural


def _is_object(sentence: Sentence, at: int) -> bool:
    before = sentence.parts[at - 1] if at else None
    if isinstance(before, Mark):
        return before.tag == "PREP" and before.text not in ("as", "except", "but")
    return isinstance(before, Verb) and before.base not in ("be", "let", "allow", "enable", "permit", "want")


def _acts(sentence: Sentence, at: int) -> bool:
    """A verb follows the noun, with nothing between but marks."""
    for part in sentence.parts[at + 1 : at + 4]:
        if isinstance(part, Verb):
            return part.form in ("finite", "to") and not part.passive and part.base not in TELLING
        if isinstance(part, Noun):
            continue
    return False
