"""Every entry of every pack can be said of a model: a misspelt name would otherwise be dropped in silence."""

from __future__ import annotations

from pathlib import Path

import pytest

import relvar.read.lexicon
from relvar.model.brief import Brief, Quantity, Scale, Source
from relvar.model.conceptual import Conceptual
from relvar.read.enrich import enrich
from relvar.read.enrich.choosing import weigh
from relvar.read.enrich.evidence import words_of
from relvar.read.enrich.pack import heads, load
from relvar.read.packs import faults

RULE = Source(kind="rule", words="test")


def quantity(value: float, unit: str = "") -> Quantity:
    return Quantity(value=value, unit=unit, source=RULE)


def scale(**counts: float) -> Scale:
    return Scale(
        counts={name: quantity(value) for name, value in counts.items()},
        years=quantity(5),
        growth_per_year=quantity(0.2),
        peak_factor=quantity(4),
        read_share=quantity(0.8),
        latency_p95_ms=quantity(100),
        rpo_minutes=quantity(5),
        rto_minutes=quantity(60),
    )


def whole(name: str) -> Conceptual:
    """The pack alone, at depth full, from a brief that only names the domain."""
    text = f"{heads()[name].sure[0]}, {heads()[name].sure[1]}"
    return enrich(Conceptual(scale=scale()), Brief(text=text, title=name, project=name, stores=("sqlite",), depth="full"))


@pytest.mark.parametrize("name", sorted(heads()))
def test_what_a_users_pack_is_held_to_holds_for_ours(name: str) -> None:
    head = heads()[name]
    trigger = {key: list(getattr(head, key)) for key in ("sure", "also", "about", "near_misses")}
    assert faults({**load(name).content, "trigger": {**trigger, "alone": head.alone}}) == []


def test_there_is_a_head_for_every_pack_and_a_pack_for_every_head() -> None:
    files = {path.stem for path in Path(relvar.read.lexicon.__file__).parent.glob("packs/*.toml")}
    assert files - {"triggers"} == set(heads()) and len(heads()) >= 42


@pytest.mark.parametrize("name", sorted(heads()))
def test_every_entry_resolves(name: str) -> None:
    pack, model = load(name), whole(name)
    assert model.domain == name
    assert set(pack.table("entity")) == set(model.entities), "each entity is reached"
    assert set(pack.table("rule")) <= set(model.rules)
    assert set(pack.table("pattern")) <= set(model.patterns)
    assert set(pack.table("use_case")) <= set(model.use_cases)
    assert {f"{v}" for v in pack.table("volume")} == set(model.entities)
    for use_case_id, entry in pack.table("use_case").items():
        made = model.use_cases[use_case_id]
        assert len(made.steps) == len(entry["steps"]), use_case_id
        assert made.races == tuple(entry.get("races", ())), use_case_id
        assert bool(made.guarded_by) == bool(entry.get("guarded_by")), use_case_id
    for actor_id, entry in pack.table("actor").items():
        said = {line.split()[1] for line in entry["can"]}
        assert said <= {p.entity for p in model.actors[actor_id].permissions}, actor_id


@pytest.mark.parametrize("name", sorted(heads()))
def test_a_pack_yields_what_a_design_needs(name: str) -> None:
    model = whole(name)
    assert any(use_case.races for use_case in model.use_cases.values())
    assert all(pattern.roles and any(sign in pattern.per_day.source.words for sign in ("=", "assumed")) for pattern in model.patterns.values())
    assert all(entity.reason for entity in model.entities.values() if entity.added)
    for entity in model.entities.values():
        secret = [a for a in entity.attributes.values() if a.meaning.sensitivity == "secret"]
        assert not secret or len(entity.attributes) <= 6, "secrets stand in a table of their own"


@pytest.mark.parametrize("name", sorted(heads()))
def test_near_misses_do_not_trigger(name: str) -> None:
    for phrase in heads()[name].near_misses:
        assert weigh(name, heads()[name], words_of(f"A register of each {phrase} in town")).score == 0, phrase
