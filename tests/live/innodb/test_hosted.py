"""A design for a host is deployed by an account with the rights of the host's page; one for machines of one's own is refused to it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from relvar import api
from relvar.engines import engine
from relvar.engines.hosting import hosting
from relvar.engines.innodb import host_admin
from relvar.errors import ServerUnavailable, StatementFailed
from relvar.prove.live.applies import applies
from relvar.prove.live.backup_restores import backup_restores
from relvar.prove.live.context import Context
from relvar.prove.live.grants_hold import grants_hold
from relvar.prove.live.host_admin_suffices import host_admin_suffices
from relvar.prove.live.round_trips import round_trips
from relvar.prove.live.sample_loads import sample_loads
from relvar.prove.run import run_check
from tests.conftest import absent
from tests.live.postgresql.test_hosted import BRIEF


@pytest.fixture(scope="module", params=[("mysql", "rds"), ("mysql", "azure"), ("mariadb", "rds")], ids="-".join)
def own(request: pytest.FixtureRequest) -> Iterator[Any]:
    """A server of its own, for accounts belong to a server. `host`: whose administrator is tried on it."""
    name, host = request.param
    try:
        context = engine(name).serve()
        running: Any = context.__enter__()
    except ServerUnavailable as error:
        absent(name, error.what)
    running.host = host
    yield running
    context.__exit__(None, None, None)


def _context(server: Any, made: Any, files: Any) -> Context:
    return Context.of(made, server.engine, engine(server.engine), server, files, 100)


def _design(server: Any, host: str) -> Any:
    return api.design(api.brief_of(BRIEF, [server.engine], hosting=[host]))


def test_the_hosts_administrator_does_it_all(own: Any) -> None:
    made = _design(own, own.host)
    context = _context(own, made, api.artefacts(made))
    findings = [finding for check in (applies, host_admin_suffices, round_trips, backup_restores) for finding in run_check(check, context)]
    assert [f.message for f in findings if f.verdict != "holds"] == []
    assert "without SUPER" in next(f.message for f in findings if f.check == "host_admin_suffices")


THERE = """select group_concat(x.name order by x.name) from
(select schema_name as name from information_schema.schemata union all select user from mysql.user) as x"""


def test_the_hosts_own_server_is_proven_on_by_its_administrator(own: Any) -> None:
    """What --server names there: who runs the proof may not do all, at Azure not even give a role, and nothing of it stays."""
    made = _design(own, own.host)
    who = own.deployer(made.physical[own.engine])
    before = own.asked(THERE)
    with engine(own.engine).serve(f"{own.engine}://{who.user}:{who.password}@localhost/?socket={who.socket}") as named:
        context = _context(named, made, api.artefacts(made))
        checks = (applies, host_admin_suffices, round_trips, sample_loads, grants_hold)
        findings = [finding for check in checks for finding in run_check(check, context)]
    assert [f.message for f in findings if f.verdict != "holds"] == []
    assert own.asked(THERE) == before


def test_without_the_setting_that_the_host_asks_for_no_trigger_is_made(own: Any) -> None:
    made = _design(own, own.host)
    own.deployer(made.physical[own.engine])
    own.asked("set global log_bin_trust_function_creators = 0")
    database = own.database(made, own.engine)
    try:
        with pytest.raises(StatementFailed, match="log_bin_trust_function_creators"):
            for _, text in _context(own, made, api.artefacts(made)).deploy():
                database.apply(text)
    finally:
        own.asked("set global log_bin_trust_function_creators = 1")
        database.close()


def test_files_for_an_account_that_may_do_all_are_refused(own: Any) -> None:
    """Whoever may not make objects in another's name, which one of them may and is kept from here."""
    made = _design(own, own.host)
    own.deployer(made.physical[own.engine])
    host = hosting(own.engine, own.host)
    assert host is not None
    if own.words.act_as_definer in host.administrator.rights:
        own.asked(f"revoke {own.words.act_as_definer} on *.* from `{host_admin.NAME}`")
    (finding,) = host_admin_suffices(_context(own, made, api.artefacts(_design(own, "self"))))
    assert finding.verdict == "refuted"
    assert "denied" in finding.message
