"""Volumes: how many of each entity stand at the start and arrive a day, from the scale's numbers along the relationships.

What the scale counts is taken. The rest is derived from what it hangs on: a ratio of the domain's pack, else a rule by kind and
cardinality. Where nothing is counted at all a standard scale is assumed and said so. Every Volume holds its arithmetic.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import msgspec

from relvar.model import conceptual as c
from relvar.model.brief import Quantity, Source, Spread
from relvar.model.figures import in_months, size
from relvar.read.enrich.draft import Draft
from relvar.read.enrich.kinds import named
from relvar.read.enrich.notation import Ratio
from relvar.read.enrich.rates import number
from relvar.read.text.paces import of_each

DAYS = 365.0
MONTH_DAYS = 30.44
# Standard scale, assumed where the brief counts nothing: a product that found its users and runs on one server.
STANDARD = {"party": 10_000.0, "thing": 1_000.0, "lookup": 50.0, "event": 0.0, "part": 0.0, "association": 0.0}
# people outside who use or are served are many, people who work with the software are few
MANY = """user customer client patient member buyer seller bidder guest rider passenger student pupil reader subscriber owner tenant visitor citizen
resident applicant candidate donor follower viewer player attendee participant policyholder borrower employee person household"""
SERVED = frozenset(MANY.split())
STAFF = 200.0
EVENTS_A_DAY = 200.0  # of an event that hangs on nothing counted
# Fan-out by kind where no pack knows better: what one instance of the far end has of this entity.
EVENTS_A_YEAR = {"party": 12.0, "thing": 24.0, "lookup": 500.0}  # one a month for each party, two for each thing
PARTS, ASSOCIATIONS, EVENTS_OF_EVENT = 3.0, 4.0, 1.0
THINGS = {"party": 2.0, "thing": 5.0, "lookup": 100.0, "event": 1.0, "part": 2.0, "association": 2.0}
PARTIES_OF = 20.0  # people of one organization
# Zipf exponents of references: a few products take most of the sales (web traffic is near 0.8, Breslau et al. 1999), people vary less
SKEW = {"party": 0.5, "thing": 0.8, "lookup": 0.6}
STANDING = ("party", "thing", "lookup")  # of these some are there before the first arrives
OVERLAPPING = 2  # of kinds that one may be several of, half of all are assumed to be of each
LINE_BYTES = 200  # assumed of what is kept by its size: a text of 120 letters, a time, a level and two keys
UPDATES = {"party": 1.0, "thing": 2.0, "lookup": 0.1, "event": 0.0, "part": 0.1, "association": 0.2}


class Volumes:
    """Estimates on demand, each once; `names` are the model's ids for a pack's."""

    def __init__(self, draft: Draft, ratios: Mapping[str, Ratio]) -> None:
        self.draft = draft
        self.scale = draft.model.scale
        self.ratios = {draft.names[name]: ratio for name, ratio in ratios.items() if name in draft.names}
        self.counts = self._by_entity(self.scale.counts)
        self.rates = self._by_entity(self.scale.rates)
        self.special: dict[str, list[c.Specialisation]] = {}  # those in which an entity is general or a kind, in the model's order
        for rule in (r for r in draft.rules.values() if isinstance(r, c.Specialisation)):
            for entity in dict.fromkeys((rule.entity, *rule.kinds)):
                self.special.setdefault(entity, []).append(rule)
        self.found: dict[str, c.Volume] = {}
        self.busy: set[str] = set()
        self.years = self.scale.years.value
        growth = self.scale.growth_per_year
        self.growth = growth.value / 100 if "%" in growth.unit or "percent" in growth.unit else growth.value

    def all(self) -> dict[str, c.Volume]:
        """A volume for every entity, in the model's order."""
        return {entity: self.of(entity) for entity in self.draft.entities}

    def of(self, entity: str) -> c.Volume:
        if entity not in self.found:
            self.busy.add(entity)
            self.found[entity] = self._estimate(entity)
            self.busy.discard(entity)
        return self.found[entity]

    def _by_entity(self, said: Mapping[str, Quantity]) -> dict[str, Quantity]:
        """The scale's phrases ("monthly user", "pet owner") by the entity they name."""
        found: dict[str, Quantity] = {}
        entities = list(self.draft.entities)
        whole = {entity: place for place, entity in enumerate(entities)}
        ending: dict[str, int] = {}  # the last words of an entity's name -> the first that ends so
        called = {real: name for name, real in self.draft.names.items()}
        for place, entity in enumerate(entities):
            for words in (*_last_words(entity), *([called[entity]] if entity in called else ())):
                ending.setdefault(words, place)
        for phrase, quantity in said.items():
            words = re.sub(r"\W+", "_", phrase.lower())
            places = [whole[last] for last in _last_words(words) if last in whole] + [ending[name] for name in (words,) if name in ending]
            if places:
                found.setdefault(entities[min(places)], quantity)
        return found

    # --- one entity ---

    def _estimate(self, entity: str) -> c.Volume:
        kind = self.draft.entities[entity].entity_kind
        if entity in self.rates:
            return self._arriving(entity, self.rates[entity], f"{number(self.rates[entity].value)} a day, as stated")
        if entity in self.counts and not self._is_of_each(entity):
            return self._standing(entity, self.counts[entity], f"{number(self.counts[entity].value)}, as stated")
        if entity in self.scale.paces and (made := self._paced(entity, self.scale.paces[entity])) is not None:
            return made
        if entity in self.scale.spreads and (made := self._usual(entity, self.scale.spreads[entity])) is not None:
            return made
        if (made := self._of_kinds(entity)) is not None:
            return made
        ratio = self.ratios.get(entity)
        if ratio is not None and (made := self._by_ratio(entity, ratio)) is not None:
            return made
        if (made := self._backwards(entity)) is not None:
            return made
        return self._by_kind(entity, kind)

    def _of_kinds(self, entity: str) -> c.Volume | None:
        """A kind has its share of what it is a kind of; what is counted by its kinds alone is as many as they are."""
        for rule in self.special.get(entity, ()):
            if entity in rule.kinds and rule.entity not in self.busy:
                return self._share(entity, rule)
            if rule.entity == entity and rule.exclusive and set(rule.kinds) <= set(self.counts):
                counted = [self.counts[kind] for kind in rule.kinds]
                value = sum(one.value for one in counted)
                words = f"{' + '.join(number(one.value) for one in counted)} of its kinds = {number(value)}"
                return self._standing(entity, self._assumed(value), words)
        return None

    def _share(self, entity: str, rule: c.Specialisation) -> c.Volume:
        """An even share, where the text counts none: of all values of the type, and of none of them where there may be others."""
        base, plural = self.of(rule.entity), self.draft.entities[rule.entity].plural.replace("_", " ")
        several = len(named(self.draft, rule)) + (not rule.total) if rule.exclusive else OVERLAPPING
        initial, arriving = max(1.0, round(base.initial.value / several)), _rounded(base.per_day.value / several)
        words = f"{number(base.initial.value)} {plural} / {several}, an even share of each kind = {number(initial)}"
        return self._volume(entity, initial, arriving, words, self._assumed(initial))

    def _paced(self, entity: str, pace: Quantity) -> c.Volume | None:
        """So many a day of each thing that it is of."""
        told = (far.entity for _id, _own, far in self.draft.parents(entity) if of_each(far.entity) == pace.unit)
        of = next(told, "") or self._driver(entity, self.draft.entities[entity].entity_kind)
        if not of or of in self.busy:
            return None
        base, plural = self.of(of).initial.value, self.draft.entities[of].plural.replace("_", " ")
        rate = msgspec.structs.replace(pace, value=_rounded(base * pace.value), unit="rows a day")
        return self._arriving(entity, rate, f"{number(base)} {plural} x {number(pace.value)} a day each, as stated = {number(rate.value)} a day")

    def _is_of_each(self, entity: str) -> bool:
        """Whether the number that seems to count all is the one that the text says of each: "usually 40 posts, sometimes 20,000 posts"."""
        spread = self.scale.spreads.get(entity)
        return spread is not None and self.counts[entity].value in (spread.usual.value, spread.greatest.value if spread.greatest else None)

    def _usual(self, entity: str, spread: Spread) -> c.Volume | None:
        """As many of each as the text calls usual."""
        return None if spread.of in self.busy else self._from(entity, spread.of, "per", spread.usual.value)

    def _by_ratio(self, entity: str, ratio: Ratio) -> c.Volume | None:
        if not ratio.of:
            if (whole := self._counted_whole(entity, ratio.times)) is not None:
                return whole
            return None if self._backwards(entity) else self._standing(entity, self._assumed(ratio.times), f"{number(ratio.times)}, assumed")
        of = self.draft.names.get(ratio.of, "")
        if not of or of in self.busy:
            return None
        return self._from(entity, of, ratio.kind, ratio.times)

    def _counted_whole(self, entity: str, usual: float) -> c.Volume | None:
        """40 rooms are usual, but the scale counts 60 clinics with several rooms each: what stands in something counted follows it."""
        kind = self.draft.entities[entity].entity_kind
        for _id, own, far in self.draft.parents(entity):
            if kind != "thing" or far.minimum == 0 or far.entity not in self.counts or far.entity in self.busy:
                continue
            times = min(THINGS[self.draft.entities[far.entity].entity_kind], own.maximum or PARTIES_OF)
            if self.counts[far.entity].value * times > usual:
                return self._from(entity, far.entity, "per", times)
        return None

    def _backwards(self, entity: str) -> c.Volume | None:
        """Users from orders a day, where the scale counts the orders only."""
        for name, ratio in self.ratios.items():
            if ratio.kind == "yearly" and self.draft.names.get(ratio.of) == entity and name in self.rates:
                arriving = self.rates[name].value
                value = arriving * DAYS / ratio.times
                plural = self.draft.entities[name].plural.replace("_", " ")
                words = f"{number(arriving)} {plural} a day x 365 / {number(ratio.times)} a year each = {number(round(value))}"
                return self._standing(entity, self._assumed(round(value)), words)
        return None

    def _by_kind(self, entity: str, kind: str) -> c.Volume:
        parent = self._driver(entity, kind)
        if parent:
            far = self.draft.entities[parent].entity_kind
            if kind == "event":
                if far in EVENTS_A_YEAR:
                    return self._from(entity, parent, "yearly", EVENTS_A_YEAR[far])
                return self._from(entity, parent, "per", EVENTS_OF_EVENT)
            times = PARTIES_OF if kind == "party" else THINGS[far] if kind == "thing" else ASSOCIATIONS if kind == "association" else PARTS
            if kind != "lookup":
                return self._from(entity, parent, "per", self._bounded(entity, parent, times))
        if kind == "event":
            return self._arriving(entity, self._assumed(EVENTS_A_DAY), f"{number(EVENTS_A_DAY)} a day, assumed: standard scale")
        value = STANDARD[kind] or STANDARD["thing"]
        if kind == "party" and not SERVED & set(entity.split("_")):
            value = STAFF
        return self._standing(entity, self._assumed(value), f"{number(value)}, assumed: standard scale")

    def _bounded(self, entity: str, parent: str, times: float) -> float:
        """No more than the relationship's maximum: one to one gives one."""
        for _id, own, far in self.draft.parents(entity):
            if far.entity == parent and own.maximum is not None:
                return min(times, float(own.maximum))
        return times

    def _driver(self, entity: str, kind: str) -> str:
        """The far end that an entity's number hangs on: an event before a party before a thing; what is required before what may be."""
        order = {"event": 0, "part": 1, "party": 2, "thing": 3, "association": 4, "lookup": 5}
        if kind in ("party", "thing"):
            order = {"party": 0, "thing": 1}  # a product's number hangs on no list and no sale
        ends = [far for _id, _own, far in self.draft.parents(entity) if far.entity not in (entity, *self.busy)]
        ends = [far for far in ends if self.draft.entities[far.entity].entity_kind in order and (kind != "party" or self._organizes(far.entity))]
        ranked = sorted(ends, key=lambda far: (far.minimum == 0, order[self.draft.entities[far.entity].entity_kind]))
        return ranked[0].entity if ranked else ""

    def _organizes(self, entity: str) -> bool:
        return entity in self.counts or entity == self.draft.tenant

    def _from(self, entity: str, of: str, kind: str, times: float) -> c.Volume:
        base, plural = self.of(of), self.draft.entities[of].plural.replace("_", " ")
        if kind == "yearly":
            value = base.initial.value * times / DAYS
            words = f"{number(base.initial.value)} {plural} x {number(times)} a year / 365 = {number(_rounded(value))} a day"
            return self._arriving(entity, self._assumed(_rounded(value), "rows a day"), words)
        initial, arriving = base.initial.value * times, 0.0 if kind == "standing" else base.per_day.value * times
        if arriving > initial * 0.01:  # it comes with what arrives rather than stands
            words = f"{number(base.per_day.value)} {plural} a day x {number(times)} = {number(_rounded(arriving))} a day"
            return self._volume(entity, _rounded(initial), _rounded(arriving), words, None)
        words = f"{number(base.initial.value)} {plural} x {number(times)} = {number(round(initial))}"
        return self._standing(entity, self._assumed(max(1.0, round(initial))), words)

    def _standing(self, entity: str, initial: Quantity, words: str) -> c.Volume:
        kind = self.draft.entities[entity].entity_kind
        growth = self.growth if kind != "lookup" else 0.0
        arriving = _rounded(initial.value * growth / DAYS)
        grown = f"; {number(growth * 100)} % a year = {number(arriving)} a day" if arriving else ""
        return self._volume(entity, initial.value, arriving, words + grown, initial)

    def _arriving(self, entity: str, rate: Quantity, words: str) -> c.Volume:
        if entity in self.counts and not self._is_of_each(entity):
            return self._volume(entity, self.counts[entity].value, rate.value, words, rate)
        if self.draft.entities[entity].entity_kind in STANDING:
            there = self._by_kind(entity, self.draft.entities[entity].entity_kind).initial
            if there.value > rate.value * DAYS * self.years:  # so few come in that those which are there make the number
                return self._volume(entity, there.value, rate.value, f"{number(there.value)}, assumed; {words}", rate, there.source)
        return self._volume(entity, 0.0, rate.value, words, rate)

    def _volume(self, entity: str, initial: float, arriving: float, words: str, said: Quantity | None, there: Source | None = None) -> c.Volume:
        """`there`: where the number that stands comes from, if not from what is said of the arriving."""
        source = said.source if said is not None else Source(kind="rule", words=words, confidence=0.5)
        arriving = _rounded(arriving)
        kept, limit = self._kept(entity, arriving)
        after = initial + arriving * DAYS * self.years if kept is None else min(initial + arriving * DAYS * self.years, kept)
        total = f"{number(initial)} + {number(arriving)} x 365 x {number(self.years)} = {number(round(initial + arriving * DAYS * self.years))} rows"
        if kept is not None:
            total += f", of which {limit} are kept = {number(round(after))}"
        ratio, spread = self.ratios.get(entity), self.scale.spreads.get(entity)
        kind = self.draft.entities[entity].entity_kind
        return c.Volume(
            initial=Quantity(value=initial, unit="rows", source=there or source),
            per_day=Quantity(value=arriving, unit="rows a day", source=source),
            after_years=round(after),
            arithmetic=f"{words}; {total}",
            skew=ratio.skew if ratio and ratio.skew is not None else SKEW.get(kind, 0.0),
            updates_per_row=ratio.updates if ratio and ratio.updates is not None else self._updates(entity, kind),
            greatest=spread.greatest.value if spread and spread.greatest else None,
            greatest_of=spread.of if spread and spread.greatest else "",
        )

    def _kept(self, entity: str, arriving: float) -> tuple[float | None, str]:
        """Rows that a retention by deletion leaves, and how it reads."""
        for rule in self.draft.rules.of(entity):
            if isinstance(rule, c.Retention) and rule.then == "delete":
                return self._newest(rule) if not rule.months else (arriving * rule.months * MONTH_DAYS, in_months(rule.months))
        return None, ""

    def _newest(self, rule: c.Retention) -> tuple[float, str]:
        if rule.bytes:
            return rule.bytes / LINE_BYTES, f"the newest {size(rule.bytes)}, of some {LINE_BYTES} B each,"
        owners = [far for way, _own, far in self.draft.parents(rule.entity) if way in rule.per]
        if not owners:
            return rule.newest, f"the newest {number(rule.newest)}"
        each = self.draft.entities[owners[0].entity].plural.replace("_", " ")
        return rule.newest * self.of(owners[0].entity).after_years, f"the newest {number(rule.newest)} of each of the {each}"

    def _updates(self, entity: str, kind: str) -> float:
        if self.draft.entities[entity].immutable:
            return 0.0
        for rule in self.draft.rules.of(entity):
            if isinstance(rule, c.LifeCycle):
                return float(_longest(rule.initial, rule.transitions, set()))
        return UPDATES[kind]

    def _assumed(self, value: float, unit: str = "rows") -> Quantity:
        return Quantity(value=value, unit=unit, source=Source(kind="rule", words="standard scale", confidence=0.3))


def _longest(state: str, transitions: tuple[tuple[str, str], ...], seen: set[str]) -> int:
    """Steps of the longest life that meets no state twice."""
    later = [b for a, b in transitions if a == state and b not in seen]
    return max((1 + _longest(b, transitions, seen | {state}) for b in later), default=0)


def _last_words(name: str) -> list[str]:
    """The name itself and what is left of it without its first words: "pet_owner", "owner"."""
    return [name, *(name[at + 1 :] for at, sign in enumerate(name) if sign == "_")]


def _rounded(value: float) -> float:
    """Four digits, as they are printed, so that the arithmetic shown gives the number shown."""
    return float(f"{value:.4g}")


def volumes(draft: Draft, ratios: Mapping[str, Ratio]) -> dict[str, c.Volume]:
    """Volumes of all entities of a model."""
    return Volumes(draft, ratios).all()
