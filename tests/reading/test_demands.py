"""One demand in many ways is read as one demand, and what only sounds like one as none."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from relvar import api
from relvar.model.conceptual import Conceptual
from tests.reading.told.demands import DEMANDS
from tests.reading.told.texts import Sentence
from tests.reading.told.uses import USES

PHRASINGS = tomllib.loads((Path(__file__).parent / "demands.toml").read_text(encoding="utf-8"))
DEMANDED = [(kind, said) for kind, told in PHRASINGS.items() if kind not in ("told", "nothing") for said in told["said"]]


def read(said: str) -> Conceptual:
    """The model of the text; what is no plain sentence stands on lines of its own."""
    middle = said if said.endswith((".", "!")) else f"\n\n{said}\n\n"
    return api.read(api.brief_of(f"{PHRASINGS['told']} {middle} Shelves have a location.", ["postgresql"], depth="minimal"))


@pytest.mark.parametrize(("kind", "said"), DEMANDED)
def test_what_is_demanded(kind: str, said: str) -> None:
    """And nothing but that: no thing comes from such a sentence."""
    told = PHRASINGS[kind]
    model = read(said)
    sentence = Sentence(told["construction"], ("fog horn", "harbour"), tuple(told["facts"]), tuple(told.get("values", ())), tuple(told["numbers"]))
    assert (DEMANDS | USES)[told["construction"].split(".")[0]](model, sentence)
    assert set(model.entities) == {"harbour", "fog_horn", "shelf"}


@pytest.mark.parametrize("said", PHRASINGS["nothing"]["said"])
def test_what_demands_nothing(said: str) -> None:
    """What is done with some rows, what is shown and what may be is no rule of all."""
    model, plain = read(said), read("")
    assert model.rules == plain.rules
    assert model.entities["fog_horn"].identifiers == plain.entities["fog_horn"].identifiers
    assert not model.entities["fog_horn"].traced
    presets = [{name: fact.default for name, fact in each.entities["fog_horn"].attributes.items()} for each in (model, plain)]
    assert presets[0] == presets[1]
    required = {name for name, fact in model.entities["fog_horn"].attributes.items() if fact.required}
    assert required == {name for name, fact in plain.entities["fog_horn"].attributes.items() if fact.required}
