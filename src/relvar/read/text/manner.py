"""How data is shown, which stores nothing: "sorted by price", "in alphabetical order", "through a convenient interface"."""

from __future__ import annotations

from relvar.read.text.asking import SORT
from relvar.read.text.phrases import Mark, Noun, Part, Verb
from relvar.read.text.sought import Cued
from relvar.read.text.words import listed, noun_class

THROUGH = frozenset(["through", "via", "using", "with", "in", "on"])
SURFACES = frozenset(["interface", "ui", "dashboard"])
MEANS = SURFACES | {"screen", "page", "app", "portal", "website", "map", "calendar", "browser", "device"}
CERTAIN = frozenset(["through", "via"])  # behind them stands a means, whatever else it may be called


FIGURES = Cued(
    r"^(?:an? |the |our |all |\w+ly )*(?:reports?|statistics?|dashboards?|charts?|evaluations?|key figures) (?:shows?|lists?|totals?"
    r"|gives?|displays?|counts?|sums?|of|on)\b.*"
    r"\b(?:averages?|totals?|sums?|numbers? of|counts?|how many|how much|mean|per|by)\b",
    "report|statistic|dashboard|chart|evaluation|key figure",
)


# how something is looked for: "there is a search box where one enters the name", "users select a country to see only the films with that country"
LOOKING = Cued(
    r"\b(?:retrieve|fetch|find|list|show)s? (?:all |the )?[a-z ]+ where\b|"
    r"^(?:the )?(?:average|total|number|sum|count)\b[^.;]* (?:is|are) (?:shown|displayed|reported|listed|needed|calculated|wanted)$"
    r"|^(?:search|filter) criteri"
    r"|\bsearch (?:box|field|bar|form|mask|function|screen|page)\b|\bnarrow(?:ed|s)?\b[^.;]* down\b|\b(?:select|choose|pick)s?\b[^.;]*"
    r" to (?:only )?(?:see|show|list|view)\b",
    " where|average|total|number|sum|count|search |filter criteri|narrow|select|choose|pick",
)


def only_asks(text: str) -> bool:
    """Whether a sentence, in lower case, is about a report or a search alone: "a report shows the average cost of the trips of each driver"."""
    return FIGURES.search(text) is not None or LOOKING.search(text) is not None


def without_manner(parts: list[Part]) -> list[Part]:
    """The parts of a sentence without what only says in which order or by which means something is shown."""
    kept: list[Part] = []
    at = 0
    while at < len(parts):
        part = parts[at]
        end = _surface(parts, at, part) if part.text in THROUGH else _ordered(parts, at, part) if isinstance(part, Verb) else 0
        kept += [] if end else [part]
        at = end or at + 1
    return kept


def _ordered(parts: list[Part], at: int, verb: Verb) -> int:
    """The place behind "sorted by price and title"; 0 where no such thing begins."""
    if verb.base not in SORT or not (verb.form == "ed" or verb.passive) or not at or not _is(parts, at + 1, "by"):
        return 0
    by = parts[at + 2] if at + 2 < len(parts) else None
    done = verb.base == "order" and isinstance(by, Noun) and (by.key[-1] in listed("party") or noun_class(by.key[-1]) == "person")
    if done:
        return 0  # "goods are ordered by customers"
    end = at + 2
    while end < len(parts) and (isinstance(parts[end], Noun) or _joins(parts[end])):
        end += 1
    return end


def _surface(parts: list[Part], at: int, through: Part) -> int:
    """The place behind "through a convenient interface"; 0 where none begins."""
    noun = parts[at + 1] if at + 1 < len(parts) else None
    if not isinstance(noun, Noun):
        return 0
    if noun.of is not None or noun.inside or noun.plural or noun.bounds.each:
        return 0
    in_order = through.text == "in" and noun.head == "order" and len(noun.words) > 1 and noun.bounds.article != "a"  # "is in an open order"
    means = noun.head in (MEANS if through.text in CERTAIN else SURFACES) and noun.bounds.article in ("a", "the", "")
    return at + 2 if in_order or means else 0


def _is(parts: list[Part], at: int, text: str) -> bool:
    part = parts[at] if at < len(parts) else None
    return isinstance(part, Mark) and part.text == text


def _joins(part: Part) -> bool:
    return isinstance(part, Mark) and (part.tag in ("COMMA", "CONJ") or part.text in ("then", "by"))
