"""Who may do what, said in one sentence: "only managers may change prices", "clerks enter orders but cannot delete them", "auditors have read
access to everything", "a salary is visible to nobody but the owner". Each reading says whom it concerns, what may be done, with what, and whether
it allows, forbids, or allows nobody else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from relvar.model.conceptual import Operation
from relvar.read.text.naming import identifier, is_attribute_head, is_container, words_of
from relvar.read.text.operations import ALL, BROWSING, CHANGING, kept_to_some, operations_of
from relvar.read.text.phrases import Mark, Noun, Part, Verb
from relvar.read.text.scene import Scene, Sentence, nouns
from relvar.read.text.sought import Cued
from relvar.read.text.words import listed, noun_class, singular, verb_form

RESERVING = frozenset(["reserve", "restrict", "limit", "confine"])
EXCEPT = Cued(r"\b(?:except|but not|apart from|excluding|without)(?: for)? (?=(?:the|its|their) )", "except|but not|apart from|excluding|without")
CONCERNED = re.compile(r"\b(?:concerned|in question|themselves|himself|herself)\b")
LIMITS = re.compile(r"\b(?:only|just|exclusively|solely|nothing but|no one|nobody|except)\b")
THEIRS = frozenset(["their", "his", "her", "its", "my", "our"])
TRANSPARENT = frozenset(
    ["allow", "permit", "enable", "entitle", "authorize", "authorise", "want", "need", "like", "wish", "be", "let", "able", "concern"]
)
LETTING = frozenset(["allow", "permit", "enable", "entitle", "authorize", "authorise", "let"])
ALONE = re.compile(r"^\W*(?:only|alone|exclusively)\b")
NOBODY_ELSE = re.compile(
    r"\b(?:nobody|no[- ]?one|none|no (?:other|\w+)|not(?:hing)? (?:\w+ )?(?:to )?anyone)(?: else)? (?:except|but|other than|apart from"
    r"|besides|save)(?: for)? (?:the |an? )?$"
)
ONLY_BEFORE = re.compile(r"\b(?:only|exclusively|solely|just|none but)(?: (?:to|by|for))?(?: the| an?)?\s*$")
EVERYTHING = re.compile(
    r"\b(everything|anything|all (?:of )?(?:the )?(?:data|records|tables|information)|the whole (?:system|database)|full access)\b"
)
GRANTED = frozenset(["access", "right", "rights", "permission", "permissions", "privilege", "privileges"])
TO_WHOM = Cued(
    r"\b(?P<not>not |in|never )?(?P<what>visible|accessible|available|readable|shown|displayed|open|disclosed|editable|hidden|masked"
    r"|concealed|invisible|inaccessible)"
    r"(?: only| exclusively)? (?P<to>to|for|from)\b",
    "visible|accessible|available|readable|shown|displayed|open|disclosed|editable|hidden|masked|concealed",
)
HIDING = frozenset(["hide", "mask", "conceal", "withhold", "redact", "obscure", "anonymise", "anonymize", "blur"])
HIDDEN = ("hidden", "masked", "concealed", "invisible", "inaccessible")


class On(NamedTuple):
    """What a right is about: an entity, or one attribute of it. `of_theirs`: the phrase of whose it is ("patients of their ward")."""

    entity: str
    attribute: str = ""
    of_theirs: Noun | None = None


class Right(NamedTuple):
    """`kind`: "may", "may not", or "only" (they may, and nobody else). `own`: only what is theirs. `everything`: all entities."""

    who: tuple[Noun, ...]
    operations: tuple[Operation, ...]
    on: tuple[On, ...]
    kind: str
    own: bool = False
    everything: bool = False


def rights(scene: Scene, sentence: Sentence) -> Iterator[Right]:
    """Every right that the sentence states, in its order."""
    reader = _Reader(scene, sentence)
    if granted := list(reader.granted()):
        yield from granted
        return
    yield from reader.visible()
    if not (listed_rights := list(reader.gerunds())):
        yield from reader.done()
    yield from listed_rights
    yield from reader.excepted()


def is_role(scene: Scene, noun: Noun, *, sure: bool = False) -> bool:
    """Whether a noun names people who may do something. `sure`: the sentence says that they may, so that any name is one ("HR", "the board")."""
    key = words_of(noun)
    if is_container(key) or noun.bounds.article in THEIRS:
        return False
    if key[-1] in listed("party") or (noun_class(key[-1]) == "person" and not is_attribute_head(key[-1])) or key[-1].endswith(("person", "woman")):
        return True
    entity = scene.entity_of(noun)
    return sure and not noun.of and (scene.entities[entity].entity_kind == "party" if entity else not is_attribute_head(key[-1]))


class _Reader:
    def __init__(self, scene: Scene, sentence: Sentence) -> None:
        self.scene, self.sentence = scene, sentence
        self.parts = sentence.parts
        self.text = sentence.text
        self.last: tuple[On, ...] = ()  # what "them" means

    # --- "managers may change prices", "prices may only be changed by managers" ---

    def done(self) -> Iterator[Right]:
        who: tuple[Noun, ...] = ()
        for at, part in enumerate(self.parts):
            if not isinstance(part, Verb) or not (operations := operations_of(part.base) or kept_to_some(self.parts, at)):
                continue
            if part.passive:
                yield from self._by_whom(at, part, operations)
                continue
            if part.form not in ("finite", "to"):
                continue
            said = self._subject(at)
            who = said or who
            named = tuple(n for n in who if is_role(self.scene, n, sure=self._is_sure(n, at)))
            if named:
                yield self._active(at, part, named, operations)

    def _active(self, at: int, verb: Verb, who: tuple[Noun, ...], operations: tuple[Operation, ...]) -> Right:
        behind = self._behind(at)
        everything = bool(EVERYTHING.search(self._words(verb.end, behind[-1].end if behind else verb.end)))
        on = tuple(self._on(p for p in behind if isinstance(p, Noun)))
        if not on and any(isinstance(p, Mark) and p.text in ("them", "it", "these", "those") for p in behind[:1]):
            on = self.last
        self.last = on or self.last
        denied = (verb.negated or self._denied(at) or self._none(who)) and not self._excepting(who[0])
        others = denied and self._of_others(behind)
        concerned = self._excepting(who[0]) and bool(CONCERNED.search(self.text))  # "nobody but the trainer concerned"
        own = self._is_own(behind) or others or concerned
        kind = "may" if concerned else "only" if self._alone(who, verb) else "may not" if denied and not others else "may"
        if kind == "may" and not own:
            wholes = [p.of for p in behind if isinstance(p, Noun) and p.of is not None and p.of.bounds.article not in THEIRS]
            on += tuple(one for one in self._on(wholes) if not one.attribute)  # "see a board of tasks"
        return Right(who, operations, on, kind, own, everything)

    def _by_whom(self, at: int, verb: Verb, operations: tuple[Operation, ...]) -> Iterator[Right]:
        """ "are approved by the head": who does it stands behind, what it is done with before."""
        by = next((i for i in range(at + 1, min(at + 3, len(self.parts))) if self._text(i) == "by"), -1)
        nouns_behind = self._group(by + 1) if by >= 0 else ()
        who = tuple(n for n in nouns_behind if is_role(self.scene, n, sure=bool(verb.modal)) and (verb.modal or not n.bounds.stated))
        if not who or (verb.negated and not verb.modal):
            return
        on = tuple(self._on(p for p in self.parts[:at] if isinstance(p, Noun)))
        before = self._words(verb.start, who[0].start)
        alone = ONLY_BEFORE.search(before) or "only" in self.text[verb.start - self.sentence.start : verb.end - self.sentence.start].split()
        trailing = re.match(r"\W*only\b", self._words(who[-1].end, self.sentence.end))
        nobody = NOBODY_ELSE.search(self._words(self.sentence.start, who[0].start))
        kind = "only" if alone or nobody or trailing or self._starts_only(who[0]) else "may not" if verb.negated else "may"
        yield Right(who, operations, on, kind)

    # --- "editing films: clerks", "deleting films is reserved for managers", "may read films, except for their price" ---

    def gerunds(self) -> Iterator[Right]:
        first = self.parts[0] if self.parts else None
        doing = first.base if isinstance(first, Verb) and first.form == "ing" else self._doing(first)
        operations = operations_of(doing)
        if not operations or first is None:
            return
        behind = self._behind(0) if isinstance(first, Verb) else [first]
        after = self.parts[len(behind) + isinstance(first, Verb) :]
        opens = next((i for i, p in enumerate(after) if isinstance(p, Mark) and (p.tag == "COLON" or p.text in ("for", "to", "by"))), -1)
        verbs = [p for p in after if isinstance(p, Verb)]
        who = tuple(p for p in after[opens + 1 :] if isinstance(p, Noun) and is_role(self.scene, p, sure=True)) if opens >= 0 else ()
        if who and (on := tuple(self._done_with(behind))) and all(v.base in LETTING | RESERVING | {"be"} for v in verbs):
            alone = any(v.base in RESERVING for v in verbs) or "only" in self.text.split()
            yield Right(who, operations, on, "only" if alone else "may not" if any(v.negated for v in verbs) else "may")

    def _doing(self, first: Part | None) -> str:
        """The verb of "editing magazines", where that is read as one noun."""
        base, form = verb_form(first.words[0]) if isinstance(first, Noun) and len(first.words) > 1 else ("", "")
        return base if form == "ing" else ""

    def _done_with(self, behind: Sequence[Part]) -> Iterator[On]:
        yield from self._on([p for p in behind if isinstance(p, Noun)])
        for part in behind:
            words = (*part.key[1:-1], part.key[-1]) if isinstance(part, Noun) and len(part.key) > 1 else ()
            if words and (entity := self.scene.entity_named(words)):
                yield On(entity)

    def excepted(self) -> Iterator[Right]:
        """ "moderators may read auctions, except for their tax number"."""
        found = EXCEPT.search(self.text)
        if found is None:
            return
        verb = next((i for i, p in enumerate(self.parts) if isinstance(p, Verb) and operations_of(p.base)), -1)
        if verb < 0:
            return
        place = self.sentence.start + found.end()
        facts = [p for p in self.parts if isinstance(p, Noun) and p.start >= place]
        on = tuple(one for one in self._on(facts) if one.attribute)
        seen = self.parts[verb]
        who = tuple(n for n in self._subject(verb) if is_role(self.scene, n, sure=True))
        if who and on and isinstance(seen, Verb):
            yield Right(who, operations_of(seen.base), on, "may not")

    # --- "have read access to everything" ---

    def granted(self) -> Iterator[Right]:
        for at, part in enumerate(self.parts):
            if not isinstance(part, Noun) or part.key[-1] not in GRANTED:
                continue
            verb = next((i for i in range(at - 1, -1, -1) if isinstance(self.parts[i], Verb)), -1)
            if verb < 0 and part.of is not None and is_role(self.scene, part.of, sure=True):
                yield from self._labelled(at, part, part.of)
                continue
            who = self._subject(verb) if verb >= 0 else ()
            who = tuple(n for n in who if is_role(self.scene, n, sure=True))
            given = self.parts[verb] if verb >= 0 else None
            if not who or not isinstance(given, Verb) or given.base not in ("have", "get", "give", "grant", "receive", "need"):
                continue
            words = " ".join(part.words[:-1])
            behind = [p for p in self._behind(at) if isinstance(p, Noun | Verb)]
            operations = _granted(words, [p.base for p in behind if isinstance(p, Verb)])
            objects = [part.of] if part.of is not None else [p for p in behind if isinstance(p, Noun)]
            on = tuple(self._on(objects))
            everything = not on and (bool(EVERYTHING.search(self.text)) or words in ("full", "unlimited", "complete", "admin"))
            denied = given.negated or (part.bounds.stated and part.bounds.most == 0)
            if on or everything:
                yield Right(
                    who, operations, on, "only" if self._alone(who, given) else "may not" if denied else "may", self._is_own(behind), everything
                )

    def _labelled(self, at: int, access: Noun, role: Noun) -> Iterator[Right]:
        """ "access of clerks to films: read only", "access of customers to orders: own only"."""
        behind = [p for p in self.parts[at + 1 :] if isinstance(p, Noun)]
        colon = next((p.end for p in self.parts[at + 1 :] if isinstance(p, Mark) and p.tag == "COLON"), 0)
        said = self._words(colon, self.sentence.end) if colon else ""
        if on := tuple(self._on(behind[:1])):
            yield Right(
                (role,),
                _granted(" ".join((*access.words[:-1], said)), []),
                on,
                "may not" if said.strip() in ("none", "no") else "may",
                "own" in said.split(),
            )

    # --- "the salary is visible to HR only", "phone numbers are masked for clerks" ---

    def visible(self) -> Iterator[Right]:
        found = TO_WHOM.search(self.text)
        verb = next((i for i, p in enumerate(self.parts) if isinstance(p, Verb) and p.base in HIDING and not p.passive), -1)
        if found is not None:
            place = self.sentence.start + found.end()
            before = [p for p in self.parts if isinstance(p, Noun) and p.end <= self.sentence.start + found.start()]
            behind = [p for p in self.parts if isinstance(p, Noun) and p.start >= place]
            hides = bool(found["not"]) or found["what"] in HIDDEN or bool(re.search(r"\b(?:not|never)\b[^.]{0,20}$", self.text[: found.start()]))
            operations: tuple[Operation, ...] = CHANGING if found["what"] == "editable" else BROWSING
        elif verb >= 0:
            rest = [p for p in self.parts[verb + 1 :] if isinstance(p, Noun)]
            split = next((p.start for p in self.parts[verb + 1 :] if isinstance(p, Mark) and p.text in ("for", "from")), self.sentence.end)
            before, behind, hides, operations = [p for p in rest if p.start < split], [p for p in rest if p.start > split], True, BROWSING
        else:
            return
        who = tuple(n for n in behind if is_role(self.scene, n, sure=True))
        on = tuple(self._on(before))
        if who and on and hides and self._of_others(before):
            yield Right(who, BROWSING, on, "may", own=True)
            return
        if who and on:
            excepted = NOBODY_ELSE.search(self._words(self.sentence.start, who[0].start)) or re.search(
                r"\b(?:except|but)\b", self._words(before[-1].end, who[0].start)
            )
            only = re.search(r"\bonly\b|\bexclusively\b", self._words(before[-1].end, self.sentence.end)) or self._starts_only(before[0])
            yield Right(who, operations, on, "only" if excepted or (only and not hides) else "may not" if hides else "may")

    # --- who ---

    def _subject(self, at: int) -> tuple[Noun, ...]:
        """The nouns right before a verb, or before the verbs of letting and wanting before it, or between these and it; () for none."""
        here = at - 1
        while here >= 0:
            part = self.parts[here]
            if isinstance(part, Noun):
                return self._joined(here)
            if isinstance(part, Verb) and part.base not in TRANSPARENT:
                return ()
            if isinstance(part, Mark) and (part.tag in ("STOP", "COLON") or (part.tag in ("COMMA", "CONJ", "PREP") and not self._in_except(here))):
                return self._joined(here - 1) if part.tag == "COLON" and here and isinstance(self.parts[here - 1], Noun) else ()
            here -= 1
        return ()

    def _in_except(self, at: int) -> bool:
        """ "nobody but the accountant", and not "enter orders but cannot delete them"."""
        return self._text(at) in ("except", "besides", "than") or (self._text(at) == "but" and bool(self._text(at - 1)))

    def _joined(self, at: int) -> tuple[Noun, ...]:
        """The list of nouns that ends here: "managers and clerks"."""
        found: list[Noun] = []
        while at >= 0 and isinstance(noun := self.parts[at], Noun):
            found.insert(0, noun)
            joins = at >= 2 and isinstance(mark := self.parts[at - 1], Mark) and (mark.tag in ("COMMA", "CONJ", "SLASH")) and mark.text != "but"
            if (
                not joins
                or not isinstance(before := self.parts[at - 2], Noun)
                or self._governed(at - 2)
                or not is_role(self.scene, before, sure=True)
            ):
                break
            at -= 2
        return tuple(found)

    def _governed(self, at: int) -> bool:
        before = self.parts[at - 1] if at else None
        return isinstance(before, Verb) or (isinstance(before, Mark) and before.tag == "PREP" and not self._in_except(at - 1))

    def _group(self, at: int) -> tuple[Noun, ...]:
        """The list of nouns that begins here."""
        found: list[Noun] = []
        while at < len(self.parts) and isinstance(noun := self.parts[at], Noun):
            found.append(noun)
            if not (at + 2 < len(self.parts) and isinstance(mark := self.parts[at + 1], Mark) and mark.tag in ("COMMA", "CONJ", "SLASH")):
                break
            at += 2
        return tuple(found)

    def _is_sure(self, noun: Noun, at: int) -> bool:
        verb = self.parts[at]
        permits = isinstance(verb, Verb) and verb.modal in ("may", "can", "cannot", "must", "should", "could")
        return (
            permits
            or self._starts_only(noun)
            or self._excepting(noun)
            or any(isinstance(p, Verb) and p.base in LETTING for p in self.parts[max(0, at - 3) : at])
        )

    # --- what with ---

    def _behind(self, at: int) -> list[Part]:
        """What stands behind a verb, until a preposition leads on or the next clause; where another verb follows at once, what stands behind that."""
        found: list[Part] = []
        for part in self.parts[at + 1 :]:
            named = any(isinstance(p, Noun) or self._is_pronoun(p) for p in found)
            if isinstance(part, Verb):
                if named:
                    break
                found = []
            elif isinstance(part, Mark) and (part.tag in ("STOP", "SUB", "REL", "COLON") or (part.tag == "PREP" and (named or not self._looks(at)))):
                break
            else:
                found.append(part)
        return found

    def _looks(self, at: int) -> bool:
        """Verbs of looking take what they look at behind a preposition, and so do access and rights: "search for films", "access to films"."""
        part = self.parts[at]
        return isinstance(part, Noun) or (isinstance(part, Verb) and operations_of(part.base) == BROWSING)

    def _is_pronoun(self, part: Part) -> bool:
        return isinstance(part, Mark) and part.text in ("them", "it", "these", "those", "everything", "anything")

    def _on(self, some: Iterator[Noun] | list[Noun]) -> Iterator[On]:
        """The entities and attributes that nouns mean; "the price of a film" is about its price, "the price and the title" about both."""
        found: dict[On, None] = {}
        for noun in some:
            if entity := self.scene.entity_of(noun):
                theirs = noun.of if noun.of is not None and noun.of.bounds.article in THEIRS else None
                found[On(entity, "", theirs)] = None
                continue
            for on in self._facts(noun):
                found[on] = None
        yield from found

    def _facts(self, noun: Noun) -> Iterator[On]:
        for entity, attribute in facts_named(self.scene, self.sentence, noun):
            yield On(entity, attribute)

    def _is_own(self, behind: Sequence[Part]) -> bool:
        """ "their own orders", "only their orders", "what they entered": who lists their orders may see others' as well."""
        said = [n for one in behind if isinstance(one, Noun) for n in nouns([one])]
        theirs = any(n.bounds.article in THEIRS for n in said) and bool(LIMITS.search(self.text))
        made = re.search(r"\b(?:they|he|she) (?:own|owns|created?|made|makes?|enter(?:ed)?|wrote)\b|\bassigned to (?:them|him|her)\b", self.text)
        but = re.search(r"\b(?:but|and) not (?:the |those )?[^.;]*\bothers?\b", self.text)
        return theirs or any("own" in n.words for n in said) or bool(made or but)

    def _of_others(self, behind: Sequence[Part]) -> bool:
        """ "no customer may see another customer's data", "the data of others"."""
        return (
            bool(re.search(r"\b(?:another|other|others|somebody else|someone else)\b", self._words(behind[0].start, behind[-1].end)))
            if behind
            else False
        )

    # --- whether ---

    def _alone(self, who: tuple[Noun, ...], verb: Verb) -> bool:
        """ "only managers may", "managers alone may", "nobody except managers may"."""
        after = self._words(who[-1].end, verb.start + len(verb.modal)) if verb.modal else ""
        return self._starts_only(who[0]) or self._excepting(who[0]) or bool(ALONE.search(after))

    def _starts_only(self, noun: Noun) -> bool:
        return self._words(noun.start, noun.end).startswith("only ") or bool(ONLY_BEFORE.search(self._words(self.sentence.start, noun.start)[-30:]))

    def _excepting(self, noun: Noun) -> bool:
        return bool(NOBODY_ELSE.search(self._words(self.sentence.start, noun.start)))

    def _none(self, who: tuple[Noun, ...]) -> bool:
        return all(n.bounds.stated and n.bounds.most == 0 for n in who)

    def _denied(self, at: int) -> bool:
        """ "are not allowed to", "must not be able to", "yet never delete": the denial stands with the verb before, or before this one."""
        if self._text(at - 1) in ("never", "not"):
            return True
        return any(isinstance(p, Verb) and p.negated and p.base in TRANSPARENT for p in self.parts[max(0, at - 2) : at])

    def _text(self, at: int) -> str:
        part = self.parts[at] if 0 <= at < len(self.parts) else None
        return part.text if isinstance(part, Mark) else ""

    def _words(self, start: int, end: int) -> str:
        return self.text[max(0, start - self.sentence.start) : max(0, end - self.sentence.start)]


def facts_named(scene: Scene, sentence: Sentence, noun: Noun) -> Iterator[tuple[str, str]]:
    """The attributes that a noun means: of what it is of, of what its first words name, of what the sentence names, or wherever it is kept."""
    words = (*words_of(noun)[:-1], singular(words_of(noun)[-1]))
    owners = [e for n in (noun.of, noun.owner) if n is not None and (e := scene.entity_of(n))]
    for end in range(1, len(words)):
        if entity := scene.entity_named(words[:end]):
            owners, words = [entity], words[end:]  # "client phone numbers"
            break
    things = [e for e in sentence.named if scene.entities[e].entity_kind != "party"]
    for some in (owners,) if owners else (things, scene.with_fact(*_names(words), words[-1].rsplit("_", 1)[-1])):
        found = [(e, a) for e in some if (a := _fact(scene, e, words))]
        yield from found
        if found:
            return


def _fact(scene: Scene, entity: str, words: tuple[str, ...]) -> str:
    """The attribute of these words: the same, with a word such as "number" less or more, or with one before it."""
    names, ending = _names(words), "_" + "_".join(words)
    return next((a for a in scene.entities[entity].attributes if a in names or a.endswith(ending)), "")


def _names(words: tuple[str, ...]) -> set[str]:
    name = "_".join(words)
    return {name, name.removesuffix("_number"), name.removesuffix("_address"), f"{name}_number"}


def _granted(words: str, verbs: list[str]) -> tuple[Operation, ...]:
    """The operations of "read access", "full access", "the right to delete"."""
    if verbs:
        return next((ops for verb in verbs if (ops := operations_of(verb))), BROWSING)
    if any(word in words for word in ("full", "unlimited", "complete", "admin", "all")):
        return ALL
    return ("read", "insert", "update") if any(word in words for word in ("write", "edit", "change", "update")) else BROWSING


def role_id(noun: Noun) -> str:
    """The id of the role that a noun names."""
    return identifier(words_of(noun))
