"""What "whether" asks for, as the words of a flag: "whether the belay test has been passed" asks whether that test is passed."""

from __future__ import annotations

from relvar.read.text.lists import Group, Piece, piece_at
from relvar.read.text.naming import Key, words_of
from relvar.read.text.phrases import Mark, Noun, Verb
from relvar.read.text.words import is_plural, plural, verb_form

MOST_WORDS = 6  # a longer name says what the text says better
ASKS_TRUTH = frozenset(["is", "has", "can"])
HAVING = {"have": "has"}
SAID = {"allow": "allows", "permit": "permits", "include": "includes", "require": "requires", "need": "needs"}  # "whether pets are allowed"


def asked_whether(clause: list[Piece], owner: Noun | None = None) -> Key:
    """The words of the flag, most of which begin with "is", "has" or "can"; () where the clause does not say what is true or false.

    `owner`: whose fact it is; as the clause's subject it is not repeated.
    """
    first = clause[0] if clause else None
    subject = first.nouns[0] if isinstance(first, Group) else None
    repeated = subject is None or (owner is not None and words_of(subject)[-1] == words_of(owner)[-1])
    about = () if repeated or subject is None else (*subject.words, *subject.tail)
    at = next((i for i, piece in enumerate(clause) if isinstance(piece, Verb)), -1)
    while isinstance(piece_at(clause, at + 1), Verb):
        at += 1  # "has been passed"
    if at < 0:
        return _short(("has", *(about or subject.tail))) if subject is not None and subject.tail else ()
    verb = clause[at]
    assert isinstance(verb, Verb)
    return _short(_told(verb, clause[at + 1 :], about))


def _told(verb: Verb, behind: list[Piece], about: Key) -> Key:
    if verb.modal in ("can", "could", "may", "might") and (verb.passive or verb.base != "be"):
        return ("can", *about, *(("be", verb.word) if verb.passive else (verb.base, *_said(behind))))
    if verb.base == "be" and not verb.passive:
        said = _said(behind)
        return ("is", *about, *said) if said else ()
    if verb.base in HAVING:
        said = _said(behind)
        return (HAVING[verb.base], *about, *said) if said else ()
    if about and verb.passive and verb.base in SAID:
        return (SAID[verb.base], *about)
    if verb.passive or verb.form == "ed":
        return (*about, verb.word) if about and is_plural(about[-1]) else ("is", *about, verb.word)
    if said := _said(behind):
        return () if about else (SAID.get(verb.base, plural(verb.base)), *said, *_to_do(behind))
    return ("has", *about, verb.word) if verb_form(verb.word)[1] == "ed" else ()


def _to_do(behind: list[Piece]) -> Key:
    """ "allows customers to submit orders": what they may do."""
    match behind:
        case [Group(), Verb(form="to") as verb, Group() as group, *_]:
            return ("to", verb.base, *group.nouns[0].words)
        case [Group(), Verb(form="to") as verb, *_]:
            return ("to", verb.base)
    return ()


def is_flag(words: Key) -> bool:
    """Whether a name was made here."""
    return words[0] in ASKS_TRUTH or words[0] in SAID.values()


def _said(behind: list[Piece]) -> Key:
    """The first phrase behind the verb: "wheelchair accessible", "the default style", "active"."""
    words: list[str] = []
    for piece in behind:
        if isinstance(piece, Group):
            words += piece.nouns[0].words
        elif isinstance(piece, Mark) and piece.tag == "ADJ":
            words.append(piece.text)
        elif not (isinstance(piece, Mark) and piece.tag in ("ADV", "DET")):
            break
    return tuple(words)


def _short(words: Key) -> Key:
    return words if len(words) <= MOST_WORDS else ()
