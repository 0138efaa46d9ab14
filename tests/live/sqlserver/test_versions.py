"""Former versions kept by the engine compile as designed; a table without its period, its history or its way back is refused."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest

from relvar import api
from relvar.model.design import Artefact
from relvar.prove import prove_store

BRIEF = """A catalogue with products and suppliers. Each product has a code, a name and a colour, and belongs to a supplier.
A supplier has a name, a contact email and a city. Keep the revision history of products. Staff change the colour of a product."""
DESIGN = api.design(api.brief_of(BRIEF, ["sqlserver"]))
FILES = api.artefacts(DESIGN)
SCHEMA, DOWN = "sqlserver/deploy/03_schema.sql", "sqlserver/migrations/0001_create.down.sql"
FAULTS = {
    "no period": (SCHEMA, "  period for system_time (versioned_from, versioned_to),\n", "", "files_compile"),
    "another history": (SCHEMA, "history_table = app.products_history", "history_table = app.old", "files_compile"),
    "dropped with its history": (DOWN, "alter table app.products set (system_versioning = off)", "print 'off'", "migrations_compile"),
}


def refuted(files: tuple[Artefact, ...]) -> set[str]:
    return {f.check for f in prove_store(DESIGN, files, "sqlserver", progress=lambda step: None) if f.verdict == "refuted"}


def test_versions_are_kept_where_they_are_asked_for_and_no_trail_beside_them(needs: Callable[[str], None]) -> None:
    needs("sqlserver")
    physical = DESIGN.physical["sqlserver"]
    assert physical.tables["product"].versions_months == 36 and physical.tables["supplier"].versions_months == 0
    assert "supplier_audit" in physical.behaviours and "product_audit" not in physical.behaviours
    assert "for system_time as of @at" in next(f.text for f in FILES if f.path.endswith("versions_of_product.sql"))
    assert refuted(FILES) == set()


@pytest.mark.parametrize("fault", FAULTS)
def test_versions_that_are_not_as_designed_are_refused(fault: str, needs: Callable[[str], None]) -> None:
    needs("sqlserver")
    path, old, new, check = FAULTS[fault]
    wrong = tuple(msgspec.structs.replace(f, text=f.text.replace(old, new)) if f.path == path else f for f in FILES)
    assert wrong != FILES
    assert check in refuted(wrong)
