"""The tables of a pack: which keys each may have and of which kind. What the lines mean is checked by `names`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

import msgspec

from relvar.model.conceptual import EntityKind, RaceKind
from relvar.read.packs.faults import Fault

MANUAL = "the manual's page on packs lists the keys"
TABLES_WITHOUT_ENTRIES = ("trigger", "volume")


class Shape(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A table whose keys are known."""


class Top(Shape, frozen=True, kw_only=True):
    """What stands before the first table."""

    core: list[str]
    example: str
    relationships: str = ""
    tenant: str = ""
    version: str = ""


class Trigger(Shape, frozen=True, kw_only=True):
    """Words by which a pack is known."""

    sure: list[str]
    also: list[str] = []
    about: list[str] = []
    alone: bool = False
    near_misses: list[str] = []


class Entity(Shape, frozen=True, kw_only=True):
    plural: str
    kind: EntityKind
    description: str
    synonyms: list[str] = []
    public: bool = False
    immutable: bool = False
    comes_with: list[str] = []
    between: list[str] = []
    unique: list[str] = []
    unique_where: list[tuple[str, str]] = []
    attributes: str = ""


class Rule(Shape, frozen=True, kw_only=True, tag_field="kind", tag=True):
    entity: str


class Check(Rule, frozen=True, kw_only=True):
    condition: str
    says: str
    bad: dict[str, str | int | float | bool] = {}


class OneOf(Rule, frozen=True, kw_only=True):
    attribute: str
    values: list[str]


class LifeCycle(Rule, frozen=True, kw_only=True):
    attribute: str
    states: str
    open: list[str] = []


class NoOverlap(Rule, frozen=True, kw_only=True):
    per: list[str]
    start: str
    end: str
    live: list[str] = []


class Total(Rule, frozen=True, kw_only=True):
    attribute: str
    of: str
    term: str


class StockLevel(Rule, frozen=True, kw_only=True):
    attribute: str
    of: str
    quantity: str


class AtMost(Rule, frozen=True, kw_only=True):
    for_each: str
    limit: int = 0
    limit_attribute: str = ""
    live: list[str] = []


class Retention(Rule, frozen=True, kw_only=True):
    since: str
    months: int
    then: Literal["delete", "anonymise"]


class Determines(Rule, frozen=True, kw_only=True):
    left: list[str]
    right: list[str]
    multivalued: bool = False


AnyRule = Check | OneOf | LifeCycle | NoOverlap | Total | StockLevel | AtMost | Retention | Determines


class Pattern(Shape, frozen=True, kw_only=True):
    name: str
    entity: str
    rate: str
    operation: Literal["read_one", "list", "aggregate", "exists"] = "list"
    where: list[str] = []
    order: list[str] = []
    limit: int = 0
    include: list[str] = []
    group_by: list[str] = []
    measures: list[str] = []
    roles: list[str] = []
    staleness_s: int = 0


class UseCase(Shape, frozen=True, kw_only=True):
    name: str
    entity: str
    steps: list[str]
    invariant: str
    rate: str
    races: list[RaceKind] = []
    guarded_by: str = ""
    idempotent: bool = False
    roles: list[str] = []


class Actor(Shape, frozen=True, kw_only=True):
    description: str
    can: list[str]


class PackShape(msgspec.Struct, frozen=True, kw_only=True):
    """A pack whose tables have the right keys."""

    top: Top
    trigger: Trigger
    entities: dict[str, Entity]
    rules: dict[str, AnyRule]
    patterns: dict[str, Pattern]
    use_cases: dict[str, UseCase]
    actors: dict[str, Actor]
    volumes: dict[str, str]


ENTRIES: dict[str, Any] = {"entity": Entity, "rule": AnyRule, "pattern": Pattern, "use_case": UseCase, "actor": Actor}


def shaped(content: dict[str, Any]) -> tuple[PackShape | None, list[Fault]]:
    """The pack by its tables, or the faults that keep it from being one."""
    found: list[Fault] = []
    made: dict[str, Any] = {}
    tables = {*ENTRIES, *TABLES_WITHOUT_ENTRIES}
    made["top"] = _converted({k: v for k, v in content.items() if k not in tables}, Top, "", found)
    made["trigger"] = _converted(content.get("trigger", {}), Trigger, "trigger", found)
    made["volumes"] = _converted(content.get("volume", {}), dict[str, str], "volume", found)
    for name, kind in ENTRIES.items():
        table = content.get(name, {})
        if not isinstance(table, dict):
            found.append(Fault(name, f"{name} is no table", f"write [{name}.a_name] and its keys below it"))
            continue
        made[name] = {key: _converted(value, kind, f"{name}.{key}", found) for key, value in table.items()}
    if found:
        return None, found
    parts = {"top": made["top"], "trigger": made["trigger"], "volumes": made["volumes"], "entities": made["entity"], "rules": made["rule"]}
    return PackShape(**parts, patterns=made["pattern"], use_cases=made["use_case"], actors=made["actor"]), list(_empty(made))


def _converted(value: Any, kind: Any, key: str, found: list[Fault]) -> Any:
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        said = str(error).replace("Object", "it").replace(" - at `$.", " at `").replace(" - at `$", " at `").replace(" at ``", "")
        words = [word.strip("`") for word in said.split("`")[1::2]]
        missing = "missing required field" in said
        near = next((w for w in words if w and not missing), "")
        found.append(Fault(key or (near or "core"), said.replace("field", "key"), MANUAL, near))
        return None


def _empty(made: dict[str, Any]) -> Iterator[Fault]:
    if not made["entity"]:
        yield Fault("entity", "the pack has no entity", "write [entity.a_name] with plural, kind, description and attributes")
    if not made["trigger"].sure:
        yield Fault("trigger", "no sure word", "name in `sure` what only a text of this domain says")
