"""What only demands something of a known fact tells nothing of who has what: "titles have 3 to 80 characters" gives no title any characters.

The claims that such a clause left behind are forgotten, where its subject is told as a fact elsewhere in the text.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Callable, Iterator

from relvar.read.text.claims import DEMANDED, Claims
from relvar.read.text.demands.comparing import LETTERS, bounds, comparisons
from relvar.read.text.demands.derived import formulas, sums
from relvar.read.text.demands.formats import spelled
from relvar.read.text.demands.limits import FULL
from relvar.read.text.demands.lives import FLOW, flow_of
from relvar.read.text.demands.subject import BEHIND, BOUNDARY, LINK, PRONOUNS, plain, said_before
from relvar.read.text.demands.uniqueness import ONE_PER, together
from relvar.read.text.phrases import Part
from relvar.read.text.quantity import Bounds
from relvar.read.text.sought import Cued, Said, first_cues, one_stands
from relvar.read.text.tokens import Token
from relvar.read.text.words import singular

HOLDS = re.compile(r"(?:(?:must|should|may|can|has to|have to) )*(?:has|have|contains?|holds?|comprises?|consists?)\b")  # so many of another thing
OPERAND = re.compile(r"[^,.;:()]*?(?= (?:and|or|if|when|unless)\b|[,.;:()]|$)|")
IN_A_STATE = Cued(
    r"\b(?<=new) \w+ (?:has|have|gets?) (?:the )?(?:status|state) [\w-]+|\b(?:has|have|gets?) (?:the "
    r"|an? )?(?:initial|default) (?:status|state) [\w-]+",
    "new |initial|default",
    " status| state",
)
NO_ONE = Cued(r"^no (?!two )[\w' -]{2,40}? (?:may|can|must|should|has|have)\b.*\bmore than\b", "more than", "no ")
LABELLED = Cued(r"^[\w' -]{2,40}: default\b", ": default")  # "film rating: default 3"
# "if no level is entered, beginner is used": nothing of what there is
PRESET = Cued(
    r"^(?:if|when|where) (?:no [\w' -]{2,40}? (?:is|was) \w+|nothing (?:is|was) \w+|the user leaves\b)[^.;]*,"
    r"|^(?:an? |any )?missing [\w' -]{2,40}? means\b|^use [\w' -]{1,30} as the default\b|^leave [\w' -]{2,40}? out\b|^assume [\w' -]{1,30} when\b",
    "if no|when no|where no|the user leaves|missing |as the default|leave |assume ",
)
WHOLLY = first_cues(FULL, LABELLED, PRESET, FLOW)
CONDITION = re.compile(r"^(?:if|when|unless|whenever|once) ")


def _operand_end(text: str, place: int) -> int:
    found = OPERAND.match(text, place)
    return found.end() if found else place


FINDERS: tuple[Callable[[str], Iterator[tuple[int, int]]], ...] = (
    lambda text: ((b.start, b.end) for b in bounds(text) if singular(b.unit) in LETTERS or not HOLDS.match(text, b.start)),
    lambda text: ((c.start, _operand_end(text, c.end)) for c in comparisons(text) if c.verbal),
    spelled,
    together,
)


def forget_demands(claims: Claims, sentences: list[tuple[list[Token], list[Part]]], texts: list[Said]) -> None:
    """Take out of the claims what stands in clauses that only demand. `texts`: of each sentence in lower case."""
    spans: list[tuple[int, int]] = []
    told: dict[str, list[int]] | None = None
    for (tokens, _), said in zip(sentences, texts, strict=True):
        start, end = tokens[0].start, tokens[-1].end
        before: list[str] = []
        for demand in sorted(span for find in FINDERS for span in find(said)):
            told = _told(claims) if told is None else told
            begin = _clause(said, demand[0])
            before = heads = _heads(said_before(said, demand[0]), before)
            if heads and all(any(not start <= at < end for at in told.get(head, ())) for head in heads):
                spans.append((start + begin, start + demand[1]))
        spans += [(start + found.start(), start + found.end()) for found in IN_A_STATE.finditer(said)]
        if one_stands(WHOLLY, said) and (whole := _whole(said)):
            spans.append((start + whole.start(), end))
        for begin, finish, terms in (*(found[:3] for found in formulas(said)), *sums(said)):
            told = _told(claims) if told is None else told
            heads = [singular(parts[-1]) for term in terms if (parts := plain(term.split(" of ")[0]))]
            if heads and all(any(not start <= at < end for at in told.get(head, ())) for head in heads):
                spans.append((start + begin, start + finish))
        _free(claims, start, said)
    if spans:
        _forget(claims, sorted(spans))


def _whole(said: str) -> re.Match[str] | None:
    """Where that begins which makes the rest of the sentence no more than a demand."""
    if found := FULL.search(said) or LABELLED.match(said) or PRESET.match(said):
        return found
    flow = flow_of(said)
    return flow if flow and flow.start() < len("the status ") else None


def _free(claims: Claims, start: int, said: str) -> None:
    """ "a member writes at most one review per book": a member writes any number of reviews."""
    for match in ONE_PER.finditer(said):
        span = range(start + match.start(), start + match.end())
        for noun in (*(one.object for one in claims.relates), *(one.item for one in claims.has)):
            if noun.start in span and noun.bounds.most == 1:
                noun.bounds = Bounds(0, None, True)

    if NO_ONE.search(said):  # "no film may contain more than 20 songs": 20 at most
        for noun in (*(one.object for one in claims.relates), *(one.item for one in claims.has)):
            if start <= noun.start < start + len(said) and (noun.bounds.least or 0) > 1 and noun.bounds.most is None:
                noun.bounds = Bounds(0, noun.bounds.least, True)


def _told(claims: Claims) -> dict[str, list[int]]:
    """Last words of the facts that something is said to have -> where."""
    found: dict[str, list[int]] = {}
    for has in claims.has:
        if not (has.item.plural or has.item.bounds.stated):
            found.setdefault(singular(has.item.head), []).append(has.item.start)
    return found


def _clause(said: str, place: int) -> int:
    return max((found.end() for found in BOUNDARY.finditer(said) if found.end() <= place and found[0][0] in ";:"), default=0)


def _heads(said: str, before: list[str]) -> list[str]:
    """The last word of each fact in the phrase before a predicate; of a pronoun and of nothing those of the one before."""
    condition = CONDITION.match(said)
    if condition:
        given, _, rest = said[condition.end() :].partition(",")
        said = rest.strip() if rest.strip() not in PRONOUNS else given.split(" is ")[0].split(" are ")[0]
    if said in PRONOUNS or not said:
        return before
    found = []
    for part in LINK.split(said if " and " in said else said.rsplit(", ", 1)[-1]):
        parts = plain(BEHIND.split(part.rpartition("'s ")[2].split(" of ")[0])[0])
        if parts:
            found.append(singular(parts[-1]))
    return found


def _forget(claims: Claims, spans: list[tuple[int, int]]) -> None:
    starts = [start for start, _ in spans]
    reach = [0, *(max(end for _, end in spans[max(0, place - 2) : place + 1]) for place in range(len(spans)))]  # of those of one sentence

    def stays(at: int) -> bool:
        return at >= reach[bisect.bisect_right(starts, at)]

    claims.has[:] = [
        one for one in claims.has if one.values or DEMANDED in one.flags or stays(one.item.start)
    ]  # "limited to small and large" is no comparison
    claims.relates[:] = [one for one in claims.relates if stays(one.start)]
    claims.exists[:] = [one for one in claims.exists if stays(one.noun.start)]
    claims.hints[:] = [one for one in claims.hints if stays(one.noun.start)]
    claims.done[:] = [one for one in claims.done if stays(one.start)]
    claims.identifies[:] = [one for one in claims.identifies if stays(one.start)]
    claims.nouns[:] = [noun for noun in claims.nouns if stays(noun.start)]
