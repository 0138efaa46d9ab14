"""Conditions that a question states itself: "unpaid invoices", "loans that are not returned yet", "orders of the last 30 days", "of today"."""

from __future__ import annotations

import re
from typing import NamedTuple

from relvar.model.brief import Source
from relvar.model.conceptual import Filter, LifeCycle, OneOf
from relvar.read.text.quantity import number
from relvar.read.text.scene import Scene

NOT = r"(?:(?P<not>not (?:yet |been |yet been |currently )?|un|non-?|never (?:been )?|still not (?:been )?)?)"
DAYS = {"day": 1, "night": 1, "week": 7, "month": 31, "quarter": 92, "year": 365}
UNIT = r"(?P<unit>day|night|week|month|quarter|year)s?"
PAST = re.compile(rf"\b(?:the |their |its )?(?:last|past|previous|recent)(?: (?P<many>\d+|[a-z]+))? {UNIT}\b")
THIS = re.compile(r"\b(?:(?P<now>today|tomorrow|yesterday)(?:'?s)?|current day|(?:this|the current) (?P<unit>week|month|quarter|year)(?:'?s)?)\b")
PERIOD = re.compile(
    r"\b(?:of|in|for|from|within|during) (?:(?:a|an|one|any|each|the|a given|a certain|a chosen|a particular|the given|a specific|a selected|some) )"
    r"(?:given |certain |chosen |particular |specific |selected )?(?:day|date|week|month|quarter|year|period|time (?:span|range|period)"
    r"|date range|period of time)\b"
    r"|\bbetween (?:two|any two|given|certain) (?:dates|times|days|instants|points in time)\b|\bfrom one (?:date|day) to another\b"
    r"|\bby (?:date|time) range\b|\bfor a (?:day|date|period)\b"
)
NEARBY = re.compile(
    r"\bnear(?:by\b| (?:me|us|him|her|them|here|it|by)\b| (?:the|a|an|their|his|her|my) (?:\w+ )?(?:user|visitor|customer|place|point"
    r"|location|position|address)\b)"
    r"|\bnearest\b|\bclosest\b|\bwithin (?:a )?(?:\d+|radius)[^.]{0,20}?(?:km|kilomet\w+|miles?|met\w+|radius)\b|\bin (?:the|my|their)"
    r" (?:vicinity|neighbou?rhood|area)\b"
)


class Condition(NamedTuple):
    """A filter, and how people say it, before the name of what is listed or behind it."""

    filter: Filter
    before: str = ""
    behind: str = ""


def of_state(scene: Scene, entity: str, text: str) -> Condition | None:
    """The values of a closed list of the entity that a clause names, or all but those: "open orders", "unpaid", "that are not archived"."""
    for rule in scene.rules.values():
        if isinstance(rule, OneOf | LifeCycle) and rule.entity == entity:
            values = _values(rule)
            if said := _named(values, text):
                wanted = tuple(v for v in values if any(v == value and not other for value, other in said))
                denied = {value for value, other in said if other}
                chosen = wanted or tuple(v for v in values if v not in denied)
                if chosen and len(chosen) < len(values):
                    words = " or ".join(v.replace("_", " ") for v in chosen)
                    return Condition(Filter(op="in", attribute=rule.attribute, values=chosen), behind=f"that are {words}")
    return _of_fact(scene, entity, text)


def _values(rule: OneOf | LifeCycle) -> tuple[str, ...]:
    if isinstance(rule, OneOf):
        return rule.values
    return tuple(dict.fromkeys((rule.initial, *(state for pair in rule.transitions for state in pair))))


def _named(values: tuple[str, ...], text: str) -> list[tuple[str, bool]]:
    """Values that stand in the text, each with whether it is denied."""
    found = []
    for value in values:
        plain = re.escape(value.lower().replace("_", " ")).replace(r"\ ", "[ -]")
        if match := re.search(rf"\b{NOT}{plain}\b", text):
            found.append((value, bool(match["not"])))
    return found


def _of_fact(scene: Scene, entity: str, text: str) -> Condition | None:
    """What has not happened yet is empty ("loans not returned", "unanswered questions"), and what is so is a yes ("active members")."""
    for name, known in scene.entities[entity].attributes.items():
        stem = re.sub(r"_(?:at|on|date|time)$", "", name)
        doing = re.escape(stem.removesuffix("ed").removesuffix("e").replace("_", " ").split(" ")[-1])
        if known.meaning.data.base in ("timestamp", "date") and len(doing) > 2:
            if re.search(rf"\b(?:not (?:yet )?(?:been )?|un|never (?:been )?|without (?:an? )?){doing}\w*", text):
                return Condition(Filter(op="is_null", attribute=name), behind=f"without {name.replace('_', ' ')}")
        elif known.meaning.data.base == "boolean" and (
            match := re.search(rf"\b{NOT}{re.escape(stem.removeprefix('is_').replace('_', ' '))}\b", text)
        ):
            no = bool(match["not"])
            return Condition(
                Filter(op="in", attribute=name, values=("no" if no else "yes",)), behind=f"that are {'not ' * no}{stem.replace('_', ' ')}"
            )
    return None


def of_time(scene: Scene, entity: str, text: str) -> Condition | None:
    """The span of time that a clause speaks of. Where the day begins is known to whoever asks, by the place's own clock."""
    time = scene.time_of(entity)
    if found := PAST.search(text):
        many = (number(found["many"]) if found["many"] else 1.0) or 0.0
        if many and time:
            days = int(many * DAYS[found["unit"]])
            return Condition(Filter(op="since", attribute=time, days=days), behind=f"of the last {days} days")
    if found := THIS.search(text):
        when = f"{found['now']}'s" if found["now"] else f"this {found['unit']}'s" if found["unit"] else "today's"
        return Condition(Filter(op="range", attribute=time), before=when)
    if PERIOD.search(text) and (time or scene.entities[entity].entity_kind == "event"):
        return Condition(Filter(op="range", attribute=time), behind="of a period")
    return Condition(Filter(op="since", attribute=time), before="upcoming") if re.search(r"\bupcoming\b", text) else None


def of_place(scene: Scene, entity: str, text: str) -> list[Condition]:
    """ "near me", "within 5 km": between two latitudes and two longitudes, of the entity or of what it is at."""
    if not NEARBY.search(text):
        return []
    for holder, path in ((entity, ()), *((far, (step,)) for far, step in scene.references(entity).items())):
        if {"latitude", "longitude"} <= scene.entities[holder].attributes.keys():
            return [
                Condition(Filter(op="range", attribute=a, path=path), behind="near a place" * (a == "latitude")) for a in ("latitude", "longitude")
            ]
    source = Source(kind="rule", words="what is looked for nearby has a place", confidence=0.7)
    made = [scene.add_attribute(entity, name, source, name, required=False) for name in ("latitude", "longitude")]
    return [Condition(Filter(op="range", attribute=a), behind="near a place" * (a == "latitude")) for a in made]
