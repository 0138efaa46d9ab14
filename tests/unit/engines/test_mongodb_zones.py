"""Zones where the brief asks that data stay in a region: by a field of the documents, disjoint, and nothing where it asks for none."""

from __future__ import annotations

import pytest

from relvar import api
from relvar.engines.mongodb.operating.residence import REGIONS, regions
from relvar.engines.mongodb.operating.zones import decided, script
from relvar.engines.mongodb.text import text
from relvar.model.design import Design

CLUB = (
    "A club in three regions: the EU, the US and Japan. {stays} A member has a name, an email and a {home}. Members write letters. "
    "A letter has a text."
)


def made(stays: str, home: str = "country") -> Design:
    return api.design(api.brief_of(CLUB.format(stays=stays, home=home), ("mongodb",)))


@pytest.mark.parametrize("stays", ["EU members' data stays in the EU.", "Data must remain in their region.", "We promise data residency."])
def test_documents_lie_where_their_member_is_at_home(stays: str) -> None:
    design = made(stays)
    places = regions(design)
    assert list(places) == ["EU", "US", "Japan"] and "eu" not in design.conceptual.entities
    codes = [code for found in places.values() for code in found]
    assert len(codes) == len(set(codes)) == 29
    found = script(design, "mongodb")
    assert found is not None
    written = text(found)
    for said in ('assign("members", "country", "US", ["US"])', 'shard("members", {country: 1, _id: 1})', 'zone("Japan")', "SHARDS names no shard"):
        assert said in written
    assert written.index("assign(\n") < written.index('shard("members"')
    (decision,) = decided(design, "mongodb")
    assert "members by country" in decision.choice and decision.evidence


def test_where_nothing_asks_or_no_document_says_where_it_belongs() -> None:
    assert script(made(""), "mongodb") is None and not list(decided(made(""), "mongodb"))
    homeless = made("EU members' data stays in the EU.", "phone number")
    assert script(homeless, "mongodb") is None
    (decision,) = decided(homeless, "mongodb")
    assert decision.choice.startswith("no zones") and "members" in decision.because


def test_a_region_is_no_country_twice() -> None:
    assert all(len(code) == 2 and code.isupper() for codes in REGIONS.values() for code in codes.split())
