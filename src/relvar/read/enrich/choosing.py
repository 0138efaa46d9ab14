"""Which domain a text is of: its name and telling words are weighed, and something of its core must be there.

A domain's name counts three, a telling word one, three are enough, the highest sum wins: `evidence` says where a word means itself. What
is weighed is not yet enough: a text about seeds may say library, loan, borrower and overdue. So the text must name what the domain is about,
or name the domain and hardly anything else ("an online shop for garden tools").
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from relvar.read.enrich.evidence import BEHIND, Text, words_of
from relvar.read.enrich.pack import Head, Pack, heads, load, split

ENOUGH = 3  # a name counts three, another word one: "online shop" is enough, "customer" and "order" alone are not
NAME = 3
BEHIND_NAMES = tuple(kind for kind in BEHIND if kind != "party")  # a restaurant's supplier is no restaurant
FEW = 2  # things beside the name: "a shop for garden tools and plants" says no more than its domain
TOLD = 3  # domains that were weighed and not chosen, the nearest
SETTING = ("container", "owner_of_software", "organized", "abstract")  # nouns that name no thing that is kept


@dataclass(frozen=True)
class Fit:
    """How well a text fits a domain. `kinds`: its names with another noun before them (prison library), which are of the domain only if its
    core is there; `about`: what of the core the text names; `other`: words that were made another thing."""

    domain: str
    names: tuple[str, ...]
    kinds: tuple[str, ...]
    telling: tuple[str, ...]
    about: tuple[str, ...]
    other: tuple[str, ...]
    only_named: bool

    @property
    def score(self) -> int:
        return NAME * len(self.names) + len(self.telling) + (len(self.kinds) if self.about else 0)

    @property
    def fits(self) -> bool:
        return self.score >= ENOUGH and bool(self.about or self.only_named)

    def said(self) -> str:
        """The reasons in one line."""
        parts = [f"names {_listed(self.names)}"] if self.names else []
        parts += [f"a kind of {_listed(self.kinds)}"] if self.kinds and self.about else []
        parts += [f"telling words {_listed(self.telling)}"] if self.telling else []
        alone = "hardly more than the domain is named" if self.only_named else "nothing of its core is named"
        parts += [f"core {_listed(self.about)}" if self.about else alone]
        parts += [f"means another thing: {_listed(self.other)}"] if self.other else []
        return f"{self.domain} ({self.score}): {'; '.join(parts)}"


@dataclass(frozen=True)
class Choice:
    """The pack that is used, or None, and every domain that was weighed, the chosen first."""

    pack: Pack | None
    weighed: tuple[Fit, ...]

    def said(self) -> tuple[str, ...]:
        """What was chosen and why, then the nearest that were not."""
        chosen = [f"domain: {self.weighed[0].said()}"] if self.pack else ["domain: none fits; general rules carry the design"]
        rest = sorted(self.weighed[len(chosen) if self.pack else 0 :], key=lambda fit: -fit.score)
        return (*chosen, *(f"not used: {fit.said()}" for fit in rest[:TOLD] if fit.score))


def choose(text: str, own: tuple[Pack, ...] = ()) -> Pack | None:
    """The pack that fits best, a user's own before those of the lexicon; None where none fits well enough."""
    return choice(text, own).pack


def speaks_of_one(text: str, own: tuple[Pack, ...] = ()) -> bool:
    """Whether a text says enough of any domain, be it of its core or not."""
    return any(fit.score >= ENOUGH for fit in choice(text, own).weighed)


def choice(text: str, own: tuple[Pack, ...] = ()) -> Choice:
    """The same with the reasons."""
    words = words_of(text)
    weighed: list[Fit] = []
    for known in ({pack.name: pack.head for pack in own}, heads()):
        found = [weigh(name, head, words) for name, head in known.items() if not head.firsts.isdisjoint(words.at)]
        found.sort(key=lambda fit: (not fit.fits, -fit.score))
        weighed += found
        if found and found[0].fits:
            best = found[0]
            pack = next((pack for pack in own if pack.name == best.domain), None) or load(best.domain)
            return Choice(pack, (best, *(fit for fit in weighed if fit is not best)))
    return Choice(None, tuple(weighed))


def weigh(domain: str, head: Head, words: Text) -> Fit:
    """How well a text fits the domain of these words."""
    search = _Search(words, head)
    names = search.names()
    return Fit(
        domain,
        names=tuple(names),
        kinds=tuple(search.kinds),
        telling=tuple(search.telling(head.also)),
        about=tuple(dict.fromkeys((*(name for name in names if name in head.about), *search.telling(head.about, noun=True)))),
        other=tuple(dict.fromkeys(search.other)),
        only_named=bool(names) and _only_named(words, min(names.values()), head.own),
    )


class _Search:
    """Phrases of one domain in a text. `other`: compounds in which they were something else."""

    def __init__(self, words: Text, head: Head) -> None:
        self.words, self.head = words, head
        self.barred = {n for phrase in head.near_misses for at in words.places(phrase) for n in range(at, at + len(split(phrase)))}
        self.other: list[str] = []
        self.kinds: list[str] = []

    def names(self) -> dict[str, int]:
        """The domain's names that somewhere mean themselves, each with its first such place."""
        found: dict[str, int] = {}
        for phrase in self.head.sure:
            made = self._free(phrase, list(self.words.places(phrase)), found, before=self.head.alone, behind=BEHIND_NAMES)
            self.kinds += [phrase] if made and split(made)[1:][:1] == split(phrase)[:1] else []
        return found

    def telling(self, phrases: Iterable[str], *, noun: bool = False) -> dict[str, int]:
        """Other phrases that somewhere mean themselves."""
        found: dict[str, int] = {}
        for phrase in phrases:
            last = len(split(phrase)) - 1
            places = [at for at in self.words.places(phrase) if not noun or self.words.words[at + last].noun]
            self._free(phrase, places, found, before=True, behind=BEHIND)
        return found

    def _free(self, phrase: str, places: list[int], found: dict[str, int], *, before: bool, behind: tuple[str, ...]) -> str:
        """Note where the phrase means itself, or give back what it was made."""
        length, other = len(split(phrase)), ""
        for at in places:
            barred = self.barred & set(range(at, at + length))
            made = self.words.said(at, at + length) if barred else self.words.made_other(at, length, self.head.own, before=before, behind=behind)
            if not made:
                found[phrase] = at
                return ""
            other = other or made
        self.other += [other] if other else []
        return other


def _only_named(words: Text, name: int, own: frozenset[str]) -> bool:
    """Whether the text names the domain before anything else, and hardly anything after it."""
    start = words.start_of(name)
    things = words.things(own, SETTING)
    return len(things) <= FEW and all(n >= start for n in things)


def _listed(words: tuple[str, ...]) -> str:
    return ", ".join(f"“{word}”" for word in words)
