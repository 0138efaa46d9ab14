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
