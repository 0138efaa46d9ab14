"""Lists of endpoints: `GET /orders/{id}/lines?status=` says that orders have lines, and that lines are asked for by status."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise, zip_longest

from relvar.read.text.forms.shape import Asked, Column, Thing, Words, is_many, one_of, words_in
from relvar.read.text.words import listed, verb_form

ENDPOINT = re.compile(r"\b(?P<method>GET|POST|PUT|PATCH|DELETE)\s+`?(?:https?://[^/\s]+)?(?P<path>/[^\s`,;|)]*)")
PARAMETER = re.compile(r"[{<:\[]")
VERSION = re.compile(r"v\d+|api|rest")
QUERY = re.compile(r"[?&]([A-Za-z_][\w.-]*)")
EVERY = re.compile(
    r"(?P<n>\d[\d,. ]*)\s*(?P<k>k|million)?\s*(?:calls?|requests?|times|reads?|writes?|x)?\s*(?:per|a|/|every|each)\s*"
    r"(?P<unit>second|minute|hour|day|s\b|min\b|h\b)",
    re.I,
)
# "POST /ships takes a name and a flag", "...; body: pilot_id, place": of what is sent to a resource, it has each
TAKES = re.compile(
    r"`?[\s:,–—-]*(?:which |it |that )?(?:(?:takes?|accepts?|expects?|requires?|receives?|needs?|wants?|is sent|with)"
    r"(?: (?:an? |the )?(?:request |json )*(?:body|payload)(?: with| of| containing)?:?)?"
    r"|(?:changes|updates|sets|modifies|replaces)(?= (?:the |its )?(?P<object>[\w-]+))|"
    r"(?:[^.\n]{0,80}?[;,–—-]\s*)?(?:request )?(?:body|payload|fields|parameters)(?: with|:| is| has| contains)+)\s+(?=\S)",
    re.I,
)
A_DAY = {"second": 86_400, "s": 86_400, "minute": 1_440, "min": 1_440, "hour": 24, "h": 24, "day": 1}
NEWEST = re.compile(r"\b(?:newest|latest|most recent) first\b|\bsort=-")
# parameters that say how much and in which order, not what
PAGING = frozenset(
    [
        "page",
        "limit",
        "offset",
        "size",
        "per_page",
        "page_size",
        "cursor",
        "sort",
        "order",
        "order_by",
        "sort_by",
        "fields",
        "include",
        "expand",
        "format",
        "q",
        "query",
        "search",
        "lang",
    ]
)
BETWEEN = frozenset(
    ["from", "to", "since", "until", "after", "before", "start", "end", "start_date", "end_date", "date_from", "date_to", "from_date", "to_date"]
)
NOT_KEPT = frozenset(
    [
        "login",
        "logout",
        "auth",
        "token",
        "health",
        "status",
        "me",
        "search",
        "ping",
        "metrics",
        "webhook",
        "webhooks",
        "docs",
        "graphql",
        "session",
        "sessions",
        "oauth",
        "report",
        "reports",
        "export",
    ]
)


class Path:
    """One endpoint: the collections of its path in order, and what is asked of the last."""

    def __init__(self, match: re.Match[str]) -> None:
        self.method = match["method"]
        whole = match["path"].rstrip(".:`")
        halves = whole.partition("?")
        self.path, self.query = halves[0], halves[2]
        self.start = match.start("path")
        self.end = self.start + len(whole)
        self.collections: list[Words] = []
        self.single = False  # it ends in one member of a collection
        self._walk()

    def _walk(self) -> None:
        segments = [s for s in self.path.split("/") if s and not VERSION.fullmatch(s.lower())]
        for segment, after in zip_longest(segments, segments[1:], fillvalue=""):
            self.single = bool(PARAMETER.match(segment))
            words = words_in(segment)
            if self.single or not words or segment.lower() in NOT_KEPT:
                continue
            kept = bool(PARAMETER.match(after)) or is_many(words) or (not self.collections and self.method != "POST" and _is_noun(words))
            if kept:
                self.collections.append(one_of(words))

    def asked(self, rest: str) -> Asked | None:
        """The list that a GET of a collection gives, where something narrows it."""
        if self.method != "GET" or self.single or not self.collections:
            return None
        names = QUERY.findall(f"?{self.query}") if self.query else []
        by = tuple(words_in(n) for n in names if n.lower() not in PAGING and n.lower() not in BETWEEN)
        of = self.collections[-2] if len(self.collections) > 1 else ()
        between = any(n.lower() in BETWEEN for n in names)
        latest = bool(NEWEST.search(rest) or NEWEST.search(self.query))
        if not (by or of or between or latest):
            return None
        return Asked(self.collections[-1], self.start, self.end, of, by, between, latest, per_day(rest))

    def told(self, line: str, end: int) -> tuple[int, str] | None:
        """Where the words about what is sent end in a line, and the words of a sentence that say the same; None where none stand there."""
        found = TAKES.match(line, end) if self.method in ("POST", "PUT", "PATCH") and self.collections else None
        if found is None or (found["object"] or "").lower() in (self.collections[-1][-1], *self.collections[-1][:1]):
            return None
        return found.end(), f"Each {' '.join(self.collections[-1])} has"


def _is_noun(words: Words) -> bool:
    return not verb_form(words[-1])[0] or words[-1] in listed("event")


def per_day(rest: str) -> float:
    """ "2000 calls a day" as a number a day; 0 where nothing is said."""
    found = EVERY.search(rest)
    if found is None:
        return 0.0
    digits = found["n"].replace(",", "").replace(" ", "").rstrip(".")
    times = {"k": 1_000, "million": 1_000_000}.get((found["k"] or "").lower(), 1)
    return float(digits) * times * A_DAY[found["unit"].lower()] if digits.count(".") < 2 else 0.0


def said_of(line: str, at: int) -> Iterator[tuple[int, int, str]]:
    """The spans of a line that say what is sent to a resource, each with the words of a sentence that say so, no longer than the span."""
    for match in ENDPOINT.finditer(line):
        told = Path(match).told(line, match.end())
        if told is not None and len(told[1]) < told[0] - match.start():
            yield at + match.start(), at + told[0], told[1]


def endpoints(line: str, at: int) -> Iterator[tuple[Path, list[Thing], Asked | None]]:
    """Every endpoint of a line with the things of its path, each a part of the one before, and what is asked."""
    found = list(ENDPOINT.finditer(line)) if "/" in line else []
    for match, following in zip_longest(found, found[1:]):
        path = Path(match)
        path.start, path.end = path.start + at, path.end + at
        rest = line[match.end() : following.start() if following else len(line)]
        things = [Thing(words, path.start, path.end) for words in path.collections]
        for whole, part in pairwise(things):
            whole.columns.append(Column(part.words, path.start, path.end, many=True, target=part.words))
        yield path, things, path.asked(rest)
