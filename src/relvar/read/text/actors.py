"""Who uses the software and what each may do: "nurses see only their own ward", "only managers approve", "as a dispatcher I want"."""

from __future__ import annotations

import re

from relvar.model.brief import Source
from relvar.model.conceptual import AccessPattern, Actor, Operation, Permission, Scope
from relvar.read.text.naming import identifier, is_container, words_of
from relvar.read.text.phrases import Mark, Noun, Verb
from relvar.read.text.scene import Scene, Sentence, nouns
from relvar.read.text.words import listed

OPERATIONS: tuple[tuple[frozenset[str], tuple[Operation, ...]], ...] = (
    (
        frozenset(
            [
                "see",
                "view",
                "read",
                "browse",
                "search",
                "find",
                "look",
                "list",
                "access",
                "show",
                "display",
                "check",
                "track",
                "monitor",
                "follow",
                "download",
                "export",
                "receive",
                "know",
                "get",
            ]
        ),
        ("read",),
    ),
    (frozenset(["manage", "administer", "maintain", "handle", "run", "do", "control", "configure"]), ("read", "insert", "update", "delete")),
    (
        frozenset(
            [
                "edit",
                "update",
                "change",
                "modify",
                "approve",
                "reject",
                "confirm",
                "close",
                "assign",
                "cancel",
                "resolve",
                "complete",
                "review_",
                "schedule",
                "reschedule",
                "verify",
                "grade",
                "rate",
            ]
        ),
        ("read", "update"),
    ),
    (frozenset(["delete", "remove", "erase", "purge"]), ("read", "delete")),
    (
        frozenset(
            [
                "create",
                "add",
                "place",
                "make",
                "submit",
                "book",
                "register",
                "record",
                "enter",
                "write",
                "post",
                "publish",
                "upload",
                "report",
                "order",
                "request",
                "open",
                "comment",
                "enrol",
                "enroll",
                "buy",
                "pay",
                "bid",
                "reserve",
                "file",
                "log",
            ]
        ),
        ("read", "insert"),
    ),
)
STAFF = ("admin", "administrator", "manager", "staff", "operator", "moderator", "librarian", "dispatcher", "receptionist", "nurse", "doctor")
OWN = re.compile(r"\b(their own|his own|her own|its own|own|they (?:own|created|made)|assigned to (?:them|him|her)|only their)\b")
EVERYTHING = re.compile(r"\b(everything|all data|anything|the whole|full access|all records)\b")


def read_actors(scene: Scene, stories: list[Noun]) -> dict[str, Actor]:
    """Actors by id, each with its permissions."""
    found: dict[str, tuple[Noun | None, Source, dict[str, Permission]]] = {}
    for noun in stories:
        found.setdefault(identifier(words_of(noun)), (noun, scene.source(noun.start, noun.end), {}))
    for sentence in scene.sentences:
        _sentence(scene, sentence, found)
    return {
        name: Actor(name=name, description=source.words, source=source, permissions=tuple(permissions.values()))
        for name, (_, source, permissions) in found.items()
    }


def with_askers(scene: Scene, actors: dict[str, Actor], patterns: dict[str, AccessPattern]) -> dict[str, Actor]:
    """The actors and whoever asks a pattern without being one yet: "the daily list for each keeper" is read by keepers."""
    asking = dict.fromkeys(role for pattern in patterns.values() for role in pattern.roles if role not in actors)
    return actors | {role: Actor(name=role, description=scene.entities[role].source.words, source=scene.entities[role].source) for role in asking}


def _sentence(scene: Scene, sentence: Sentence, found: dict[str, tuple[Noun | None, Source, dict[str, Permission]]]) -> None:
    actor = ""
    for at, part in enumerate(sentence.parts):
        if isinstance(part, Noun) and _is_person(part) and not _is_object(sentence, at):
            actor = identifier(words_of(part))
            if _acts(sentence, at):
                found.setdefault(actor, (part, scene.source(part.start, part.end), {}))
        elif isinstance(part, Verb) and actor in found and not part.negated and not part.passive:
            operations = next((ops for bases, ops in OPERATIONS if part.base in bases), ())
            if operations:
                _permit(scene, sentence, at, found[actor], actor, operations)


def _is_person(noun: Noun) -> bool:
    key = words_of(noun)
    return key[-1] in listed("party") and not is_container(key)


def _is_object(sentence: Sentence, at: int) -> bool:
    before = sentence.parts[at - 1] if at else None
    return isinstance(before, Verb) and before.base not in ("be", "let", "allow", "enable", "permit", "want")


def _acts(sentence: Sentence, at: int) -> bool:
    """A verb follows the noun, with nothing between but marks."""
    for part in sentence.parts[at + 1 : at + 4]:
        if isinstance(part, Verb):
            return part.form in ("finite", "to") and not part.passive and part.base not in ("have", "be", "include", "contain", "belong")
        if isinstance(part, Noun):
            continue
    return False


def _permit(
    scene: Scene,
    sentence: Sentence,
    at: int,
    entry: tuple[Noun | None, Source, dict[str, Permission]],
    actor: str,
    operations: tuple[Operation, ...],
) -> None:
    rest = sentence.parts[at + 1 :]
    if EVERYTHING.search(sentence.text[max(0, sentence.parts[at].start - sentence.start) :]):
        for entity in scene.entities:
            _merge(entry[2], Permission(entity=entity, operations=operations))
        return
    person = actor if actor in scene.entities else ""
    own = bool(OWN.search(sentence.text))
    for part in rest[:4]:
        if isinstance(part, Verb) or (isinstance(part, Mark) and part.tag in ("PREP", "STOP", "SUB", "REL")):
            break
        for noun in nouns([part]) if isinstance(part, Noun) else ():
            entity = scene.entity_of(noun)
            if entity:
                through = scene.between(entity, person) if own and person and entity != person else ""
                scope: Scope = "own" if through else "all"
                _merge(entry[2], Permission(entity=entity, operations=operations, scope=scope, through=(through,) if through else ()))


def _merge(permissions: dict[str, Permission], new: Permission) -> None:
    known = permissions.get(new.entity)
    if known is None:
        permissions[new.entity] = new
        return
    order: tuple[Operation, ...] = ("read", "insert", "update", "delete")
    both = tuple(op for op in order if op in known.operations or op in new.operations)
    narrow = new if new.scope == "own" else known
    permissions[new.entity] = Permission(entity=new.entity, operations=both, scope=narrow.scope, through=narrow.through)
