"""Every behaviour refuses what it should, by its own name, and lets the rest pass: on a real server."""

from __future__ import annotations

import time
from threading import Thread
from typing import Any

import pytest

from relvar.engines.base import Refusal
from tests.unit.engines.test_mysql_text import design


def visit(**more: Any) -> dict[str, Any]:
    row = {"clinic_id": 1, "person_id": 1, "room": 1, "starts_at": "2030-01-01 10:00", "ends_at": "2030-01-01 11:00"}
    return row | more


def refused(run: Any) -> tuple[str, str]:
    with pytest.raises(Refusal) as caught:
        run()
    return caught.value.kind, caught.value.constraint


def test_slots_and_counts(database: Any) -> None:
    session = database.session()
    session.insert("visit", visit())
    assert refused(lambda: session.insert("visit", visit(starts_at="2030-01-01 10:30")))[1] == "visits_room_ex"
    session.insert("visit", visit(starts_at="2030-01-01 11:00", ends_at="2030-01-01 12:00"))  # ends may touch
    late = visit(starts_at="2030-01-02 11:00", ends_at="2030-01-02 12:00")
    assert refused(lambda: session.insert("visit", late))[1] == "visits_limit"
    session.insert("visit", late | {"clinic_id": 2, "person_id": 2})
    assert session.sql("select clinic_id, number from visits order by 1, 2") == [(1, 1), (1, 2), (2, 1)]


def test_an_overlap_is_found_among_many(database: Any) -> None:
    """Only the last row before is read: it must be the one that matters, whatever else lies around."""
    session = database.session()
    session.sql("update clinics set seats = 1000")
    for hour in (8, 9, 12, 15):
        session.insert("visit", visit(starts_at=f"2030-01-01 {hour:02}:00", ends_at=f"2030-01-01 {hour:02}:50"))
    session.insert("visit", visit(starts_at="2030-01-01 13:00", ends_at="2030-01-01 14:30", status="cancelled"))  # keeps nobody out
    for start, end in (("07:00", "20:00"), ("09:10", "09:20"), ("08:40", "08:55"), ("11:00", "12:01"), ("15:49", "16:30")):
        assert refused(lambda s=start, e=end: session.insert("visit", visit(starts_at=f"2030-01-01 {s}", ends_at=f"2030-01-01 {e}")))
    session.insert("visit", visit(starts_at="2030-01-01 12:50", ends_at="2030-01-01 15:00"))
    session.sql("update visits set room = room + 1 - 1, ends_at = '2030-01-01 14:50' where starts_at = '2030-01-01 12:50'")
    assert refused(lambda: session.sql("update visits set ends_at = '2030-01-01 15:10' where starts_at = '2030-01-01 12:50'"))


@pytest.mark.parametrize("isolation", ["read committed", "repeatable read"])
def test_two_sessions_race_for_a_slot_that_no_parent_row_guards(database: Any, isolation: str) -> None:
    """The second waits for its turn, then sees what the first committed, at either level; told that it came late, it begins again."""
    first, second = database.session(), database.session()
    answers: list[str] = []

    def follow() -> None:
        for _ in range(2):
            try:
                second.begin(isolation)
                second.sql("select count(*) from visits")  # a snapshot from before
                second.insert("visit", visit(starts_at="2030-01-01 10:30"))
                second.commit()
                answers.append("in")
            except Refusal as refusal:
                second.rollback()
                if refusal.kind == "conflict":
                    continue
                answers.append(refusal.constraint)
            return

    first.begin(isolation)
    first.insert("visit", visit())
    thread = Thread(target=follow)
    thread.start()
    time.sleep(0.3)
    assert answers == [], "it waits"
    first.commit()
    thread.join(10)
    assert answers == ["visits_room_ex"]


def test_parts_go_first_so_that_stock_comes_back(database: Any) -> None:
    """A reference's own action would run no trigger: the stock would be lost. The total of what goes is left alone."""
    session = database.session()
    key = session.insert("visit", visit())
    names = dict(zip(database.physical.tables["visit"].primary_key, key, strict=True))
    line = {"clinic_id": 1, "visit_id": names["visit_id"], "item_id": 1, "quantity": 3, "price": "2.50"}
    session.insert("line", line)
    session.insert("line", line | {"quantity": 1})
    assert session.sql("select total, on_hand from visits, items")[0][1] == 6
    session.sql("delete from visits")
    assert session.sql("select on_hand, (select count(*) from `lines`) from items") == [(10, 0)]
    assert session.sql("select @deleted_visits") == [(None,)]


def test_life_cycle_and_total(database: Any) -> None:
    session = database.session()
    key = session.insert("visit", visit())
    names = dict(zip(database.physical.tables["visit"].primary_key, key, strict=True))
    session.insert("line", {"clinic_id": 1, "visit_id": names["visit_id"], "item_id": 1, "quantity": 3, "price": "2.50"})
    assert refused(lambda: session.sql("update `lines` set price = 9"))[1] == "lines_frozen"
    assert refused(lambda: session.sql("update `lines` set quantity = 40"))[1] == "items_on_hand_ck"
    session.sql("update `lines` set quantity = 4")
    assert float(session.sql("select total from visits")[0][0]) == 10
    assert refused(lambda: session.sql("update visits set status = 'done'"))[1] == "visits_life_cycle"
    before = session.sql("select updated_at from visits")
    session.sql("update visits set room = room")
    assert session.sql("select updated_at from visits") == before
    session.sql("update visits set status = 'arrived'")
    assert session.sql("select updated_at from visits") > before


def test_the_trail_keeps_what_changed_and_no_secret(database: Any) -> None:
    session = database.session()
    session.sql("update people set email = 'new@example.org' where clinic_id = 1")
    rows = session.sql("select action, row_key, clinic_id, old_values from change_log order by change_id desc limit 1")
    assert rows[0][:2] == ("update", "1/1") and rows[0][2] == 1 and "[not kept]" in str(rows[0][3]) and "born_on" not in str(rows[0][3])
    assert refused(lambda: session.sql("delete from change_log"))[1] == "log_append_only"


def test_a_report_is_filled_and_partitions_are_made_once(database: Any) -> None:
    session = database.session()
    session.insert("visit", visit())
    assert session.sql("select count(*) from visit_days") == [(0,)]
    session.sql("call refresh_visit_days()")
    assert session.sql("select count(*) from visit_days") == [(1,)]
    partitions = "select count(*) from information_schema.partitions where table_schema = database() and table_name = 'change_log'"
    made = session.sql(partitions)
    session.sql("call ensure_partitions()")
    assert session.sql(partitions) == made and made[0][0] > 3


def test_a_reference_at_a_column_is_kept_by_newer_servers_only(server: Any) -> None:
    """MySQL before 9.0 reads it and makes none: the fact behind `ignored-inline-reference` and what import tells."""
    database = server.database(design(server.engine), server.engine)
    session = database.session()
    try:
        session.sql("create table bells (bell_id bigint primary key)")
        session.sql("create table clappers (clapper_id bigint primary key, bell_id bigint references bells (bell_id))")
        (major,) = session.sql("select cast(substring_index(version(), '.', 1) as signed)")[0]
        if major >= 9:
            with pytest.raises(Refusal) as caught:
                session.sql("insert into clappers values (1, 7)")
            assert caught.value.kind == "foreign_key"
        else:
            session.sql("insert into clappers values (1, 7)")
    finally:
        session.close()
        database.close()
