"""What is to be forgotten of a row that stays is forgotten by the job of each engine, in values that the row's own checks take."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from relvar import api
from relvar.engines import engine
from relvar.prove.live.context import Context
from relvar.prove.live.documents.terms_are_kept import terms_are_kept
from tests.live.test_newest import jobs, name

RENTAL = "A car rental company with branches, vehicles, customers and rentals"
LONG_AGO = {
    "postgresql": "now() - interval '2 years'",
    "mysql": "utc_timestamp(6) - interval 2 year",
    "mariadb": "utc_timestamp(6) - interval 2 year",
    "sqlite": "strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-2 years')",
}
ROWS = 40


@pytest.mark.parametrize("store", [*LONG_AGO, "mongodb"])
def test_a_customer_is_forgotten_and_stays(needs: Callable[[str], None], store: str) -> None:
    """A phone number must look like one, a name may not be empty, and no two have one address: yet nobody is named."""
    needs(store)
    design = api.design(api.brief_of(RENTAL, [store]))
    with engine(store).serve() as server:
        context = Context.of(design, store, engine(store), server, api.artefacts(design), ROWS)
        if store == "mongodb":
            found = {f.subject: (f.verdict, f.message) for f in terms_are_kept(context)}
            assert found["customers"][0] == "holds" and "phone" in found["customers"][1]
            return
        with context.another(ROWS) as (database, population):
            session, customers = database.session(), name(database, "customer")
            session.sql(f"update {customers} set erased_at = {LONG_AGO[store]}")
            for text in jobs(design, store):
                session.sql(text)
            rows = session.sql(f"select full_name, email, phone, driving_licence_number from {customers}")
            session.close()
            assert len(rows) == len(population.tables["customer"].stored) > 1
            assert all(row[0].startswith("erased") and row[2] == "+1000000" and row[3].startswith("erased") for row in rows)
            assert len({row[1] for row in rows}) == len(rows)
