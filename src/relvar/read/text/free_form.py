"""Documents within a thing: "free-form specifications (JSON)", "a payload in JSON", "settings, stored as JSON". Each is one attribute of
its owner, whatever verb it is told by, and never a thing of its own; what stands in it is asked for, not stored beside it (`members`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from relvar.read.text.naming import Key, is_container, words_of
from relvar.read.text.phrases import Mark, Noun, Part, Verb, parts
from relvar.read.text.tagger import tag
from relvar.read.text.tokens import lines, sentences
from relvar.read.text.words import listed, verb_form

SIGN = re.compile(r"\b(?:jsonb?|free[- ]?form|schema-?less|semi-?structured)\b", re.I)
FORMATS = frozenset(["json", "jsonb"])
LOOSE = frozenset(["free-form", "freeform", "free", "form", "schemaless", "schema-less", "semi-structured", "semistructured", "arbitrary"])
SHAPES = frozenset(["document", "object", "blob", "format", "column", "field", "structure", "value", "data"])
# What is free of form and yet no prose: pairs of names and values. A free-form note is a text.
STRUCTURED = frozenset(
    ["specification", "spec", "attribute", "property", "setting", "parameter", "metadata", "payload", "option", "configuration", "config",
     "detail", "data", "characteristic", "preference", "feature", "info", "information", "context", "body", "variable", "extra"]
)  # fmt: skip
HOLDS = frozenset(["have", "attach", "embed", "send", "bring"])  # beside what contains or records
LOOKS = frozenset(["search", "find", "look", "filter", "query", "locate", "retrieve", "seek", "sort", "list", "show", "see", "browse"])
CRITERIA = frozenset(["by", "using", "whose", "with", "where"])
WITHIN = frozenset(["in", "of", "from", "within", "inside"])


def documents_of(text: str) -> frozenset[Key]:
    """The names of the documents that a text speaks of; empty at once where no word of it is about free form."""
    if not SIGN.search(text):
        return frozenset()
    every = (parts(tag(sentence)) for line in lines(text) for sentence in sentences(text, line))
    return frozenset(words_of(noun) for found in every for noun in _marked(found)[1])


def read_as_held(found: list[Part], documents: frozenset[Key]) -> list[Part]:
    """The parts of a sentence as the readers of facts take them: who holds a document has it, and what is looked for within one is left
    to the reading of questions.
    """
    if not documents:
        return found
    left, marked = _marked(_before_lookup(found, documents))
    for noun in [*marked, *(p for p in left if isinstance(p, Noun) and words_of(p) in documents)]:
        noun.free = True
        holder = _holder(left, left.index(noun)) if noun in left else None
        if holder is not None:
            holder.base = "have"
    return left


def looks_into(noun: Noun | None, documents: frozenset[Key]) -> bool:
    return noun is not None and words_of(noun) in documents


def _marked(found: list[Part]) -> tuple[list[Part], list[Noun]]:
    """The parts without what only says that something is a document, and the nouns of which it was said."""
    left, marked = list(found), []
    for noun in [p for p in found if isinstance(p, Noun)]:
        at = next((i for i, p in enumerate(left) if p is noun), -1)
        if at < 0:
            continue
        if _is_format(noun) and noun.of is not None:
            left[at] = noun = noun.of  # "a JSON document of attributes"
        elif _is_format(noun):
            if (said := _said_of(left, at)) is None:
                continue
            left[said.start : at + 1] = said.instead
            noun = said.noun
        elif not _says_it_itself(noun):
            continue
        noun.words = (*(w for w in noun.words[:-1] if w not in FORMATS | LOOSE), noun.words[-1])
        marked.append(noun)
    return left, marked


class _Said(NamedTuple):
    """What a format was said of; the parts from `start` up to the format stand for `instead`."""

    noun: Noun
    start: int
    instead: list[Part]


def _is_format(noun: Noun) -> bool:
    """ "JSON", "free-form JSON", "a JSON document"."""
    return bool(FORMATS & set(noun.words)) and set(noun.key) <= FORMATS | LOOSE | SHAPES


def _said_of(found: list[Part], at: int) -> _Said | None:
    """The noun that "as JSON" or "in JSON" behind it, or behind its verb, speaks of; "the payload is JSON". What is exported so is none."""
    mark, before = _part(found, at - 1), _part(found, at - 2)
    if isinstance(mark, Verb) and mark.base == "be" and isinstance(before, Noun):
        return _Said(before, at - 2, _held(before))
    if not (isinstance(mark, Mark) and mark.text in ("as", "in")):
        return None
    base, passive = _participle(before)
    if base:
        return _said_behind_verb(found, at - 2, passive) if base == "be" or base in _holding() else None
    verb = next((p for p in reversed(found[: at - 2]) if isinstance(p, Verb)), None)
    return _Said(before, at - 1, []) if isinstance(before, Noun) and verb is not None and _is_held_by(verb) else None


def _participle(part: Part | None) -> tuple[str, bool]:
    """The verb of "are stored", and of "stored" behind a comma, which stands as an adjective too; and whether it is the clause's own."""
    if isinstance(part, Verb):
        passive = part.passive or part.base == "be"
        return (part.base, passive) if passive or part.form == "ed" else ("", False)
    return (verb_form(part.text)[0], False) if isinstance(part, Mark) and part.tag == "ADJ" else ("", False)


def _said_behind_verb(found: list[Part], at: int, passive: bool) -> _Said | None:
    """ "Settings are stored as JSON", "..., and settings, stored as JSON", "properties that differ by kind, held as JSON"."""
    if passive:
        noun = _part(found, at - 1)
        return _Said(noun, at - 1, _held(noun)) if isinstance(noun, Noun) else None
    start = at - 1 if isinstance(mark := _part(found, at - 1), Mark) and mark.tag == "COMMA" else at
    relative = next((i for i in range(start - 1, 0, -1) if isinstance(mark := found[i], Mark) and mark.tag in ("REL", "COMMA", "CONJ")), 0)
    last = relative - 1 if isinstance(mark := _part(found, relative), Mark) and mark.tag == "REL" else start - 1
    noun = _part(found, last)
    return _Said(noun, start, []) if isinstance(noun, Noun) else None


def _held(noun: Noun) -> list[Part]:
    """ "The invoice's extra data is JSON", "the configuration of an app is kept as JSON": whose it is has it."""
    holder = noun.owner or noun.of
    if holder is None:
        return [noun]
    noun.owner = noun.of = None
    return [holder, Verb("have", "finite", noun.start, noun.end, word="has"), noun]


def _part(found: list[Part], at: int) -> Part | None:
    return found[at] if 0 <= at < len(found) else None


def _is_held_by(verb: Verb) -> bool:
    return verb.base in _holding()


@cache
def _holding() -> frozenset[str]:
    return HOLDS | listed("contains", "record")


def _says_it_itself(noun: Noun) -> bool:
    """ "free-form specifications", "a JSON payload", "specifications (JSON)"."""
    inside = [p for p in noun.inside if isinstance(p, Noun)]
    if inside and len(inside) == len(noun.inside) and all(map(_is_format, inside)):
        noun.inside = []
        return True
    said = {w for w in noun.words[:-1] if w in FORMATS | LOOSE}
    return noun.key[-1] in STRUCTURED and bool(said - {"form", "free"} or {"form", "free"} <= said)


def _holder(found: list[Part], at: int) -> Verb | None:
    """The verb by which a thing of the text, and not the software, holds the document at `at` of the parts."""
    verb_at = next((i for i in range(at - 1, -1, -1) if isinstance(found[i], Verb)), -1)
    verb, subject = found[verb_at] if verb_at > 0 else None, found[verb_at - 1] if verb_at > 0 else None
    if not isinstance(verb, Verb) or verb.passive or verb.form != "finite" or verb.negated or not _is_held_by(verb):
        return None
    joined = isinstance(subject, Mark) and subject.tag in ("CONJ", "COMMA")  # "events have a time and carry a payload"
    return verb if joined or (isinstance(subject, Noun) and not is_container(words_of(subject))) else None


def _before_lookup(found: list[Part], documents: frozenset[Key]) -> list[Part]:
    """The sentence without its criteria, where one of them lies in a document."""
    looked = next((i for i, p in enumerate(found) if isinstance(p, Verb) and p.base in LOOKS), -1)
    if looked < 0 or not any(looks_into(noun, documents) for noun in _named(found[looked:])):
        return found
    cut = next((i for i in range(looked + 1, len(found)) if isinstance(mark := found[i], Mark) and mark.text in CRITERIA), -1)
    if cut < 0 or not any(looks_into(noun, documents) for noun in _named(found[cut:])):
        return found
    stop = next((i for i in range(cut, len(found)) if isinstance(mark := found[i], Mark) and mark.tag == "STOP"), len(found))
    return [*found[:cut], *found[stop:]]


def _named(found: list[Part]) -> Iterator[Noun]:
    for part in found:
        if isinstance(part, Noun):
            yield from (noun for noun in (part.owner, part, part.of) if noun is not None)
