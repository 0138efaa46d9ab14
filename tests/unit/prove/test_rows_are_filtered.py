"""Questions of roles that see their own rows only, where the engine has no row rules."""

from __future__ import annotations

from functools import cache

import msgspec

from relvar import api
from relvar.model.design import Design
from relvar.model.query import Select
from relvar.prove.static.rows_are_filtered import rows_are_filtered
from tests.cases.load import HERE


@cache
def made(case: str) -> Design:
    text, scale = ((HERE / case / name).read_text("utf-8") for name in ("brief.md", "scale.txt"))
    return api.design(api.brief_of(text, ("mongodb", "postgresql")), scale.strip())


def test_a_tenant_design_names_the_tenant_everywhere_and_is_found_out_where_not() -> None:
    design = made("project_saas")
    assert {(f.store, f.verdict) for f in rows_are_filtered(design)} == {("mongodb", "holds")}, "row rules of the other make it needless"
    physical = design.physical["mongodb"]
    key, query = next((k, q) for k, q in physical.queries.items() if isinstance(q.statement, Select) and q.statement.where and q.roles)
    bare = msgspec.structs.replace(query, statement=msgspec.structs.replace(query.statement, where=None))
    wrong = design.with_(physical={**design.physical, "mongodb": msgspec.structs.replace(physical, queries={**physical.queries, key: bare})})
    found = [f for f in rows_are_filtered(wrong) if f.verdict == "doubt"]
    assert found and all(f.subject.startswith(f"{key} as ") for f in found)


def test_a_question_by_another_key_than_the_askers_is_a_doubt() -> None:
    found = {f.subject: f.verdict for f in rows_are_filtered(made("shop"))}
    assert found == {"order_by_number as customer": "doubt"}, "its own orders by user: said; by number: whose they are is not"
