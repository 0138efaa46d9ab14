"""Views, roles and checks of documents: a role that is given more, a view that shows more, a check that finds nothing turns the proof red."""

from __future__ import annotations

from functools import cache

import msgspec
import pytest

from relvar import api
from relvar.engines import engine
from relvar.engines.base import Server
from relvar.model.design import Artefact, Design, Finding
from relvar.prove.live import Check
from relvar.prove.live.context import Context
from relvar.prove.live.documents.checks_find_orphans import checks_find_orphans
from relvar.prove.live.documents.rights_are_least import rights_are_least
from relvar.prove.run import run_check
from tests.cases.load import HERE

ROWS = 20
CHECKS = "mongodb/operate/checks.js"
VIEWS, ROLES = "mongodb/access/01_views.js", "mongodb/access/02_roles.js"


@cache
def made(case: str) -> tuple[Design, tuple[Artefact, ...]]:
    text, scale = ((HERE / case / name).read_text("utf-8") for name in ("brief.md", "scale.txt"))
    design = api.design(api.brief_of(text, ("mongodb",)), scale.strip())
    return design, api.artefacts(design)


def judged(server: Server, path: str = "", before: str = "", after: str = "", check: Check = rights_are_least) -> dict[str, Finding]:
    """The findings about the shop, with one text of one file replaced."""
    design, files = made("shop")
    if path:
        wrong = tuple(msgspec.structs.replace(f, text=f.text.replace(before, after, 1)) if f.path == path else f for f in files)
        assert wrong != files
        files = wrong
    return {f.subject: f for f in run_check(check, Context.of(design, "mongodb", engine("mongodb"), server, files, ROWS))}


def test_a_reference_that_leads_nowhere_is_found_and_by_a_blind_check_not(documents: Server) -> None:
    found = judged(documents, check=checks_find_orphans)
    assert {f.verdict for f in found.values()} == {"holds"} and len(found) == 6, found
    blind = judged(documents, CHECKS, '  "credentials",\n  [', '  "credentials",\n  [\n    {$limit: 1}, {$match: {_id: 0}},', checks_find_orphans)
    assert [s for s, f in blind.items() if f.verdict == "refuted"] == ["credentials.credentials_user_id_fk"], blind


def test_every_role_of_a_shop_is_given_what_it_needs_and_sees_what_it_may(documents: Server) -> None:
    found = judged(documents)
    assert {f.verdict for f in found.values()} == {"holds", "not run"}, found
    assert [s for s, f in found.items() if f.verdict == "not run"] == ["accounts"]
    assert "8 fields" in found["e_commerce_reporting: fields"].message
    assert "but for total" in found["orders_to_pack as warehouse"].message


AUDITOR = 'setRole("e_commerce_auditor", [{collection: "change_log", actions: ["find"]}], [])'


@pytest.mark.parametrize(
    ("path", "before", "after", "subject", "words"),
    [
        (ROLES, '{collection: "orders_masked"', '{collection: "orders"', "e_commerce_reporting: fields", "orders.ship_to_name is seen"),
        (ROLES, AUDITOR, AUDITOR.replace('["find"]', '["find", "remove"]'), "e_commerce_auditor: actions", "remove"),
        (ROLES, AUDITOR, 'setRole("e_commerce_auditor", [], ["read"])', "e_commerce_auditor: actions", "read on every collection"),
        (VIEWS, "recipient: {", 'street: "$$row0.street", recipient: {', "e_commerce_reporting: fields", "users_masked.addresses.street is seen"),
    ],
)
def test_a_right_too_many_is_found(documents: Server, path: str, before: str, after: str, subject: str, words: str) -> None:
    found = judged(documents, path, before, after)
    wrong = {s: f.message for s, f in found.items() if f.verdict == "refuted"}
    assert subject in wrong and words in wrong[subject], wrong
