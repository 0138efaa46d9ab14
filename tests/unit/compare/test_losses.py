"""Several databases for one design: what one cannot do is told, and what is missing without a word is found."""

from __future__ import annotations

from functools import cache

import msgspec

from relvar import api
from relvar.compare import losses, stored
from relvar.compare.uses import BUILT_OTHERWISE, USES
from relvar.engines import NAMES, engine
from relvar.model.design import Design
from relvar.prove.static.nothing_is_lost_in_silence import nothing_is_lost_in_silence

TEXT = "A hospital has patients and doctors. Rooms are booked for appointments and never overlap. Auditors see who changed a record."


@cache
def _design() -> Design:
    return api.design(api.brief_of(TEXT, NAMES, depth="full"), "200k patients, 5 years")


def test_every_capability_that_an_engine_lacks_is_either_asked_for_or_its_own_way() -> None:
    lacked = {name for it in NAMES for name, fact in engine(it).features().capabilities.items() if not fact.can}
    assert lacked <= set(USES) | BUILT_OTHERWISE
    assert not set(USES) & BUILT_OTHERWISE


def test_losses_name_who_asked_and_what_is_done_instead() -> None:
    found = {loss.capability: loss for loss in losses(_design())}
    rules = found["row_rules"]
    assert rules.instead["postgresql"] == "" and rules.instead["sqlite"] and rules.asked
    assert found["roles"].instead["sqlite"] == engine("sqlite").features().capabilities["roles"].instead
    instants = next(it for it in stored(_design()) if it.data.base == "timestamp")
    assert instants.kept["sqlite"].loses and not instants.kept["postgresql"].loses


def test_one_database_is_compared_with_none() -> None:
    alone = api.design(api.brief_of(TEXT, ["sqlite"]))
    assert losses(alone) == () == stored(alone)
    assert not list(nothing_is_lost_in_silence(alone))


def test_what_is_missing_without_a_word_is_refuted() -> None:
    design = _design()
    assert {f.verdict for f in nothing_is_lost_in_silence(design)} == {"holds"}
    physical = design.physical["mysql"]
    behaviour = next(iter(physical.behaviours))
    kept = {id_: it for id_, it in physical.behaviours.items() if id_ != behaviour}
    poorer = {**design.physical, "mysql": msgspec.structs.replace(physical, behaviours=kept)}
    decisions = tuple(d for d in design.decisions if d.store != "mysql")
    found = [f for f in nothing_is_lost_in_silence(design.with_(physical=poorer, decisions=decisions)) if f.verdict == "refuted"]
    assert f"behaviours: {behaviour}" in {f.subject for f in found if f.store == "mysql"}
