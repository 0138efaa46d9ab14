"""The proof's own trials, on a cloakroom made to mislead them: each wrong row must be wrong by one rule, each race decided."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import msgspec
import pytest

from relvar import api
from relvar.engines import engine
from relvar.engines.base import Server
from relvar.model import expression as e
from relvar.model.behaviour import FollowLifeCycle, ForbidOverlap, Freeze, LimitCount
from relvar.model.design import Design
from relvar.model.physical import CheckConstraint, Column, UniqueConstraint
from relvar.model.query import Insert
from relvar.model.semantic import DataType
from relvar.prove.live.breaking.checks import checks
from relvar.prove.live.breaking.keys import keys
from relvar.prove.live.breaking.limits import limits
from relvar.prove.live.breaking.references import references
from relvar.prove.live.breaking.states import states
from relvar.prove.live.breaking.trial import Trial
from relvar.prove.live.context import Context
from relvar.prove.live.races_keep_invariants import races_keep_invariants

BRIEF = "Cloakrooms have a name. Tickets have a number, which is unique, a label and a status (open, closed). Each ticket belongs to one cloakroom."
TENANTS = """A tool rental SaaS. Each company (tenant) has its own customers and tools. Customers rent tools; each rental has a start date."""
ROWS, LIMIT = 60, 40  # of tickets, and of those of one cloakroom: the sample leaves room for more
GIVEN = ("cloakroom_id", "ticket_number", "label", "from_at", "until_at", "ends_at", "idempotency_key")


def later(late: str, early: str) -> CheckConstraint:
    condition = e.Compare(op=">", left=e.ColumnRef(column=late), right=e.ColumnRef(column=early))
    return CheckConstraint(name=f"tickets_{late}_later_ck", condition=condition, says=f"{late} is after {early}")


def instant(name: str, **more: object) -> Column:
    return Column(name=name, data=DataType(base="timestamp"), **more)  # type: ignore[arg-type]


def misleading(store: str) -> Design:
    """Optional columns in a key and in a check, an end after a default of now, a frozen column of rows that end, rules that meet."""
    made = api.design(api.brief_of(BRIEF, [store]))
    before = made.physical[store]
    table = before.tables["ticket"]
    columns = {
        **table.columns,
        "seat": msgspec.structs.replace(table.columns["label"], name="seat", nullable=True),
        "taken_at": instant("taken_at", nullable=True),
        "back_at": instant("back_at", nullable=True),
        "made_at": instant("made_at", default=e.Call(function="now")),
        "ends_at": instant("ends_at"),
        "from_at": instant("from_at"),
        "until_at": instant("until_at"),
    }
    added = (
        later("back_at", "taken_at"),
        later("ends_at", "made_at"),
        later("until_at", "from_at"),
        UniqueConstraint(name="tickets_seat_uq", columns=("seat",)),
    )
    moves = (("open", "closed"),)
    behaviours = {
        "a_life": FollowLifeCycle(table="ticket", column="status", initial="open", transitions=moves, final=("closed",)),
        "few_tickets": LimitCount(table="ticket", reference=("cloakroom_id",), parent="cloakroom", limit=LIMIT),
        "one_at_a_time": ForbidOverlap(table="ticket", per=("cloakroom_id",), start="from_at", end="until_at"),
        "ticket_frozen": Freeze(table="ticket", columns=("label",)),
    }
    values: dict[str, e.Expression] = {c: e.Parameter(name=c, like=f"ticket.{c}") for c in GIVEN}
    insert = Insert(table="ticket", values=values, returning=("ticket_id",), ignore_duplicates_of=("idempotency_key",))
    record = msgspec.structs.replace(before.transactions["record_ticket"], statements=(insert,))
    ticket = msgspec.structs.replace(table, columns=columns, constraints={**table.constraints, **{c.name: c for c in added}}, indexes={})
    physical = msgspec.structs.replace(
        before, tables={**before.tables, "ticket": ticket}, behaviours=behaviours, transactions={"record_ticket": record}, queries={}, grants={}
    )
    return made.with_(physical={store: physical})


@pytest.fixture(scope="module")
def context(server: Server) -> Iterator[Context]:
    design, place = misleading(server.engine), engine(server.engine)
    files = {script.path: place.text(script) for script in place.deploy(design, server.engine)}
    yield Context(design, server.engine, place, server, files, ROWS)


def test_a_row_breaks_the_rule_that_is_tried_and_no_other(context: Context) -> None:
    with context.another(ROWS) as (database, population):
        trial = Trial(context, database, population)
        found = [f for kind in (checks, keys, states, limits) for f in kind(trial)]
        trial.close()
    assert [f"{f.subject}: {f.message}" for f in found if f.verdict != "holds"] == []
    subjects = {f.subject.partition(".")[2] for f in found}
    assert {"tickets_back_at_later_ck", "tickets_seat_uq", "ticket_frozen", "few_tickets"} <= subjects


@pytest.fixture
def rental(server: Server) -> Context:
    place = engine(server.engine)
    made = api.design(api.brief_of(TENANTS, [server.engine]))
    files = {script.path: place.text(script) for script in place.deploy(made, server.engine)}
    return Context(made, server.engine, place, server, files, ROWS)


def test_files_that_run_at_once_make_what_they_make_one_by_one(rental: Context) -> None:
    with rental.another(ROWS) as (database, _):
        assert database.inspect() == rental.engine.expected(rental.design, rental.store, rental.server.version)


def test_a_customer_who_asks_for_his_own_rows_is_no_tenant(rental: Context) -> None:
    """Where both the company and the customer are known of a session, the row that is tried takes the customer, not the company, elsewhere."""
    with rental.another(ROWS) as (database, population):
        trial = Trial(rental, database, population)
        found = {f.subject: f for f in references(trial)}
        trial.close()
    assert [f"{f.subject}: {f.message}" for f in found.values() if f.verdict != "holds"] == []
    assert "rentals.rentals_customer_id_fk across tenants" in found


def test_races_fill_in_defaults_and_differ_in_all_but_the_key(context: Context) -> None:
    found = list(races_keep_invariants(context))
    assert [f"{f.subject}: {f.message}" for f in found if f.verdict != "holds"] == []
    assert Counter(f.subject.endswith("unguarded") for f in found) == {True: 1, False: 1}
