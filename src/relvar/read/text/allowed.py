"""What a fact may be, told in any words: of the sentence only the fact, its thing, a list and words that say nothing else may remain.

"Users choose the size of a telescope from small, medium and large", "valid sizes are small, medium and large", "size: small / medium / large".
No construction is looked for: what is left when the fact and its thing are taken away must be one list and glue.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from relvar.read.text.claims import Claims
from relvar.read.text.kinds import is_agent
from relvar.read.text.listing import FLAGS
from relvar.read.text.naming import Key, is_attribute_head, words_of
from relvar.read.text.openings import Openings
from relvar.read.text.phrases import KINDS, Mark, Noun, Part
from relvar.read.text.quantity import Bounds
from relvar.read.text.tokens import Token
from relvar.read.text.words import listed, singular, verb_form

BRACKETS = frozenset("()[]{}")
COMPARED = frozenset(["equal", "smaller", "larger", "greater", "higher", "lower", "longer", "shorter", "later", "earlier"])  # with another fact
DENIED = frozenset(["not", "no"])
ALL_THE_SAME = frozenset(["other", "but", "else", "nothing", "than"])  # "no size but small or large"
LIFE = frozenset(["status", "state", "stage", "phase", "condition"])  # what is done may be a value of these
SEPARATORS = frozenset([",", "/", "|", ";", "or", "and"])
FLOWING = frozenset(["then", "finally", "later", "next", "first", "becomes", "become", "turns", "goes"])  # a life, which others read
LONGEST_VALUE = 3  # words
FEWEST = 3  # tokens: two values and what joins them
LONGEST_NAME = 3  # words
LONGEST = 40  # tokens: a longer sentence tells more than that
MOST_RUNS = 5  # of words that say something: the list, and two for each of the two names, for a name of three words may hold one that says nothing


@cache
def _glue() -> frozenset[str]:
    """Words that say of values no more than that they are values."""
    return frozenset(listed("says_nothing")) | frozenset(listed("choosing")) | BRACKETS


@cache
def _says_nothing() -> frozenset[str]:
    """The same without what joins a list."""
    return _glue() - SEPARATORS


@cache
def _ends_a_name() -> frozenset[str]:
    return _glue() | SEPARATORS


class Allowed(NamedTuple):
    """The fact, whose it is, and its values."""

    fact: Noun
    owner: Noun
    values: list[Part]


class Spoken:
    """What the text has told so far: facts with their owners, and things."""

    def __init__(self) -> None:
        self.facts: dict[Key, Noun] = {}
        self.things: set[Key] = set()
        self.openings = Openings()  # of both
        self._has = self._nouns = 0

    def hear(self, claims: Claims) -> None:
        """Take in what was told since the last time."""
        for has in claims.has[self._has :]:
            fact = words_of(has.item)
            if fact not in self.facts:
                self.openings.add(fact)
            self.facts[fact] = has.owner
            self._add(words_of(has.owner))
        for noun in claims.nouns[self._nouns :]:
            self._add(words_of(noun))
        self._has, self._nouns = len(claims.has), len(claims.nouns)

    def _add(self, thing: Key) -> None:
        if thing not in self.things:
            self.things.add(thing)
            self.openings.add(thing)


def allowed(sentence: list[Token], spoken: Spoken, asked: tuple[Noun, Noun] | None = None) -> Allowed | None:
    """What the sentence says that a fact may be, or None where it says anything else. `asked`: the fact and thing of the question before it."""
    tokens = _words(sentence)
    if not FEWEST <= len(tokens) <= LONGEST or not _may_list(tokens):
        return None
    known = known_in(tokens, spoken)
    fact, owner = known.fact, known.owner
    if asked is not None and fact is None and not known.taken:
        fact, owner = asked
    if fact is None or owner is None:
        return None
    rest = [at for at in range(len(tokens)) if at not in known.taken]
    region = _region(tokens, rest)
    if region is None:
        return None
    first, last = region
    glue = {tokens[at].low for at in rest if not first <= at <= last}
    told = words_of(fact) in spoken.facts and any(token.low == "or" for token in tokens[first:last])
    values = _values(tokens[first : last + 1], fact, told=told) if not (fact.key[-1] in KINDS and fact.plural) else []  # "two kinds of members"
    if any(words_of(part) in known.things for part in values if isinstance(part, Noun)):
        return None
    joined = {t.low for t in tokens[first:last]} & {"or", "/", "|"} or fact.plural or ":" in glue or glue & listed("choosing") or asked is not None
    denied = glue & DENIED and not glue & ALL_THE_SAME
    return Allowed(Noun(fact.key, fact.start, fact.end, Bounds(), inside=values), owner, values) if values and joined and not denied else None


def _may_list(tokens: list[Token]) -> bool:
    """Whether the glue leaves few runs of words that say something, and in one of them a separator stands between two."""
    glue = _says_nothing()
    runs, within, parted, lists = 0, False, False, False
    for token in tokens:
        if token.low in SEPARATORS:
            parted = within
        elif token.low in glue or token.low == ":":
            within = parted = False
        else:
            lists = lists or parted
            runs, within = runs + (not within), True
    return lists and runs <= MOST_RUNS


def asks_for(sentence: list[Token], spoken: Spoken) -> tuple[Noun, Noun] | None:
    """The fact and the thing of "what sizes can a telescope have?", which the next sentence answers."""
    if sentence[0].low not in ("what", "which"):
        return None
    tokens = _words(sentence)
    known = known_in(tokens, spoken)
    plain = all(tokens[at].low in _glue() for at in range(len(tokens)) if at not in known.taken)
    return (known.fact, known.owner) if plain and known.fact is not None and known.owner is not None else None


def _words(sentence: list[Token]) -> list[Token]:
    return [token for token in sentence if token.kind not in ("quote", "dash") and token.low not in (".", "?", "!", "*")]


class Known(NamedTuple):
    fact: Noun | None
    owner: Noun | None
    taken: frozenset[int]
    things: set[Key]


def known_in(tokens: list[Token], spoken: Spoken) -> Known:
    """The fact and the thing that the tokens name, of those that the text has told, and where they stand."""
    facts, things = spoken.facts, spoken.things
    taken: set[int] = set()
    fact, owner, thing = None, None, None
    lows = [token.low for token in tokens]
    for at in spoken.openings.places(lows):
        for size in spoken.openings.sizes(lows[at], min(LONGEST_NAME, len(lows) - at)) if at not in taken else ():
            *before, head = lows[at : at + size]
            key = (*before, singular(head))
            if not head.isalpha() or (key not in facts and key not in things):
                continue
            noun = Noun((*before, head), tokens[at].start, tokens[at + size - 1].end, Bounds())
            if key in facts and fact is None and is_attribute_head(noun.head):
                fact, owner = noun, facts[key]
            elif key in things and not is_attribute_head(noun.head) and thing is None and key[-1] not in _glue():
                thing = noun
            else:
                continue
            taken.update(range(at, at + size))
            break
    if fact is None and (places := _untold_fact(tokens, taken)):
        fact, taken = _noun(tokens, places), taken | places
    if fact is not None and thing is None and owner is None and (places := _untold_thing(tokens, taken)):
        thing, taken = _noun(tokens, places), taken | places
    return Known(fact, (thing or owner) if fact is not None else thing, frozenset(taken), things)


def _noun(tokens: list[Token], places: set[int]) -> Noun:
    found = [tokens[at] for at in sorted(places)]
    return Noun(tuple(t.low for t in found), found[0].start, found[-1].end, Bounds())


def _untold_fact(tokens: list[Token], taken: set[int]) -> set[int]:
    """ "the access level of the mortgage is ...": the first noun that names a fact, with what qualifies it."""
    acts = {at + 1 for at in taken if at + 1 < len(tokens) and verb_form(tokens[at + 1].low)[1] == "s"}  # "a film starts as ..."
    passed = taken | acts
    heads = [i for i, t in enumerate(tokens) if i not in passed and is_attribute_head(t.low) and t.low not in ("value", "values")]
    at = next((i for i in heads if tokens[i].low not in _glue()), heads[0] if heads else -1)  # "in terms of size"
    if at < 0:
        return _left_alone(tokens, taken)
    plain = at > 0 and at - 1 not in taken and tokens[at - 1].low not in _glue() and tokens[at - 1].kind == "word"
    begins = plain and (at < 2 or tokens[at - 2].low in _glue())
    return {at - 1, at} if begins else {at}


def _left_alone(tokens: list[Token], taken: set[int]) -> set[int]:
    """ "for the season of a museum users choose between spring and summer": beside the list, the one name that is left."""
    runs: list[list[int]] = [[]]
    for at, token in enumerate(tokens):
        if at in taken or token.low in _says_nothing() or token.low == ":":
            runs.append([])
        else:
            runs[-1].append(at)
    runs = [run for run in runs if run]
    lists = [run for run in runs if any(tokens[at].low in SEPARATORS for at in run)]
    names = [run for run in runs if run not in lists]
    if names and (is_agent(singular(tokens[names[0][-1]].low)) or any(tokens[at].tag == "VERB" for at in names[0])):
        return set()  # "a survey consists of stations and legs"
    return set(names[0]) if taken and len(lists) == len(names) == 1 and len(names[0]) < LONGEST_NAME else set()


def _untold_thing(tokens: list[Token], taken: set[int]) -> set[int]:
    """ "... of every orchard is stored": the words behind "of", "each" or an article, up to the next that says nothing."""
    for at, token in enumerate(tokens):
        if token.low not in ("of", "for", "a", "an", "each", "every", "the", "all"):
            continue
        end = at + 1
        while end < len(tokens) and end not in taken and tokens[end].kind == "word" and tokens[end].low not in _ends_a_name():
            end += 1
        if 0 < end - at - 1 <= LONGEST_NAME and (end == len(tokens) or tokens[end].low not in SEPARATORS):
            return set(range(at + 1, end))
    return set()


def _region(tokens: list[Token], rest: list[int]) -> tuple[int, int] | None:
    """The first and the last place of what is no glue; None where glue or something known stands in between."""
    others = [at for at in rest if tokens[at].low not in _glue() and tokens[at].low not in SEPARATORS and tokens[at].low != ":"]
    if not others:
        return None
    first, last = others[0], others[-1]
    free = set(rest)
    between = all(at in free and (tokens[at].low not in _glue() or tokens[at].low in SEPARATORS) for at in range(first, last + 1))
    return (first, last) if between and ":" not in {t.low for t in tokens[first:last]} else None


def _values(tokens: list[Token], fact: Noun, *, told: bool) -> list[Part]:
    """The items between the separators as parts; [] where one of them is no value. `told`: the fact was spoken of before, and this gives choices."""
    items: list[list[Token]] = [[]]
    for token in tokens:
        if token.low in SEPARATORS:
            items.append([])
        else:
            items[-1].append(token)
    items = [item for item in items if item]
    named = [item for item in items if is_attribute_head(item[-1].low)]  # "the channel is mail, phone or letter"
    if len(items) < 2 or (named and (not told or len(named) == len(items))) or any(not _is_value(item) for item in items):
        return []
    done = all(verb_form(item[-1].low)[1] == "ed" for item in items)
    if done and fact.key[-1] not in LIFE:
        return []  # "the date can be changed or deleted"
    parts: list[Part] = []
    for item in items:
        if parts:
            parts.append(Mark("COMMA", ",", item[0].start, item[0].start))
        parts.append(Noun(tuple(t.low for t in item), item[0].start, item[-1].end, Bounds(), quoted=True))
    return parts


def _is_value(item: list[Token]) -> bool:
    last = item[-1].low
    if verb_form(last)[1] == "base" and last in listed("view_verbs", "create", "manage", "record"):
        return False  # "clerks are allowed to create and edit bills"
    words = all(token.kind == "word" or token.low.replace("-", "").isalnum() for token in item)
    number = any(token.kind == "number" for token in item)
    told = any(token.low in listed("adverb", "be", "have") or token.low in FLOWING for token in item)  # "then becomes published"
    told = told or any(token.low in COMPARED for token in item)
    return words and not (number or told or last in FLAGS) and len(item) <= LONGEST_VALUE
