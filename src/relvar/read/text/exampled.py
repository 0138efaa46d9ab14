""" "a genre such as drama, comedy or western, a year": what stands behind "such as" within a list are examples of its item, and no items."""

from __future__ import annotations

from collections.abc import Sequence

from relvar.read.text.phrases import Mark, Noun, Part, Verb
from relvar.read.text.quantity import Bounds
from relvar.read.text.words import listed

VALUED = frozenset(
    ["type", "kind", "size", "status", "state", "category", "class", "level", "gender", "sex", "colour", "color", "mode", "grade", "role", "priority"]
)
OPENERS = frozenset(["such", "e.g", "e.g."])
ITEM_TAGS = ("ADJ", "NUM")
WHOLE = frozenset(
    ["information", "data", "detail", "thing", "item", "field", "attribute", "property", "feature", "function", "fact", "aspect", "entity"]
)


def with_examples(parts: Sequence[Part]) -> Sequence[Part]:
    """The parts, with examples within a list put where brackets behind their noun would put them."""
    marks = {p.text for p in parts}
    if "/" in marks:
        parts = _with_values(parts)
    if marks.isdisjoint(OPENERS):
        return parts
    found: list[Part] = []
    at = 0
    while at < len(parts):
        at = _spelled_out(parts, at)
        part, end = parts[at], _end(parts, at)
        if isinstance(part, Noun) and end > at + 1 and part.end < parts[end - 1].end:  # a sentence may be grouped again
            part.inside = [*part.inside, *parts[at + 1 : end]]
            part.end = parts[end - 1].end
        found.append(part)
        at = max(end, at + 1)
    return found


def _with_values(parts: Sequence[Part]) -> list[Part]:
    """ "type grand/upright, size small/medium/large": what is parted by strokes behind a fact is what it may be."""
    found: list[Part] = []
    at = 0
    while at < len(parts):
        part = parts[at]
        end = at + 1
        while _is(parts, end, "SLASH") and end + 1 < len(parts) and _is_example(parts[end + 1]):
            end += 2
        if end > at + 1 and isinstance(part, Noun) and part.inside and part.end >= parts[end - 1].end:
            found.append(part)  # grouped before
            at = end
            continue
        fact = found[-1] if found and end > at + 1 and isinstance(part, Noun) else None
        if end > at + 1 and isinstance(part, Noun) and not part.inside:
            again = isinstance(fact, Noun) and fact.inside and fact.end >= parts[end - 1].end
            if isinstance(fact, Noun) and (again or (not fact.inside and fact.head in VALUED and _is_example(part))):
                fact.inside, fact.end = parts[at:end], parts[end - 1].end
                at = end
                continue
            if len(part.words) == 2 and part.words[0] in VALUED:
                first = Noun(part.words[1:], part.end - len(part.words[1]), part.end, Bounds())
                part.inside = [first, *parts[at + 1 : end]]
                part.words, part.end = part.words[:1], parts[end - 1].end
                found.append(part)
                at = end
                continue
        found.append(part)
        at += 1
    return found


def _spelled_out(parts: Sequence[Part], at: int) -> int:
    """ "details such as the species and the age of each tree" are the species and the age: where they begin; else the same place."""
    noun = parts[at]
    if not isinstance(noun, Noun) or noun.of is not None or noun.owner is not None or noun.key[-1] not in WHOLE | listed("wrapper"):
        return at
    opens = _opened(parts, at + 1)
    here = at + 1 + opens
    last = None
    while opens and here < len(parts) and (isinstance(parts[here], Noun) or _is(parts, here, "COMMA") or _is(parts, here, "CONJ")):
        last, here = parts[here], here + 1
    told = (
        isinstance(last, Noun)
        and last.of is not None
        and last.key[-1] in listed("attribute_head")
        and last.of.key[-1] not in listed("attribute_head")
    )
    return at + 1 + opens if told else at


def _end(parts: Sequence[Part], at: int) -> int:
    """Where the examples behind the noun at a place end; the place behind the noun where it is none with examples within a list."""
    noun = parts[at]
    opens = _opened(parts, at + 1) if isinstance(noun, Noun) and noun.key[-1] not in WHOLE | listed("wrapper") else 0
    if not opens or noun is None:
        return at + 1
    here, end, last = at + 1 + opens, at + 1, False
    while here < len(parts) and _is_example(parts[here]):
        here = end = here + 1
        comma = _is(parts, here, "COMMA")
        joined = _is(parts, here + comma, "CONJ")
        if last or not (comma or joined):
            break
        last = joined
        here += comma + joined
    in_list = at > 1 and (_is(parts, at - 1, "COMMA") or _is(parts, at - 1, "CONJ"))
    return end if in_list or _goes_on(parts, end) else at + 1


def _opened(parts: Sequence[Part], at: int) -> int:
    """How many parts "such as", "e.g." take that stand at a place."""
    first = parts[at] if at < len(parts) else None
    if not isinstance(first, Mark):
        return 0
    if first.text == "such":
        following = parts[at + 1] if at + 1 < len(parts) else None
        return 2 if isinstance(following, Mark) and following.text == "as" else 0
    return 1 if first.text in ("e.g", "e.g.") else 0


def _is_example(part: Part) -> bool:
    """A bare word; the name of a fact goes on with the list, or is what "information" is spelled out by."""
    if isinstance(part, Noun):
        fact = part.key[-1] in listed("attribute_head")
        return not (part.bounds.article or part.bounds.each or part.bounds.stated or part.of or part.owner or fact)
    return (isinstance(part, Verb) and part.form in ("ed", "ing") and not part.passive) or (isinstance(part, Mark) and part.tag in ITEM_TAGS)


def _goes_on(parts: Sequence[Part], at: int) -> bool:
    """Whether the list goes on behind the examples, with a noun that is none of them."""
    comma = _is(parts, at, "COMMA")
    here = at + comma + _is(parts, at + comma, "CONJ")
    return here > at and here < len(parts) and isinstance(parts[here], Noun) and not _governs(parts, here)


def _governs(parts: Sequence[Part], at: int) -> bool:
    """ "tools such as saws are lent, and a member pays": the noun begins a sentence of its own."""
    verb = parts[at + 1] if at + 1 < len(parts) else None
    return isinstance(verb, Verb) and verb.form == "finite"


def _is(parts: Sequence[Part], at: int, tag: str) -> bool:
    part = parts[at] if at < len(parts) else None
    return isinstance(part, Mark) and part.tag == tag
