"""How great a number, how long a text, or how many of a thing for another: one name, numbers, and a word that says from which side they bound."""

from __future__ import annotations

from dataclasses import dataclass

from relvar.model.expression import CompareOperator
from relvar.read.text.demands.comparing import FLIPPED
from relvar.read.text.naming import Key
from relvar.read.text.plain.view import NUMBER, SILENT, THING, View, demand_words, only

SIGNS: dict[str, CompareOperator] = {"<=": "<=", "≤": "<=", ">=": ">=", "≥": ">=", "<": "<", ">": ">"}
MIRRORED: dict[CompareOperator, CompareOperator] = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
LINKS = frozenset(["to", "-", "–", "—", "through", "and", "until", "till", "up", "..", "...", "as", "far"])
OUTSIDE = frozenset(["outside", "beyond", "out"])
UPWARDS = frozenset(["more", "above", "higher", "longer", "later", "over", "up", "upwards", "greater", "larger"])
DOWNWARDS = frozenset(["less", "fewer", "below", "lower", "shorter", "under", "smaller"])
MAY = frozenset(["may", "can", "might", "could"])
PRONOUNS = frozenset(["whose", "which", "that"])
SEVERAL = 2
Bounds = tuple[tuple[CompareOperator, float], ...]


@dataclass(frozen=True, slots=True)
class Bounded:
    """`fact` of `thing` (() where it is not told) lies within the bounds; `letters`: its length does."""

    thing: Key
    fact: Key
    bounds: Bounds
    letters: bool


@dataclass(frozen=True, slots=True)
class Limited:
    """So many of one of two things for one of the other; `counted`: which of them, () where only their tie tells."""

    things: tuple[Key, Key]
    counted: Key
    bounds: Bounds


def bounded(seen: View, thing: Key) -> Bounded | None:
    """None where the sentence says more or something else."""
    if len(seen.facts) != 1 or not 0 < len(seen.numbers) <= SEVERAL or len(seen.things) > 1:
        return None
    if ";" in seen.signs:
        return None  # two clauses
    unit = _unit(seen)
    letters = bool(demand_words("letters").intersection(seen.rest)) or "length" in seen.rest or "long" in seen.rest or "varchar" in seen.rest
    if not only((w for w in seen.rest if w != unit), "above", "below", "most", "least", "letters", "measuring", "alike"):
        return None
    stated = _stated(seen)
    return Bounded(thing, seen.facts[0], stated, letters) if stated else None


def limited(seen: View) -> Limited | None:
    """None where the sentence says more or something else."""
    if len(seen.things) != SEVERAL or seen.facts or len(seen.numbers) != 1:
        return None
    if not only(seen.rest, "above", "below", "most", "least", "measuring", "alike"):
        return None
    stated = _stated(seen)
    at = seen.places(NUMBER)[0]
    counted = next((seen.things[seen.index[i]] for i in _next(seen, at) if i in seen.places(THING)), ())
    if not stated or stated[0][0] not in ("<=", "<") or demand_words("letters").intersection(seen.rest):
        return None
    return Limited((seen.things[0], seen.things[1]), counted, stated)


def _next(seen: View, at: int) -> range:
    """The place behind a number, and the one behind an adjective there."""
    ties = demand_words("within") | {"a", "an", "the"}
    return range(at + 1, at + (2 if at + 1 >= len(seen.signs) or seen.signs[at + 1] in ties or seen.signs[at + 1] in SILENT else 3))


def _unit(seen: View) -> str:
    """The word right behind the last number, which may be any."""
    behind = seen.places(NUMBER)[-1] + 1
    return seen.signs[behind] if behind < len(seen.signs) and seen.index[behind] < 0 and seen.signs[behind].isalpha() else ""


def _stated(seen: View) -> Bounds:
    """The bounds that the words around the numbers state; () where they do not agree."""
    places = seen.places(NUMBER)
    if len(places) == SEVERAL:
        return _between(seen, places) or _each(seen, places)
    op = _side(seen, places[0])
    return ((op, seen.numbers[0]),) if op else ()


def _between(seen: View, places: list[int]) -> Bounds:
    """ "from 3 to 90", "3-90": both, where nothing turns it round or it is what lies outside that is refused."""
    low, high = seen.numbers
    link = seen.words(places[0] + 1, places[1])
    sides = demand_words("above", "below", "most", "least") - {"limited", "limit", "restricted", "restrict", "lower", "upper"}
    if not link or not LINKS.issuperset(link) or len(seen.words(*places)) > SEVERAL + 1 or sides & (set(seen.rest) - OUTSIDE - {"up", "least"}):
        return ()
    if link == ["and"] and not {"between", "within", "range", "limits", "in", "inside", *OUTSIDE} & set(seen.rest):
        return ()
    outside = bool(OUTSIDE & set(seen.rest))
    denied = _odd(seen.rest)
    return ((">=", low), ("<=", high)) if low < high and outside == denied else ()


def _each(seen: View, places: list[int]) -> Bounds:
    """ "at least 3 and no more than 90", "below 3 or above 90 is refused": each number by the words before it."""
    if seen.numbers == sorted(seen.numbers) and any(word in SIGNS for word in seen.signs):
        signs = [SIGNS[word] for word in seen.signs if word in SIGNS]
        flipped = MIRRORED[signs[0]] if len(signs) == SEVERAL and places[0] == 0 else ""  # "3 <= wattage <= 90"
        return ((flipped, seen.numbers[0]), (signs[1], seen.numbers[1])) if flipped else ()
    first, second = seen.words(0, places[0]), seen.words(places[0] + 1, places[1])
    tail = seen.words(places[1] + 1, len(seen.signs))
    one, two = _plain(first), _plain(second)
    if not one or not two or demand_words("above", "below").intersection(tail):
        return ()
    behind = _count(tail)
    before = _count(first)
    ops: list[CompareOperator] = []
    for op, denials in ((one, before), (two, _count(second) or (before if one in ("<", ">") else 0))):
        turned = (denials + behind) % 2 == 1
        if op in ("<", ">"):
            ops.append(FLIPPED[op] if turned else op)
        elif denials or behind:
            return ()
        else:
            ops.append(op)
    low, high = ops[0], ops[1]
    bounds: Bounds = ((low, seen.numbers[0]), (high, seen.numbers[1]))
    sided = sorted(bounds, key=lambda bound: bound[1])
    return tuple(sided) if sided[0][0][0] == ">" and sided[1][0][0] == "<" and sided[0][1] < sided[1][1] else ()


def _plain(words: list[str]) -> CompareOperator | None:
    """The side that the words before a number say, before any denial; None where they say none, or both."""
    said: set[CompareOperator] = set()
    said |= {SIGNS[word] for word in words if word in SIGNS}
    text = " ".join(words)
    if "at least" in text or demand_words("least").intersection(word for word in words if word != "least"):
        said.add(">=")
    rest = [word for at, word in enumerate(words) if not (word == "limit" and at and words[at - 1] in ("upper", "lower"))]
    lower = "lower limit" in text or "lower bound" in text
    upper = "at most" in text or "up to" in text or "as high as" in text or "as long as" in text or demand_words("most").intersection(rest)
    if lower:
        said.add(">=")
    elif upper:
        said.add("<=")
    plain = [word for word in rest if not (lower and word == "lower")]
    plain = [word for word in plain if word not in ("high", "long")]
    if demand_words("above").intersection(plain):
        said.add(">")
    if demand_words("below").intersection(plain):
        said.add("<")
    return _strictest(said)


def _strictest(said: set[CompareOperator]) -> CompareOperator | None:
    return next(iter(said)) if len(said) == 1 else None


def _side(seen: View, at: int) -> CompareOperator | None:
    """From which side one number bounds."""
    before, behind = seen.words(0, at), seen.words(at + 1, len(seen.signs))
    denials = _count(before) + _count(behind)
    if op := next((SIGNS[word] for word in seen.signs if word in SIGNS), None):
        return None if denials else op if at and not (at < _sign_at(seen)) else MIRRORED[op]
    if "or" in behind and (told := set(behind[behind.index("or") + 1 :]) & (UPWARDS | DOWNWARDS)):
        if denials % 2 and "and" not in behind:
            return "<" if told & UPWARDS else ">"
        return None if denials else ">=" if told & UPWARDS else "<="
    if op := _plain(before):
        return _turned(op, denials, behind) if denials or op in ("<=", ">=") or _is_said(seen) else None
    if op := _plain(behind):
        return _turned(op, denials, behind)
    if ("already" in behind or "full" in behind) and denials == 1:
        return "<="
    if _plain([*before, *behind]) == "<=" or {"varchar"} & set(before) or _is_all(before, behind):
        return "<="
    if not denials and demand_words("holding").intersection([*before, *behind]) and demand_words("letters").intersection(behind):
        return "<="  # "the remark field takes 120 characters"
    return None


def _is_said(seen: View) -> bool:
    """Whether that it is more or less is said of it ("must be more than 3"), and not which ones are meant ("of more than 3 are ...")."""
    at = next(i for i, word in enumerate(seen.signs) if seen.index[i] < 0 and word in demand_words("above", "below"))
    meant = demand_words("meant")
    if MAY & set(seen.rest) and "only" not in seen.rest:
        return False
    return at > 0 and seen.index[at - 1] < 0 and seen.signs[at - 1] not in meant and not PRONOUNS & set(seen.rest)


def _turned(op: CompareOperator, denials: int, behind: list[str]) -> CompareOperator | None:
    """Denied, what is more is at most."""
    if op in ("<=", ">="):
        over = demand_words("above" if op == "<=" else "below").intersection(behind)
        return op if not denials or (denials == 1 and (over or "no" in behind or "not" in behind)) else None
    return FLIPPED[op] if denials % 2 else op


def _is_all(before: list[str], behind: list[str]) -> bool:
    """ "only 7", "7, not more"."""
    return "only" in before or ("no more" in " ".join(behind)) or ("not more" in " ".join(behind))


def _sign_at(seen: View) -> int:
    return next(i for i, word in enumerate(seen.signs) if word in SIGNS)


def _count(words: list[str]) -> int:
    """How many denials: "not ... anything" is one, "no fog horn is not ..." two; "not possible" and "may not" one."""
    return sum(word in demand_words("denying") for word in words)


def _odd(words: list[str]) -> bool:
    return _count(words) % 2 == 1
