"""Texts told from the strangers' grammar: things with facts that are sure to be read, and what is told and asked of them in strangers' words.

Each construction is of one of two halves, by a hash of its name: what is "seen" may be read by whoever mends the reader; what is "unseen" is only
scored. A text is of one half alone.
"""

from __future__ import annotations

import random
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from tests.reading.told.texts import Sentence, Teller, Told, capital, grammar, plural, titled, with_article, words

WHICH = "strangers"
Half = Literal["seen", "unseen"]
SURE = "given"
THINGS = ("one_to_many", "many_to_many", "happening", "identifier", "values")  # told of a thing beside what is demanded
NO_DEMAND = {SURE, "facts", "promise", "words", *THINGS}
# families that cannot be told of the same two things: each says who y is, or y may be absent
APART = ({"tenant", "own_only"}, {"tenant", "deletion.clears"}, {"own_only", "deletion.clears"}, {"at_most", "deletion.clears"})
# the list of words that a demand's one fact is taken from, by family or family and kind
FACT = {
    "required": "needed",
    "length": "texts",
    "range": "numbers",
    "unique_within": "plain",
    "search": "plain",
    "sensitive": "protected",
    "list.newest": "dates",
    "list.latest": "dates",
    "list.top": "numbers",
    "list.sorted": "numbers",
    "report.period": "dates",
    "report.total": "amounts",
    "report.average": "amounts",
}
# lists of several facts in their order, as "first=second*third"
FACTS = {
    "compare": "pairs",
    "no_overlap": "periods",
    "derived.product": "products",
    "derived.difference": "differences",
    "derived.sum": "sums",
    "derived.average": "averages",
}
VALUED = {"default": "defaults", "volume": "many"}  # "fact=value"; "words=number"
BETWEEN = {"length": (20, 250), "range": (15, 100), "at_most": (2, 12), "retention.months": (3, 18), "retention": (2, 10), "list": (3, 20)}


@dataclass(slots=True)
class Demand:
    """What a sentence tells, in which words: `facts` in its order. Of a demand, `of_x` and `of_y` are given before."""

    family: str
    name: str
    facts: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    numbers: tuple[int, int] = (0, 0)

    @property
    def of_y(self) -> tuple[str, ...]:
        return self.facts[:1] if self.family in ("derived.sum", "derived.average") else ()

    @property
    def of_x(self) -> tuple[str, ...]:
        return self.facts[len(self.of_y) :]


def half_of(construction: str) -> Half:
    return "unseen" if zlib.crc32(construction.encode()) % 2 else "seen"


@cache
def constructions(half: Half) -> dict[str, dict[str, str]]:
    """Templates by family (with its kind, where it has any) and name."""
    found: dict[str, dict[str, str]] = {}
    for family, name, template in _all():
        if family == SURE or half_of(f"{family}.{name}") == half:
            found.setdefault(family, {})[name] = template
    return found


def _all() -> Iterator[tuple[str, str, str]]:
    for family, told_ in grammar(WHICH).items():
        for name, template in told_.items() if family != "words" else ():
            if isinstance(template, dict):
                yield from ((f"{family}.{name}", inner, text) for inner, text in template.items())
            else:
                yield family, name, template


def of_list(family: str, lists: dict[str, str]) -> str:
    """What a list of families says of the family with its kind, or of the family; "" for nothing."""
    return lists.get(family) or lists.get(family.split(".")[0], "")


class Stranger(Teller):
    """Tells texts of one half."""

    def __init__(self, seed: int, half: Half) -> None:
        super().__init__(seed)
        self.random = random.Random(f"{half} {seed}")
        self.half: Half = half
        self.roles = self.random.sample(words("roles", WHICH), 5)

    def tell(self) -> Told:
        """Two things with what is demanded of them, a third with its facts and, mostly, what is told of it; in every second text a promise."""
        demands = self._demands(3)
        x, z, other = self._some_things()
        y = self._second(demands, other)
        self._give(x, y, demands)
        self._tell_of("facts", {"x": z}, tuple(self._plain(self.random.randint(3, 5))))
        parts: list[str | Demand] = [self.random.choice(THINGS)] if self.random.random() < 0.6 else []
        for part in self.random.sample([*parts, *demands], len(parts) + len(demands)):
            if isinstance(part, Demand):
                self._say_this(part, {"x": x, "y": y, "w": self.roles.pop()})
            else:
                self._tell_thing(part, x, y, z)
        plain = tuple(self.found)
        if self.random.random() < 0.5:
            self._tell_of("promise", {"x": x, "y": y})
        promise = tuple(self.found[len(plain) :])
        self.told.plain = "".join(plain).strip()
        self.told.text = "".join(promise + plain if self.random.random() < 0.5 else plain + promise).strip()
        return self.told

    def _demands(self, how_many: int) -> list[Demand]:
        families: dict[str, list[str]] = {}
        for kind in constructions(self.half):
            families.setdefault(kind.split(".")[0], []).append(kind)
        chosen: list[Demand] = []
        for family in self.random.sample(sorted(families.keys() - NO_DEMAND), len(families.keys() - NO_DEMAND)):
            named = [(kind, name) for kind in families[family] for name in sorted(constructions(self.half)[kind])]
            demand = self._demand(*self.random.choice(named), {fact for other in chosen for fact in other.facts})
            if len(chosen) < how_many and not _clash(demand, chosen):
                chosen.append(demand)
        return chosen

    def _demand(self, family: str, name: str, used: set[str]) -> Demand:
        m, n = self.random.randint(2, 9), self.random.randint(*BETWEEN.get(family, BETWEEN.get(family.split(".")[0], (5, 40))))
        demand = Demand(family, name, numbers=(m, n))
        if one := of_list(family, FACT):
            demand.facts = (self._unused(one, used),)
        elif several := of_list(family, FACTS):
            demand.facts = tuple(self._unused(several, used).replace("*", "=").split("="))
        elif valued := of_list(family, VALUED):
            fact, value = self._unused(valued, used).split("=")
            demand.facts, demand.values = ((), (fact, value)) if family.startswith("volume") else ((fact,), (value,))
        elif family.startswith("states"):
            demand.values = tuple(self.random.choice(words("states", WHICH)).split())
        if family == "report.period":
            demand.values = self.random.choice((("day", "daily"), ("month", "monthly")))
        return demand

    def _unused(self, name: str, used: set[str]) -> str:
        """A word of the list, or a row of several facts, of which none is spoken of already."""
        return self.random.choice([word for word in words(name, WHICH) if not used & set(word.replace("*", "=").split("="))])

    def _plain(self, how_many: int, used: Iterable[str] = ()) -> list[str]:
        return self.random.sample([fact for fact in words("plain", WHICH) if fact not in set(used)], how_many)

    def _some_things(self) -> tuple[str, str, str]:
        x, z, y = self.random.sample(words("things", WHICH), 3)
        return (x, z, y) if len({name.split()[-1] for name in (x, z, y)}) == 3 else self._some_things()

    def _second(self, demands: list[Demand], other: str) -> str:
        """Who or what y is: a person who sees what is theirs, an organization whose data are apart, or a thing."""
        families = {demand.family for demand in demands}
        lists = [name for family, name in (("own_only", "people"), ("tenant", "tenants")) if family in families]
        return self.random.choice(words(lists[0], WHICH)) if lists else other

    def _give(self, x: str, y: str, demands: list[Demand]) -> None:
        """What the demands speak of, in words that are sure to be read."""
        of_x = list(dict.fromkeys(fact for demand in demands for fact in demand.of_x))
        of_y = list(dict.fromkeys(fact for demand in demands for fact in demand.of_y))
        for name, facts in ((y, of_y), (x, of_x)):
            self._say_this(Demand(SURE, "facts", (*self._plain(2, (*of_x, *of_y)), *facts)), {"x": name})
        self._say_this(Demand(SURE, "may" if any(demand.family == "deletion.clears" for demand in demands) else "one"), {"x": x, "y": y})

    def _tell_thing(self, family: str, x: str, y: str, z: str) -> None:
        if family == "many_to_many":
            self._tell_of(family, {"x": x, "z": z})
        elif family == "one_to_many":
            self._tell_of(family, {"x": z, "y": y})
        elif family == "happening":
            doer = self.random.choice([person for person in words("people", WHICH) if person != y])
            self._say_this(Demand(SURE, "facts", tuple(self._plain(2))), {"x": doer})
            self._tell_of(family, {"x": z, "y": doer}, ("date", *self.random.sample(words("outcomes", WHICH), self.random.randint(1, 2))))
        elif family == "identifier":
            self._tell_of(family, {"x": z}, (self.random.choice(words("names", WHICH)),))
        else:
            fact, values = self.random.choice(words("valued", WHICH)).split("=")
            self._tell_of(family, {"x": z}, (fact,), tuple(values.split(",")))

    def _tell_of(self, family: str, names: dict[str, str], facts: tuple[str, ...] = (), values: tuple[str, ...] = ()) -> None:
        self._say_this(Demand(family, self.random.choice(sorted(constructions(self.half)[family])), facts, values), names)

    def _say_this(self, demand: Demand, names: dict[str, str]) -> None:
        template = self._decided(constructions(self.half)[demand.family][demand.name])
        said = self._write(template, self._spoken(names, list(demand.facts), list(demand.values)) | self._more(demand, names))
        construction = f"{demand.family}.{demand.name}"
        self.told.sentences.append(Sentence(construction, tuple(names.values()), demand.facts, demand.values, demand.numbers, said))

    def _more(self, demand: Demand, names: dict[str, str]) -> dict[str, str]:
        """What only strangers say: a developer's spelling, numbers, tables, states."""
        do, does, done, doing = self.random.choice(words("verbs", WHICH)).split()
        facts, values = demand.facts, demand.values
        made = {"do": do, "does": does, "done": done, "doing": doing, "doings": plural(doing), "a_doing": with_article(doing)}
        made |= {f"{key}_id": snake(name) for key, name in names.items()} | {"xs_id": snake(plural(names["x"]))}
        made |= _facts(facts) | {"rest": self._listed(list(facts[1:])), "a_rest": self._listed(list(map(with_article, facts[1:])))}
        made |= _values(values) | {"or_values": self._listed(list(values), link="or")}
        m, n = demand.numbers
        made |= {"m": str(m), "n": str(n), "number": in_words(n or len(values)), "many": values[0] if demand.family.startswith("volume") else ""}
        spoken = made | {capital(key): capital(text) for key, text in made.items()}
        return spoken | {"X": titled(names["x"]) if len(names["x"].split()) > 1 else capital(names["x"])}


def _facts(facts: tuple[str, ...]) -> dict[str, str]:
    made: dict[str, str] = {}
    for key, fact in zip(("fact", "first", "second", "third"), (*facts[:1], *facts), strict=False):
        made |= {key: fact, f"a_{key}": with_article(fact), f"{key}_s": plural(fact), f"{key}_id": snake(fact)}
    return made | {"snakes": ", ".join(map(snake, facts)), "bullets": "\n".join(f"- {fact}" for fact in facts)}


def _values(values: tuple[str, ...]) -> dict[str, str]:
    period, periodic = (*values, "", "")[:2]
    made = {"slashes": " / ".join(values), "bullet_values": "\n".join(f"- {value}" for value in values), "period": period, "periodic": periodic}
    return made | {"value": period} | {f"s{place}": value for place, value in enumerate(values, 1)}


def _clash(demand: Demand, chosen: list[Demand]) -> bool:
    families = {kind for told_ in (demand, *chosen) for kind in (told_.family, told_.family.split(".")[0])}
    return any(pair <= families for pair in APART)


def snake(name: str) -> str:
    return "_".join(name.lower().replace("-", " ").split())


def in_words(number: int) -> str:
    """From two to twenty."""
    known = words("numerals", WHICH)
    return known[number - 2] if 2 <= number <= len(known) + 1 else str(number)


def told_by_stranger(seed: int, half: Half) -> Told:
    """The text of a seed in a half."""
    return Stranger(seed, half).tell()
