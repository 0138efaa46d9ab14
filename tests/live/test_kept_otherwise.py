"""Another bound of what is kept, with rows beyond it in place: nothing leaves unasked, what leaves is what is beyond, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest
from msgspec.structs import replace

from relvar import api
from relvar.errors import UnsupportedError
from relvar.evolve.revision import revisions
from relvar.model.conceptual import Retention, Rule
from relvar.model.design import Artefact, Design, Finding
from tests.live.mongodb.test_outliers import designed
from tests.unit.read.text.test_newest import FACTORY

LIVE = ("postgresql", "mysql", "mariadb", "sqlite", "mongodb")


@cache
def factory(store: str, by: int | None) -> Design:
    """The newest 5 of each machine's log lines and 7 of all events, and so many more; None: no bound."""
    brief = api.brief_of(FACTORY, [store])
    model = api.design(brief).conceptual

    def bound(rule: Rule) -> Rule | None:
        if not isinstance(rule, Retention):
            return rule
        return replace(rule, newest=rule.newest + by) if by is not None else None

    rules = {key: made for key, rule in model.rules.items() if (made := bound(rule)) is not None}
    return api.design_of(brief, replace(model, rules=rules))


def proven(before: Design, after: Design, wrong: Callable[[Artefact], Artefact] = lambda file: file) -> list[Finding]:
    return list(api.prove_migration(before, after, tuple(map(wrong, api.migration(before, after)))))


CHANGES: dict[str, tuple[int | None, int | None]] = {"raised": (0, 3), "lowered": (0, -2), "removed": (0, None), "added": (None, 0)}


@pytest.mark.parametrize("how", CHANGES)
@pytest.mark.parametrize("store", LIVE)
def test_a_bound_changes_there_and_back(needs: Callable[[str], None], store: str, how: str) -> None:
    needs(store)
    was, now = (factory(store, by) for by in CHANGES[how])
    found = proven(was, now)
    assert [f.message for f in found if f.verdict == "refuted"] == []
    left = {f.subject: f.message for f in found if f.subject in ("log_lines", "events")}
    asked = [f for f in found if f.subject.endswith("unasked")]
    if how in ("raised", "removed"):
        assert not asked and all("all that are kept" in message for message in left.values())
    else:
        assert asked and all(message.endswith("and no more") for message in left.values())
        assert not any(message.split()[1] == message.split()[3] for message in left.values()), "there was nothing to lose"
    assert len(left) == 2


FAULTS: dict[str, tuple[str, str]] = {  # what says that rows may go, left out or turned round; and what takes too many
    "postgresql": ("<> 'on'", "= 'never'"),
    "mysql": ("coalesce(@drop_rows, 0) <> 1", "false"),
    "sqlite": ("insert into guard select ", "insert into guard select 1 or "),
    "mongodb": ("$gt: 3", "$gt: 300"),
}


@pytest.mark.parametrize("store", FAULTS)
def test_a_file_that_asks_nobody_is_found(needs: Callable[[str], None], store: str) -> None:
    needs(store)

    def wrong(file: Artefact) -> Artefact:
        return replace(file, text=file.text.replace(*FAULTS[store])) if "destructive.up" in file.path else file

    found = proven(factory(store, 0), factory(store, -2), wrong)
    assert [f for f in found if f.verdict == "refuted"], "rows left unasked, or stayed beyond the bound"


def test_what_cannot_be_run_compiles(needs: Callable[[str], None]) -> None:
    needs("sqlserver")
    for how in CHANGES.values():
        found = proven(factory("sqlserver", how[0]), factory("sqlserver", how[1]))
        assert [f.message for f in found if f.verdict == "refuted"] == []
        assert any(f.subject.endswith("contract.down.sql") and f.verdict == "holds" for f in found)
        assert any("destructive" in f.subject for f in found) == (how in (CHANGES["lowered"], CHANGES["added"]))


@pytest.mark.parametrize(("was", "now"), [(54, 3), (3, 54), (3, 5)])
def test_rows_that_flow_over_from_another_number_on_are_each_found_once(needs: Callable[[str], None], was: int, now: int) -> None:
    needs("mongodb")
    found = proven(flowing(was), flowing(now))
    assert [f.message for f in found if f.verdict == "refuted"] == []
    assert [f.subject for f in found].count("packages") == 2


def flowing(keep: int) -> Design:
    """Consignments that hold so many of their packages."""
    made = designed()
    physical = made.physical["mongodb"]
    owner = physical.collections["consignment"]
    other = replace(owner, outliers=tuple(replace(one, keep=keep) for one in owner.outliers))
    return made.with_(physical={"mongodb": replace(physical, collections={**physical.collections, "consignment": other})})


def test_a_table_that_changes_beside_its_bound_is_refused_by_its_name() -> None:
    was, now = factory("sqlite", 0), factory("sqlite", 3)
    physical = now.physical["sqlite"]
    line = physical.tables["log_line"]
    wider = replace(line, columns={**line.columns, "text": replace(line.columns["text"], nullable=True)})
    other = now.with_(physical={"sqlite": replace(physical, tables={**physical.tables, "log_line": wider})})
    with pytest.raises(UnsupportedError, match=r"columns log_line\.text changed too"):
        list(revisions(was, other))
