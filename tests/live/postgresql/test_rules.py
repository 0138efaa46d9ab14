"""Every behaviour refuses what it should, by its own name, and lets the rest pass: on a real server."""

from __future__ import annotations

from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from relvar.engines import engine
from relvar.engines.base import Refusal
from tests.unit.engines.clinic import add_person, design

ENGINE = engine("postgresql")


def visit(**more: Any) -> dict[str, Any]:
    row = {"clinic_id": 1, "person_id": 1, "room": 1, "starts_at": "2030-01-01 10:00+00", "ends_at": "2030-01-01 11:00+00"}
    return row | more


def refused(run: Any) -> tuple[str, str]:
    with pytest.raises(Refusal) as caught:
        run()
    return caught.value.kind, caught.value.constraint


def test_catalogue_equals_design(database: Any) -> None:
    expected = ENGINE.expected(design(), "postgresql", database.version)
    assert database.inspect() == expected
    database.main.execute("drop index app.visits_open_ix")
    database.main.execute("alter table app.lines alter column price set default 1")
    database.main.execute("alter policy visit_tenant on app.visits using (true)")
    found = database.inspect()
    changed = {key for key in found.keys() | expected.keys() if found.get(key) != expected.get(key)}
    assert changed == {
        *(key for key in expected if key.startswith("index app.visits_open_ix")),
        "column app.lines.price default",
        "policy app.visits.visit_tenant using",
    }


def test_slots_and_counts(database: Any) -> None:
    session = database.session()
    session.insert("visit", visit())
    assert refused(lambda: session.insert("visit", visit(starts_at="2030-01-01 10:30+00"))) == ("overlap", "visits_room_ex")
    session.insert("visit", visit(starts_at="2030-01-01 11:00+00", ends_at="2030-01-01 12:00+00"))  # ends may touch
    late = visit(starts_at="2030-01-02 11:00+00", ends_at="2030-01-02 12:00+00")
    assert refused(lambda: session.insert("visit", late)) == ("rule", "visits_limit")
    session.insert("visit", late | {"clinic_id": 2, "person_id": 2})
    assert session.sql("select clinic_id, number from app.visits order by 1, 2") == [(1, 1), (1, 2), (2, 1)]


def test_life_cycle_totals_and_stock(database: Any) -> None:
    session = database.session()
    _, key = session.insert("visit", visit())
    session.insert("line", {"clinic_id": 1, "visit_id": key, "item_id": 1, "quantity": 3, "price": "2.50"})
    assert session.sql("select total, on_hand from app.visits, app.items") == [(pytest.approx(7.5), 7)]
    session.sql("update app.lines set quantity = 4")
    assert session.sql("select total, on_hand from app.visits, app.items") == [(pytest.approx(10), 6)]
    line = {"clinic_id": 1, "visit_id": key, "item_id": 1, "quantity": 7, "price": "1"}
    assert refused(lambda: session.insert("line", line)) == ("check", "items_on_hand_ck")
    assert refused(lambda: session.sql("update app.lines set price = 9")) == ("rule", "lines_frozen")
    assert refused(lambda: session.sql("update app.visits set status = 'done'")) == ("rule", "visits_life_cycle")
    before = session.sql("select updated_at from app.visits")
    session.sql("update app.visits set room = room")
    assert session.sql("select updated_at from app.visits") == before
    session.sql("update app.visits set status = 'arrived'")
    assert session.sql("select updated_at from app.visits") > before
    session.sql("delete from app.lines")
    assert session.sql("select total, on_hand from app.visits, app.items") == [(0, 10)]
    session.sql("update app.visits set status = 'done'")
    assert refused(lambda: session.sql("update app.visits set room = 2")) == ("rule", "visits_life_cycle")


def test_audit_and_retention(database: Any) -> None:
    session = database.session()
    session.sql("update app.people set email = 'new@example.org' where clinic_id = 1")
    rows = session.sql("select action, row_key, clinic_id, old_values ->> 'email' from app.change_log order by change_id desc limit 1")
    assert rows == [("update", "1/1", 1, "[not kept]")]
    assert refused(lambda: session.sql("delete from app.change_log")) == ("rule", "log_append_only")
    jobs = database.session("jobs")
    assert jobs.sql("select ops.ensure_partitions()") == [(0,)]
    row = (f"{1990}-05-01 00:00+00", 1000000, "insert", "x", "people", "1", 1, None)
    columns = ("changed_at", "change_id", "action", "db_role", "table_name", "row_key", "clinic_id", "old_values")
    assert database.load("log", columns, [row]) == 1
    assert session.sql("select count(*) from app.change_log_default") == [(0,)]
    again = dict(zip(columns, row, strict=True))
    assert refused(lambda: session.insert("log", again)) == ("unique", "change_log_pk")  # the partition's own name is another
    assert session.sql("select count(*) from app.change_log where changed_at < '1991-01-01'") == [(1,)]
    assert jobs.sql("select app.log_expire()")[0][0] > 300
    assert session.sql("select count(*) from app.change_log where changed_at < '1991-01-01'") == [(0,)]
    session.sql("alter table app.people disable trigger people_touch; update app.people set updated_at = '2000-01-01' where clinic_id = 2")
    assert [jobs.sql("select app.people_expire()") for _ in range(2)] == [[(1,)], [(0,)]]
    assert session.sql("select email, full_name from app.people where clinic_id = 2") == [(None, "erased 2-2")]


def test_roles_and_tenants(database: Any) -> None:
    app = database.session("app", {"clinic_id": 1})
    assert app.sql("select person_id from app.people") == [(1,)]
    assert app.run(add_person("b@example.org"))
    stranger = {"clinic_id": 2, "email": "c@example.org", "full_name": "Bob"}
    assert refused(lambda: app.insert("person", stranger))[0] == "forbidden"
    assert refused(lambda: app.sql("update app.visits set room = 2"))[0] == "forbidden"
    assert refused(lambda: app.sql("truncate app.people"))[0] == "forbidden"
    assert database.session("app").sql("select * from app.people") == []
    reports = database.session("reports", {"clinic_id": 1})
    assert {email for _, _, email, *_ in reports.sql("select * from app.people_masked")} == {"***@example.org"}
    assert refused(lambda: reports.sql("select email from app.people"))[0] == "forbidden"
    assert database.session("reports").sql("select * from app.people_masked") == []
    assert database.session("jobs").sql("select app.refresh_visit_days()") == [("",)]
    with database.without("person_tenant"):
        assert len(app.sql("select person_id from app.people")) == 3
    assert len(app.sql("select person_id from app.people")) == 2


def test_plans_by_id(database: Any) -> None:
    rows = [(1, n, f"p{n}@example.org", f"name {n % 997} {n}") for n in range(10, 20_000)]
    assert database.load("person", ("clinic_id", "person_id", "email", "full_name"), rows) == len(rows)
    database.analyze()
    queries = database.physical.queries
    assert database.session().insert("person", {"clinic_id": 1, "full_name": "next"}) == (1, 20_000)
    typed = database.explain(queries["typed"].statement, {"start": "name 996 19"})
    assert typed.uses & {"person.name_ix", "person.trigram_ix"}, typed.text
    words = database.explain(queries["search"].statement, {"words": "p77@example.org"})
    assert words.uses == {"person.words_ix"}, words.text
    with database.without("person.words_ix"):
        assert database.explain(queries["search"].statement, {"words": "p77"}).scans == {"person"}
    assert database.explain(queries["search"].statement, {"words": "p77@example.org"}).uses == {"person.words_ix"}


def test_two_sessions_race_for_a_slot(database: Any) -> None:
    """The guard makes the second wait and refuse; without it both get in."""

    def race() -> list[str]:
        answers: list[str] = []
        first, second = database.session(), database.session()
        first.begin()
        first.insert("visit", visit(ends_at="2030-01-01 10:30+00"))

        def late() -> None:
            try:
                second.insert("visit", visit(starts_at="2030-01-01 10:15+00"))
                answers.append("in")
            except Refusal as refusal:
                answers.append(refusal.kind)

        thread = Thread(target=late)
        thread.start()
        first.commit()
        thread.join(10)
        return answers

    session = database.session()
    assert race() == ["overlap"]
    session.sql("delete from app.visits")
    with database.without("visits_room_ex"):
        assert race() == ["in"]  # two rows stay that overlap: putting the guard back brings the old rows back
    assert session.sql("select count(*) from app.visits") == [(0,)]
    session.insert("visit", visit())
    assert refused(lambda: session.insert("visit", visit())) == ("overlap", "visits_room_ex")


def test_backup_restores_equal(database: Any, tmp_path: Path) -> None:
    made = database.backup(tmp_path / "dumps")
    restored = database.restore(made)
    try:
        assert restored.checksums() == database.checksums()
        assert restored.inspect() == database.inspect()
    finally:
        restored.close()


def test_transaction_of_the_model(database: Any) -> None:
    session = database.session("app", {"clinic_id": 1})
    _, key = session.insert("visit", visit())
    (arrive,) = database.physical.transactions["arrive"].statements
    assert session.run(arrive, {"visit_id": key}) == [(1,)]
    assert session.run(arrive, {"visit_id": key}) == [(0,)]
    for script in (*ENGINE.test(design(), "postgresql"), *ENGINE.queries(design(), "postgresql")):
        assert ENGINE.text(script).endswith(";\n")
    for script in ENGINE.test(design(), "postgresql"):
        assert database.apply(ENGINE.text(script)) == ()
