"""Every rule finds its own bad example and nothing in its good one; the catalogue and the functions are the same set."""

from __future__ import annotations

import inspect
import tempfile
from importlib import import_module
from pathlib import Path

import pytest

from relvar.discover.existing import LANGUAGE, read_rows
from relvar.importing.ddl import read_ddl
from relvar.importing.ddl.dialects import dialects
from relvar.judge import judge
from relvar.judge.catalogue import THEMES, catalogue
from relvar.judge.rule import Fault

DOCUMENTS = "mongodb"  # the examples of its rules are run by tests/live/mongodb


def faults(sql: str, dialect: str, *only: str) -> tuple[Fault, ...]:
    if dialect == LANGUAGE:
        with tempfile.TemporaryDirectory() as folder:
            (path := Path(folder, "a.csv")).write_text(sql.lstrip(), "utf-8")
            return judge(read_rows([str(path)]), {}, only)
    return judge(read_ddl([("a.sql", sql)], "a.sql", dialect), {"a.sql": sql}, only)


@pytest.mark.parametrize("id_", [id_ for id_, (rule, _) in catalogue().items() if rule.dialect != DOCUMENTS])
def test_a_rule_finds_its_bad_example_and_not_its_good_one(id_: str) -> None:
    rule = catalogue()[id_].rule
    found = faults(rule.bad, rule.dialect, id_)
    assert found and all(fault.place.line == 1 for fault in found), "not found"
    assert not faults(rule.good, rule.dialect, id_), "found in the good one"
    assert all(getattr(rule, field) for field in ("title", "reason", "remedy", "source"))
    assert set(rule.dialects) <= set(dialects()) and (not rule.dialects or rule.dialect in rule.dialects)


@pytest.mark.parametrize("theme", THEMES)
def test_every_function_of_a_theme_is_in_the_catalogue(theme: str) -> None:
    module = import_module(f"relvar.judge.rules.{theme}")
    functions = {
        name
        for name, value in vars(module).items()
        if inspect.isfunction(value)
        and value.__module__ == module.__name__
        and not name.startswith("_")
        and list(inspect.signature(value).parameters) == ["look"]
    }
    listed = {id_.replace("-", "_") for id_, judged in catalogue().items() if judged.rule.theme == theme}
    assert functions - {"references"} == listed


INVISIBLE = "create table a (id bigint primary key, b bigint, c int, key short (b){}, key longer (b, c){}, key again (b){}) engine=InnoDB;"


@pytest.mark.parametrize(
    ("marks", "found"),
    [
        (("", "", ""), {"duplicate-index:a.again", "redundant-index:a.short", "redundant-index:a.again"}),
        (("", " invisible", " invisible"), {"duplicate-index:a.again"}),
        ((" invisible", "", " invisible"), {"duplicate-index:a.again", "redundant-index:a.short", "redundant-index:a.again"}),
        ((" invisible", " invisible", ""), {"duplicate-index:a.short"}),
    ],
)
def test_what_nothing_uses_makes_no_other_index_superfluous(marks: tuple[str, str, str], found: set[str]) -> None:
    """An invisible index is tried without before it goes: what it would serve the others still have to."""
    source = read_ddl([("a.sql", INVISIBLE.format(*marks))], "a.sql", "mysql")
    assert {fault.key for fault in judge(source, {}, ("duplicate-index", "redundant-index"))} == found
