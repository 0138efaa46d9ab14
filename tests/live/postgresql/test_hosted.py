"""A design for a host is deployed, dumped and restored by an account that is no superuser; one for machines of one's own is refused to it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from relvar import api
from relvar.engines import engine
from relvar.engines.base import Server
from relvar.engines.hosting import hosting
from relvar.engines.postgresql import host_admin
from relvar.prove.live.applies import applies
from relvar.prove.live.backup_restores import backup_restores
from relvar.prove.live.context import Context
from relvar.prove.live.create_reverses import create_reverses
from relvar.prove.live.grants_hold import grants_hold
from relvar.prove.live.host_admin_suffices import host_admin_suffices
from relvar.prove.live.round_trips import round_trips
from relvar.prove.live.sample_file_loads import sample_file_loads
from relvar.prove.live.sample_loads import sample_loads
from relvar.prove.run import run_check

ENGINE = engine("postgresql")
BRIEF = """A tool rental SaaS. Each company (tenant) has its own customers and tools. Customers rent tools; each rental has a start date, an end
date and a price. A tool cannot be rented twice for overlapping days. Rentals are kept 24 months, then deleted. Every change to a price is
audited. A report shows the revenue by month."""


def _design(host: str) -> Any:
    return api.design(api.brief_of(BRIEF, ["postgresql"], hosting=[host]))


@pytest.fixture(scope="module")
def own() -> Iterator[Server]:
    """A server of its own: roles belong to a cluster, and another administrator's are not to be had."""
    with ENGINE.serve() as running:
        yield running


def _context(server: Server, design: Any, files: Any) -> Context:
    return Context.of(design, "postgresql", ENGINE, server, files, 200)


def test_the_hosts_administrator_does_it_all(own: Server) -> None:
    design = _design("rds")
    context = _context(own, design, api.artefacts(design))
    checks = (applies, host_admin_suffices, round_trips, sample_file_loads, create_reverses, backup_restores)
    findings = [finding for check in checks for finding in run_check(check, context)]
    assert [f.message for f in findings if f.verdict != "holds"] == []
    said = next(f.message for f in findings if f.check == "host_admin_suffices")
    assert "relvar_host_admin (createrole, createdb)" in said


def test_files_for_a_superuser_are_refused(own: Server) -> None:
    """A proof that cannot fail proves nothing: the same claim, with the files of the same brief for machines of one's own."""
    context = _context(own, _design("rds"), api.artefacts(_design("self")))
    (finding,) = host_admin_suffices(context)
    assert finding.verdict == "refuted"
    assert "permission denied" in finding.message


def test_a_dump_that_row_rules_thin_out_is_refused(own: Server) -> None:
    """Without the rule that lets the backup see every row its dump is short, and the claim says so."""
    design = _design("rds")
    physical = design.physical["postgresql"]
    backup = next(key for key, role in physical.roles.items() if role.duty == "backup")
    policies = {
        key: msgspec.structs.replace(policy, roles=tuple(r for r in policy.roles if r != backup)) for key, policy in physical.policies.items()
    }
    wrong = design.with_(physical={"postgresql": msgspec.structs.replace(physical, policies=policies)})
    context = _context(own, wrong, api.artefacts(wrong))
    assert "refuted" in {finding.verdict for finding in run_check(backup_restores, context)}


THERE = "select datname::text from pg_catalog.pg_database union all select rolname::text from pg_catalog.pg_roles"


@pytest.mark.parametrize("changed", [{}, {"depth": "minimal"}], ids=["as designed", "minimal"])
def test_a_hosts_own_server_is_proven_on_by_its_administrator(changed: dict[str, Any]) -> None:
    """What --server names there: nobody may do all, row rules bind whoever runs the proof, and nothing of it stays."""
    design = api.design(api.brief_of(BRIEF, ["postgresql"], hosting=["rds"], **changed))
    checks = (applies, host_admin_suffices, round_trips, sample_loads, sample_file_loads, grants_hold, create_reverses, backup_restores)
    with ENGINE.serve() as running:
        ours: Any = running
        facts = hosting("postgresql", "rds")
        assert facts is not None
        with ours.connect() as connection:
            host_admin.prepare(connection, ours.cluster, facts)
            before = sorted(connection.execute(THERE).fetchall())
        with ENGINE.serve(f"postgresql://{host_admin.NAME}@/postgres?host={ours.cluster.folder}&port=5432") as named:
            context = _context(named, design, api.artefacts(design))
            findings = [finding for check in checks for finding in run_check(check, context)]
        with ours.connect() as connection:
            assert sorted(connection.execute(THERE).fetchall()) == before
    assert [f.message for f in findings if f.verdict != "holds"] == []
    assert "relvar_host_admin (createrole, createdb)" in next(f.message for f in findings if f.check == "host_admin_suffices")


PLAIN = "A weather service keeps stations. Every minute the temperature and the humidity of each station are recorded. Keep readings for 2 years."
TENANTS = """A monitoring SaaS. Each company (tenant) has its own sensors. Every minute the temperature and the humidity of each sensor are
recorded. Keep readings for 2 years."""


@pytest.mark.parametrize("brief", [PLAIN, TENANTS], ids=["without row rules", "with row rules"])
def test_a_dump_holds_every_row_of_every_partition(own: Server, brief: str) -> None:
    """Row security on a partition refuses a dump, or thins it out without a word, where nobody passes by it."""
    design = api.design(api.brief_of(brief, ["postgresql"], hosting=["rds"]))
    assert any(table.partition for table in design.physical["postgresql"].tables.values())
    context = _context(own, design, api.artefacts(design))
    findings = [finding for check in (applies, backup_restores) for finding in run_check(check, context)]
    assert [f.message for f in findings if f.verdict != "holds"] == []
