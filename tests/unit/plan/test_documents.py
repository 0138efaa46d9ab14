"""Which rows lie together, and which patterns collections take: by rule, with a near miss for each."""

from __future__ import annotations

from functools import cache

import msgspec
import pytest

from relvar import api
from relvar.engines import engine
from relvar.model.behaviour import Freeze
from relvar.model.brief import Quantity, Source
from relvar.model.conceptual import AccessPattern, Filter, Volume
from relvar.model.design import Design
from relvar.model.documents import Collection
from relvar.plan.advisors.apply_document_patterns import apply_document_patterns
from relvar.plan.documents.patterns.time_series import LEAST_A_DAY
from tests.cases.load import design as case

FORUM = (
    "Articles have a title and a slug, which is unique. An article has many notes. Each note has a number, a text and the time it was written "
    "at. Debug traces have a text and the time they were logged at, and never change."
)


def quantity(value: float) -> Quantity:
    return Quantity(value=value, unit="a day", source=Source(kind="user", words="test"))


@cache
def forum(reads: float, writes: float, limit: int) -> Design:
    """Articles are opened `reads` times a day with their newest notes, `writes` notes arrive; traces are listed newest first, `limit` at once."""
    brief = api.brief_of(FORUM, ("mongodb",))
    model = api.read(brief)
    user = Source(kind="user", words="test")
    trace = next(e for e in model.entities if "trace" in e)
    entities = {**model.entities, trace: msgspec.structs.replace(model.entities[trace], immutable=True)}
    of_note = next(i for i, r in model.relationships.items() if {r.first.entity, r.second.entity} == {"article", "note"})
    time = {e: next(a for a, it in model.entities[e].attributes.items() if it.meaning.data.base == "timestamp") for e in ("note", trace)}
    patterns = {
        "article_page": AccessPattern(
            name="an article by its slug", entity="article", operation="read_one", source=user,
            filters=(Filter(op="=", attribute="slug"),), per_day=quantity(reads),
        ),
        "newest_notes": AccessPattern(
            name="an article's newest notes", entity="note", source=user, filters=(Filter(op="=", path=(of_note,)),),
            order=(f"-{time['note']}",), limit=10, per_day=quantity(reads),
        ),
        "newest_traces": AccessPattern(
            name="the newest traces", entity=trace, source=user, order=(f"-{time[trace]}",), limit=limit, per_day=quantity(5),
        ),
    }  # fmt: skip
    notes = Volume(initial=quantity(0), per_day=quantity(writes), after_years=writes * 1826, arithmetic="test")
    edited = msgspec.structs.replace(model, entities=entities, patterns=patterns, volumes={**model.volumes, "note": notes})
    return api.design_of(brief, edited)


def collections(made: Design) -> dict[str, Collection]:
    return made.physical["mongodb"].collections


def test_the_newest_few_are_kept_where_they_are_read_far_oftener_than_written() -> None:
    article = collections(forum(50_000, 100, 10))["article"]
    assert article.patterns == ("subset",) and article.subsets[0].field == "recent_notes" and 3 <= article.subsets[0].keep <= 10
    assert collections(forum(300, 100, 10))["article"].subsets == ()  # near miss: each note would rewrite its article


def test_a_trail_of_which_only_the_newest_is_read_is_capped() -> None:
    trail = next(c for i, c in collections(forum(50_000, 100, 10)).items() if "trace" in i)
    assert trail.capped is not None and trail.patterns == ("capped",)


@pytest.mark.parametrize(
    ("name", "collection", "pattern"),
    [
        ("blog", "comment", "tree"), ("iot", "device", "attribute"), ("iot", "reading", "time series"), ("shop", "order", "computed"),
    ],
)  # fmt: skip
def test_a_pattern_is_applied_by_its_rule(name: str, collection: str, pattern: str) -> None:
    made = case(name)
    assert pattern in collections(made)[collection].patterns
    said = next(d for d in made.decisions if d.store == "mongodb" and d.subject == f"{collection}.{pattern.replace(' ', '_')}")
    assert said.choice.startswith(pattern) and said.evidence and said.instead_of


FILMS = (
    "A film guide. A film has a title, a year and a slug. Films are never changed. Visitors write reviews of films: a rating and a headline. "
    "Reviews are never changed. Visitors look up a film by its slug 2 million times a day. Visitors see the newest 10 reviews of a film 2 million "
    "times a day. Visitors borrow films: a loan has a date. Staff list the latest loans of a visitor with the title of the film."
)
PARTS = (
    "A parts catalogue. A part has a number and a name. Parts have many different properties that depend on the kind of part: each property has a "
    "name and a value. Buyers search parts by any property."
)


@pytest.mark.parametrize(
    ("text", "collection", "pattern"),
    [(FILMS, "film", "subset"), (FILMS, "loan", "extended reference"), (PARTS, "part", "attribute")],
)
def test_plain_words_reach_a_pattern(text: str, collection: str, pattern: str) -> None:
    assert pattern in collections(api.design(api.brief_of(text, ["mongodb"])))[collection].patterns


def test_what_is_embedded_and_what_is_referred_to() -> None:
    shop = collections(case("shop"))
    assert {t: e.field for c in shop.values() for t, e in c.embedded.items()} == {"order_line": "lines", "address": "addresses", "stock": "stock"}
    assert "credential" in shop and "payment" in shop  # secrets lie apart, money has a life of its own
    assert collections(case("blog"))["post"].embedded["post_tag"].scalar == "tag_id"
    assert collections(case("iot"))["reading"].time_series is not None


@pytest.mark.parametrize(
    ("kept", "of", "is_series"),
    [
        ("Every minute the temperature and the humidity of each station are recorded.", "station_reading", True),
        ("Each station has 20,000 notes a day. A note has a text and a number of words. Notes never change.", "note", False),
    ],
)
def test_what_is_read_off_is_a_time_series_and_what_is_written_is_none(kept: str, of: str, is_series: bool) -> None:
    made = api.design(api.brief_of(f"A weather service keeps stations. A station has a name. {kept}", ["mongodb"]))
    assert made.physical["mongodb"].tables[of].rows_per_day >= LEAST_A_DAY
    assert (collections(made)[of].time_series is not None) == is_series


def test_an_alert_watches_what_the_engine_has() -> None:
    measures = {store: {a.measure for a in topology.alerts.values()} for store, topology in case("shop").topology.items()}
    of_postgresql = {"xid_age", "invalid_index"}
    assert of_postgresql <= measures["postgresql"]
    assert all(not of_postgresql & found for store, found in measures.items() if store != "postgresql")


def test_what_a_list_shows_is_copied_only_where_it_never_changes() -> None:
    made = case("shop")
    physical = made.physical["mongodb"]
    kept = msgspec.structs.replace(physical, behaviours={**physical.behaviours, "names_stay": Freeze(table="category", columns=("name",))})
    features = engine("mongodb").features()
    asked = {d.subject for d in apply_document_patterns(made.with_(physical={"mongodb": kept}), "mongodb", features)}
    assert "product.extended_reference" in asked
    assert "product.extended_reference" not in {d.subject for d in apply_document_patterns(made, "mongodb", features)}
