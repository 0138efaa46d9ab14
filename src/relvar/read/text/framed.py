"""Sentences that speak of two known things and of nothing else: how many of the one have how many of the other, in whatever order it is said.

All their words but the two are closed: counts, verbs of belonging, prepositions (lexicon/words_framed.toml). So the turn of phrase need not
be known: "under each depot there can be any number of cranes" and "no crane is in two depots" are read by who is counted against whom.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from relvar.read.text.mentions import Abstract, only
from relvar.read.text.naming import Key

DEGREE = re.compile(r"\b(1|one|n|m|many|\*) ?(?::|-to-| to |-|\.\.) ?(1|one|n|m|many|\*)(?![\w*])")
BRACKETED = re.compile(r"\b([XY])s? ?\( ?(1|one|n|m|many|\*) ?\)(.{1,12}?)([XY])s? ?\( ?(1|one|n|m|many|\*) ?\)")
DRAWN = re.compile(r"\b([XY])s? (1|n|m|\*) ?[-–—<>]+ ?(1|n|m|\*) ([XY])s?\b")
JOIN = re.compile(
    r"\b(?:join|junction|link(?:ing)?|association|associative|bridg(?:e|ing)|pivot|intermediate|cross-reference|mapping|connecting)"
    r" (?:table|entity|relation)\b"
    r"|\bhas_and_belongs_to_many\b|\bcombined (?:freely|arbitrarily|in any)|\bmany-many\b"
)
NO = r"(?:can(?:no|')t|can not|(?:must|may|should|is|are|does|do|will|could) ?n[o']t|(?:must|is|are|does|do)n't|never|not|nor)"
BOTH_WAYS = re.compile(
    r"\b(?:vice versa|(?:the )?other way (?:a?round|about)|(?:the )?reverse|each other|one another|(?:on|from) (?:each|both) sides?)\b"
)
ANSWERED = re.compile(r"\bhow many (?P<many>[XY])s? [^?]*?\b(?P<one>[XY])s?\b[^?]*\? (?P<answer>[a-z ,-]{2,40})$")
# counts before a thing, the longest first; what they say of it: many, one, each, none
COUNTS = (
    ("T", r"(?:more than one|two|several|multiple|many|different)(?: different)?", rf"(?:\b{NO}\b[^,;:]*?|\bno [XY]\b[^,;:]*?)"),
    ("M", r"(?:(?:any|an? (?:\w+ )?) ?number of|a (?:lot|list|set|collection|whole set) of|lots of|plenty of"
          r"|(?:zero|0|one|1|two)(?:, one)?(?: or | to |\.\.)?(?:more|many|several|\*|n)|more than one|at least (?:one|two)"
          r"|many|several|multiple|various|different|numerous"
          r"|all(?: of)?(?: the)?|up to \w+|as many)(?: other| different)?", ""),
    ("O", r"(?:(?:at most|(?:no|not|never) more than|zero or) (?:one|a single)|0\.\.1)", ""),
    ("1", r"(?:(?:exactly|only|just|precisely|always) )?(?:one and only one|one and the same|a single|one single|one|1)"
          r"(?: common| specific| certain| particular| fixed)?", ""),
    ("S", r"(?:the|one) same|a common", ""),
    ("N", r"no(?: single)?", ""),
    ("E", r"(?:(?:for |per )?(?:each|every|any)(?: single| one)?(?: of the)?|per)", ""),
)  # fmt: skip
OF_ONE = r"(?<![:\w])(?:the |an? |its |their |own |this |that |some |given |such )*"
MARKS = (
    *(
        (re.compile(rf"({before})\b(?:{words}) ([XY])s?\b"), rf"\1 {sign}:\2")
        if before
        else (re.compile(rf"(?<![\w.:])(?:{words}) (?:of )?([XY])s?\b"), rf"{sign}:\1")
        for sign, words, before in COUNTS
    ),
    (re.compile(rf"{OF_ONE}([XY])s\b"), r"P:\1"),
    (re.compile(rf"{OF_ONE}([XY])\b"), r"D:\1"),
)
OPTIONAL = re.compile(r"\b(?:may|could|can|might|optional(?:ly)?)\b")
LIMITED = {"limited", "restricted", "tied", "bound", "confined", "exclusive"}
UNDER = {"group", "grouped", "sorted", "sort", "organised", "organized", "divided", "nested", "arranged", "child", "children", "member", "members",
         "part", "parts", "subordinate", "link", "point", "points", "refer", "reference", "lead"}  # fmt: skip
INTO = {"in", "into", "to", "under", "inside", "within", "by", "of"}
OVER = re.compile(r"^[^XY]*[1OEDPS]:(?P<whole>[XY])\b (?:is|are|serves? as|acts? as) (?:the |an? )?(?:\w+ )?(?:parent|owner|home)s?(?: entity)? of\b")
ABSENT = {"without", "outside"}
NEVER = {"never", "not", "no", "cannot", "can't"}
BESIDE = re.compile(r"[DP]:[XY] (?:and|or|nor|,) [DP]:[XY]")  # "crane and depot, all in one place" ties nothing
SINGLE = "1OEDS"
WORD = re.compile(r"(?<!')\b[a-z_][\w'-]*")
MENTION = re.compile(r"([M1OESNTDP]):([XY])")


@dataclass(frozen=True, slots=True)
class Count:
    """One `of` has at least `least` and at most `most` of `has`; most None: many."""

    of: Key
    has: Key
    least: int
    most: int | None


@dataclass(frozen=True, slots=True)
class Framed:
    """The counts that a sentence tells. `sure`: in so many words, so that no other reader need look at it."""

    counts: tuple[Count, ...]
    sure: bool


def framed(said: Abstract) -> Framed | None:
    """What a sentence of two things, abstracted to X and Y, tells of their numbers; None where it speaks of more than that."""
    if len(said.things) != 2:
        return None
    text, degree = _degree(said.text)
    text = JOIN.sub(" ", text) if degree else text
    if asked := ANSWERED.search(text):
        return _answered(asked, dict(zip("XY", said.things, strict=True)))
    if _tells_more(text):
        return None
    marked = _marked(BOTH_WAYS.sub(" BOTHWAYS ", text))
    rest = WORD.findall(MENTION.sub(" ", marked))
    if not set(rest) - {"BOTHWAYS"} <= only("framed", "tying"):
        return None
    x, y = said.things
    if degree:
        return Framed(_of_degree(degree, x, y), True)
    return _of_pairs(marked, {"X": x, "Y": y}, set(rest))


def _tells_more(text: str) -> bool:
    """Whether a word stands in it that neither ties nor counts; which counts it stands in is seen only where it has none."""
    any_word = "number of" in text or "up to" in text  # "any given number of cranes", "up to forty cranes"
    return not any_word and not _tying_or_counting().issuperset(WORD.findall(text))


@cache
def _tying_or_counting() -> frozenset[str]:
    counting = " ".join((BOTH_WAYS.pattern, NO, OF_ONE, *(words for _, words, _ in COUNTS)))
    return only("framed", "tying") | frozenset(re.findall(r"[a-z']+", counting))


def _answered(found: re.Match[str], names: dict[str, Key]) -> Framed | None:
    """ "how many depots can a crane have? only one": in the words of a question and its answer."""
    one, answer = found["one"], found["answer"]
    single = re.search(r"\bone\b", answer) is not None and "more" not in answer
    several = re.search(r"\b(?:several|many|number|more|unlimited|multiple)\b", answer) is not None
    if one == found["many"] or single == several:
        return None
    least = int(single and "most" not in answer)
    return Framed((Count(names[one], names[found["many"]], least, 1 if single else None),), True)


def _degree(text: str) -> tuple[str, str]:
    """The text without its degree, and the degree of the first thing to the second: "1n"."""
    sides = "".join
    if found := BRACKETED.search(text) or DRAWN.search(text):
        groups = [group for group in found.groups() if re.fullmatch(r"1|one|n|m|many|\*", group)]
        return text[: found.start()] + f"{found[1]} {found[4]}" + text[found.end() :], sides(map(_side, groups[:2]))
    if found := DEGREE.search(text):
        return text[: found.start()] + " " + text[found.end() :], _side(found[1]) + _side(found[2])
    return text, "nn" if JOIN.search(text) else ""


def _side(sign: str) -> str:
    return "1" if sign in ("1", "one") else "n"


def _of_degree(degree: str, x: Key, y: Key) -> tuple[Count, ...]:
    forth = Count(x, y, 0 if degree[1] == "n" else 1, None if degree[1] == "n" else 1)
    return forth, Count(y, x, 0 if degree[0] == "n" else 1, None if degree[0] == "n" else 1)


def _marked(text: str) -> str:
    """The text with each thing counted: "no crane is in two depots" is "N:X is in T:Y"."""
    for pattern, counted in MARKS:
        text = pattern.sub(counted, text)
    return text


def _of_pairs(text: str, names: dict[str, Key], rest: set[str]) -> Framed | None:
    """Two mentions are a pair; four are two, each told for itself."""
    mentions = list(MENTION.finditer(text))
    if len(mentions) not in (2, 4):
        return None
    counts: list[Count] = []
    sure = len(mentions) == 4
    start = 0
    for one, other in zip(mentions[::2], mentions[1::2], strict=True):
        if one[2] == other[2]:
            return None
        clause = text[start : other.end() if len(mentions) == 4 and start == 0 else len(text)]
        start = other.end()
        told = _of_pair(one[1], other[1], names[one[2]], names[other[2]], clause, len(mentions) == 4)
        if told is None:
            return None
        counts += told
        sure |= {one[1], other[1]} <= set("1OESNT") or "N" in one[1] or other[1] in "T"
    if "BOTHWAYS" in text and not re.search(rf"\b{NO}\b", text):
        x, y = names.values()
        return Framed((Count(x, y, 0, None), Count(y, x, 0, None)), True)
    return Framed(tuple(dict.fromkeys(counts)), sure) if counts else None


def _of_pair(first: str, second: str, a: Key, b: Key, clause: str, paired: bool) -> list[Count] | None:
    """What a clause tells of the two that it counts so; None where that is nothing, or forbids what cannot be told."""
    words = set(re.findall(r"[a-z_']+", MENTION.sub(" ", clause)))
    negated = first == "N" or re.search(rf"\b{NO}\b", clause) is not None or bool(words & ABSENT)
    if negated:
        return _forbidden(first, second, a, b, words)
    if BESIDE.search(clause):
        return None
    optional = "O" in (first, second) or (OPTIONAL.search(clause) is not None and "only" not in words)
    if first in "M" and second in "M":
        return [Count(a, b, 0, None), Count(b, a, 0, None)]
    if first in SINGLE and second in SINGLE:
        return _one_of_one(first, second, a, b, clause, optional)
    if first == "P" and second == "M" and paired:
        return [Count(a, b, 0, None)]
    if first == "P" and second in "1O":
        return [Count(a, b, 0 if optional else 1, 1)]
    if first == "P" and second == "P":
        return [Count(a, b, 1, 1)] if words & UNDER and words & INTO else None
    single, many = (a, b) if first in SINGLE else (b, a)
    return [Count(single, many, 0, None)] if {first, second} & set(SINGLE) else None


def _one_of_one(first: str, second: str, a: Key, b: Key, clause: str, optional: bool) -> list[Count] | None:
    if first == second == "1" or first == second == "E":
        return None
    whole = OVER.match(clause)
    holder, held = (b, a) if (second == "E" and first != "E") or whole else (a, b)
    return [Count(holder, held, 0 if optional else 1, 1)]


def _forbidden(first: str, second: str, a: Key, b: Key, words: set[str]) -> list[Count] | None:
    """ "no crane is in two depots": one at most; "a crane is never without a depot": one at least; "not limited to one": many."""
    if words & ABSENT:
        if second == "N":
            return [Count(b, a, 1, 1)]  # "without a depot there is no crane"
        denied = first == "N" or words & NEVER
        return ([Count(a, b, 1, 1)] if second in "1DEM" else None) if denied else []
    if second == "T":
        return [Count(a, b, 0, 1)]
    if words & LIMITED and second in SINGLE:
        return [Count(a, b, 0, None)]
    return None
