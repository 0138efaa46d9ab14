"""Where the text says that it runs: "on AWS RDS", "Aurora MySQL", "Azure SQL". Nothing that is left, planned away from or denied."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

import msgspec

from relvar.model.brief import Source
from relvar.model.hosting import Hosted
from relvar.read.text.sought import Sought

BEFORE = r"(?:on|onto|to|in|with|via|using|use|uses)"
# A name that means other things too is one of a host only in a sentence that speaks of running something
CUE = re.compile(r"\b(?:host\w*|runs?|running|deploy\w*|databases?|servers?|managed|cluster|cloud|aws|migrat\w*|move)\b", re.I)
LONGEST = 2_000  # characters to either side in which a sentence begins and ends
SENTENCE = re.compile(r"[.;!?]\s|\n")
# The words before a name that say the opposite; between them and the name there is no end of a clause
AWAY_REACH = 64  # characters: the longest such word and what may stand behind it
AWAY = re.compile(
    r"\b(?:not?|never|without|from|off|instead of|rather than|leave|leaving|left|replac\w+|unlike|except)\b"
    r"(?:(?!\bbut\b|\bto\b)[^.;:!?\n,]){0,40}$",
    re.I,
)
NEAR = 24  # characters between a host's name and that of an engine: "RDS for PostgreSQL", "MySQL runs on Amazon RDS"
APART = re.compile(r"[.;!?\n]|,|\band\b|\bbut\b", re.I)


class Way(NamedTuple):
    """One way to name a host; `engine`: what the name tells of it; `sure`: the name means nothing else."""

    pattern: Sought
    host: str
    engine: str
    sure: bool


def read_hosting(text: str) -> tuple[Hosted, ...]:
    """Every host that the text names as a place to run at, once for each engine named beside it."""
    found: dict[tuple[str, str], Hosted] = {}
    for hosted in sorted(_named(text), key=lambda h: h.source.start or 0):
        found.setdefault((hosted.host, hosted.engine), hosted)
    return tuple(found.values())


def _named(text: str) -> Iterator[Hosted]:
    taken: set[int] = set()  # places of characters
    for way in _ways():
        for match in way.pattern.finditer(text):
            start, end = match.span("name")
            if not taken.isdisjoint(range(start, end)):
                continue
            taken.update(range(start, end))
            if not AWAY.search(text, max(0, start - AWAY_REACH), start) and (way.sure or _runs(text, start, end)):
                source = Source(kind="brief", words=" ".join(text[match.start() : end].split()), start=match.start())
                yield Hosted(host=way.host, engine=way.engine or _beside(text, start, end), source=source)


def _runs(text: str, start: int, end: int) -> bool:
    """Whether the sentence speaks of running something, or of an engine."""
    earliest, latest = max(0, start - LONGEST), min(len(text), end + LONGEST)
    first = max((m.end() for m in SENTENCE.finditer(text, earliest, start)), default=earliest)
    last = SENTENCE.search(text, end, latest)
    sentence = text[first : last.start() if last else latest]
    return bool(CUE.search(sentence)) or any(pattern.search(sentence) for _, pattern in _engines())


def _beside(text: str, start: int, end: int) -> str:
    """The engine that is named next to a host in the same clause, "" where none is."""
    after, before = text[end : end + NEAR], text[max(0, start - NEAR) : start]
    for name, pattern in _engines():
        if (found := pattern.search(after)) and not APART.search(after[: found.start()]):
            return name
    for name, pattern in _engines():
        *_, last = (None, *pattern.finditer(before))
        if last is not None and not APART.search(before[last.end() :]):
            return name
    return ""


@cache
def _words() -> dict[str, Any]:
    words: dict[str, Any] = msgspec.toml.decode((files("relvar.read") / "lexicon" / "hosts.toml").read_bytes())
    return words


@cache
def _engines() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((name, re.compile(rf"\b(?:{_either(spellings)})\b", re.I)) for name, spellings in _words()["engines"].items())


@cache
def _ways() -> tuple[Way, ...]:
    """Every way to name a host, the longest first, so that a name inside another is not taken for itself."""
    engines = _either([spelling for spellings in _words()["engines"].values() for spelling in spellings])
    found: list[tuple[str, Way]] = []
    for host, words in _words()["hosts"].items():
        told = words.get("of", {})
        for name in words.get("alone", ()):
            found.append((name, Way(Sought(rf"\b(?P<name>{_spaced(name)})\b", name), host, told.get(name, ""), True)))
        for name in words.get("said", ()):
            before = rf"(?:{BEFORE}\s+(?:a |an |the )?|(?={_spaced(name)}\s+(?:for\s+)?(?:{engines})\b))"
            found.append((name, Way(Sought(rf"\b{before}(?P<name>{_spaced(name)})\b", name), host, "", False)))
    return tuple(way for _, way in sorted(found, key=lambda f: -len(f[0])))


def _either(words: list[str]) -> str:
    return "|".join(_spaced(word) for word in sorted(words, key=len, reverse=True))


def _spaced(name: str) -> str:
    return re.escape(name).replace(r"\ ", r"\s+")
