"""Which kinds of store stand beside the record: by the numbers, never by habit; and contracts that cannot be kept are refuted."""

from __future__ import annotations

from functools import cache

import msgspec
import pytest

from relvar import api
from relvar.model.design import Design
from relvar.model.federation import Contract, Entry
from relvar.prove.static.contracts_are_kept import contracts_are_kept

SHOP = "E-commerce platform with users, products, orders. Customers search products by name and description."


@cache
def _design(text: str, scale: str, *stores: str) -> Design:
    return api.design(api.brief_of(text, stores), scale)


def _choices(design: Design) -> dict[str, str]:
    return {d.subject: d.choice for d in design.decisions if d.advisor == "publish_changes"}


def test_one_database_weighs_no_other() -> None:
    design = _design(SHOP, "1M users, 20 million products", "postgresql")
    assert not _choices(design) and design.federation is None


def test_a_small_shop_needs_its_record_alone() -> None:
    design = _design(SHOP, "1,000 users, 5,000 products", "multi")
    assert _choices(design)["search"].startswith("none: the record does it, until 3.5 million products")
    assert design.federation is None and "outbox" not in design.physical["postgresql"].tables


def test_a_large_catalogue_is_searched_elsewhere_and_says_why() -> None:
    design = _design(SHOP, "1M users, 20 million products, 50k orders a day", "multi")
    assert design.federation is not None and set(design.federation.contracts) == {"search"}
    entry = design.federation.contracts["search"].entries["product"]
    assert entry.key == "products/{product_id}" and "products_by_name_and_description" in entry.serves
    assert {v.partition(".")[2] for v in entry.values} >= {"product_id", "name", "description"}
    paths = {a.path for a in api.artefacts(design)}
    assert {"stores/README.md", "stores/search.json", "stores/search_rebuild.sql"} <= paths


def test_services_of_their_own_hear_of_everything_but_secrets() -> None:
    design = _design("E-commerce with users, products, orders. Microservices hear of what happens.", "1M users", "sqlite")
    assert design.federation is not None
    entries = design.federation.contracts["queue"].entries
    told = {v for e in entries.values() for v in e.values}
    physical = design.physical["sqlite"]
    sensitive = {physical.tables[t].columns[c].sensitivity for t, _, c in (v.partition(".") for v in told)}
    assert "user" in entries and "order" in entries and not {"secret", "special"} & sensitive


def _broken(kind: str, design: Design) -> Design:
    assert design.federation is not None
    contract: Contract = design.federation.contracts["search"]
    entry: Entry = contract.entries["product"]
    replace = msgspec.structs.replace
    if kind == "ageless":
        contract = replace(contract, seconds_stale=0.0)
    changed = {
        "nobody tells": replace(entry, made_stale_by=("product", "category")),
        "no such column": replace(entry, values=(*entry.values, "product.smell")),
        "a secret": replace(entry, values=(*entry.values, "credential.password_hash")),
        "never told": replace(entry, values=(*entry.values, "product.price")),
        "not a key": replace(entry, key="products/{name}"),
        "not asked": replace(entry, serves=("products_by_smell",)),
    }.get(kind, entry)
    contract = replace(contract, entries={"product": changed})
    return design.with_(federation=replace(design.federation, contracts={"search": contract}))


@pytest.mark.parametrize("kind", ["ageless", "nobody tells", "no such column", "a secret", "never told", "not a key", "not asked"])
def test_a_contract_that_cannot_be_kept_is_refuted(kind: str) -> None:
    design = _design(SHOP, "1M users, 20 million products, 50k orders a day", "multi")
    assert [f.verdict for f in contracts_are_kept(design)] == ["holds"]
    assert "refuted" in {f.verdict for f in contracts_are_kept(_broken(kind, design))}


def test_other_services_are_heard_of_and_a_load_that_is_past_is_not_called_carried() -> None:
    told = _design(f"{SHOP} Other services learn of every order.", "1,000 users", "multi")
    assert told.federation is not None and set(told.federation.contracts) == {"queue"} and "service" not in told.conceptual.entities
    assert all(c.seconds_stale == round(c.seconds_stale, 3) for c in told.federation.contracts.values())
    text = (
        "A fleet of 200,000 sensors. A sensor has a serial number. Each sensor sends a reading with a temperature every 10 seconds. "
        "Readings are never changed."
    )
    choices = _choices(_design(text, "", "multi"))
    assert choices["time series"].startswith("none here, though past") and choices["cache"].startswith("none: the record does it")
