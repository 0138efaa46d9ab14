"""Every rule either has a fix for its own example or says why people must mend it; what is written reads as the dialect's own words."""

from __future__ import annotations

import pytest

from relvar.importing.ddl import read_ddl
from relvar.importing.ddl.dialects import dialects
from relvar.judge import judge
from relvar.judge.catalogue import catalogue
from relvar.judge.judged import by_hand
from relvar.mending import fixes


def test_a_rule_has_a_fix_or_a_reason() -> None:
    told = by_hand()
    assert set(told.rules) <= set(catalogue()) and set(told.themes) <= {rule.theme for rule, _ in catalogue().values()}
    for id_, (rule, _) in catalogue().items():
        if rule.dialect not in dialects():
            continue
        for fault in judge(read_ddl([("a.sql", rule.bad)], "a.sql", rule.dialect), {}, (id_,)):
            assert fault.fix or id_ in told.rules or rule.theme in told.themes, id_
            assert bool(fault.fix) != bool(fault.by_hand)


@pytest.mark.parametrize("dialect", dialects())
def test_a_fix_reads_as_sql_of_its_dialect(dialect: str) -> None:
    """What is written is read again, and each dialect that a rule holds for has words for its fix, or says that it has none."""
    for id_, (rule, _) in catalogue().items():
        if rule.dialect not in dialects() or (rule.dialects and dialect not in rule.dialects):
            continue
        found = read_ddl([("a.sql", rule.bad)], "a.sql", rule.dialect)
        made = fixes(found, judge(found, {}, (id_,)))
        for text in (made.up, made.down):
            assert "{" not in text, f"{id_}: {text}"
        assert bool(made.written) == bool(made.up), id_


@pytest.mark.parametrize(
    ("key", "reference", "changed"), [("bigint", "int", "b alter column a_id type bigint"), ("int", "bigint", "a alter column id type bigint")]
)
def test_no_fix_makes_a_type_narrower(key: str, reference: str, changed: str) -> None:
    text = f"create table a (id {key} primary key); create table b (id bigint primary key, a_id {reference} references a (id));"
    found = read_ddl([("a.sql", text)], "a.sql", "postgresql")
    assert changed in fixes(found, judge(found, {}, ("reference-type-mismatch",))).up


def test_fixes_of_one_column_do_not_undo_each_other() -> None:
    """MySQL says a column anew as a whole: what was mended before stands in it."""
    text = "create table a (id bigint primary key, done int(3) zerofill, made_at timestamp null, active tinyint(1) null comment 'may') engine=InnoDB;"
    found = read_ddl([("a.sql", text)], "a.sql", "mysql")
    made = fixes(found, judge(found, {}))
    assert "modify made_at datetime" in made.up and "modify done int unsigned" in made.up
    assert "modify active tinyint(1) not null default false comment 'may'" in made.up and "modify active tinyint(1) comment 'may'" in made.down
