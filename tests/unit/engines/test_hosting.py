"""Facts of hosts: complete, with their pages, and asked for by words; what a user or a text says of hosting."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec
import pytest

from relvar import api
from relvar.engines import NAMES
from relvar.engines.hosting import HOSTS, hosting, hosts_of
from relvar.engines.hosting.settled import asked, host_of
from relvar.errors import ModelError, UnsupportedError
from relvar.model.hosting import SELF, Hosting
from relvar.read.text.hosting import _words, read_hosting

BRIEF = "A boat club keeps boats with a name and a length. Members book boats for a day. "
OFFERED = [(name, host) for name in NAMES for host in hosts_of(name) if host != SELF]
POSTGRESQL_MAY_NEED = {"pg_stat_statements", "btree_gist", "pg_trgm"}


def _facts(engine: str, host: str) -> Hosting:
    found = hosting(engine, host)
    assert found is not None
    return found


def _manuals(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        yield from ([value["manual"]] if "manual" in value else [])
        for inner in value.values():
            yield from _manuals(inner)


@pytest.mark.parametrize(("engine", "host"), OFFERED)
def test_every_fact_names_its_page(engine: str, host: str) -> None:
    found = _facts(engine, host)
    pages = list(_manuals(msgspec.to_builtins(found)))
    assert len(pages) > 3
    assert all(page.startswith("https://") for page in pages)
    for recipe in (found.recover, found.snapshot, found.settings):
        if recipe is not None:
            assert set(re.findall(r"\$([A-Z_]+)", recipe.command + getattr(recipe, "each", ""))) == set(recipe.needs)


def test_the_hosts_and_the_words_for_them_are_the_same() -> None:
    assert set(_words()["hosts"]) == set(HOSTS)
    assert set(_words()["engines"]) == set(NAMES)
    assert hosts_of("sqlite") == (SELF,)
    assert all(set(_facts("postgresql", host).extensions) >= POSTGRESQL_MAY_NEED for host in hosts_of("postgresql") if host != SELF)


@pytest.mark.parametrize(
    ("given", "stores", "says"),
    [
        (["atlas"], ("postgresql",), "MongoDB Atlas offers no PostgreSQL"),
        (["rds"], ("postgresql", "sqlite"), "Amazon RDS offers no SQLite"),
        (["heroku"], ("mysql",), "no host relvar knows"),
        (["mysql=rds"], ("postgresql",), "no database of this design"),
    ],
)
def test_what_cannot_be_is_an_error_with_a_remedy(given: list[str], stores: tuple[str, ...], says: str) -> None:
    with pytest.raises(UnsupportedError, match=says) as caught:
        asked(given, stores)
    assert caught.value.remedy


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("The database runs on AWS RDS.", [("rds", "")]),
        ("PostgreSQL on Amazon Aurora, documents in MongoDB Atlas.", [("aurora", "postgresql"), ("atlas", "mongodb")]),
        ("We run on Azure SQL.", [("azure", "sqlserver")]),
        ("Hosted with Google Cloud SQL for MySQL.", [("cloudsql", "mysql")]),
        ("We leave RDS and move to Azure.", [("azure", "")]),
        ("Not on RDS but self-hosted.", [("self", "")]),
        ("Tours start in Aurora, Colorado, with an atlas for each guest.", []),
    ],
)
def test_where_a_text_says_that_it_runs(text: str, said: list[tuple[str, str]]) -> None:
    found = read_hosting(text)
    assert [(one.host, one.engine) for one in found] == said
    assert all(text[one.source.start or 0 :].startswith(one.source.words.split()[0]) for one in found)


def test_a_contradiction_is_a_question_and_an_option_settles_it() -> None:
    text = f"{BRIEF}The database runs on AWS RDS. It is hosted on Azure."
    brief = api.brief_of(text, ["postgresql"])
    model = api.read(brief)
    assert host_of(brief, model, "postgresql") == "rds"
    assert any("“AWS RDS” and “on Azure”" in question.text for question in model.questions)
    settled = api.brief_of(text, ["postgresql"], hosting=["azure"])
    assert host_of(settled, api.read(settled), "postgresql") == "azure"
    assert not any("run?" in question.text for question in api.read(settled).questions)
    other = api.brief_of(f"{BRIEF}It runs on AWS RDS.", ["sqlite"])
    assert any("does not offer it" in question.text for question in api.read(other).questions)


def test_a_hosted_design_says_nothing_that_only_a_superuser_may_say() -> None:
    brief = api.brief_of(f"{BRIEF}Each club is a tenant of the SaaS.", ["postgresql"], hosting=["rds"])
    made = api.design(brief)
    files = {artefact.path: artefact.text for artefact in api.artefacts(made)}
    deployed = "\n".join(text for path, text in files.items() if path.startswith("postgresql/deploy"))
    deployed = re.sub(r"(?m)^--.*$", "", deployed)
    assert not re.search(r"bypassrls|\breplication\b|alter system|superuser", deployed)
    assert "every_row" in deployed
    assert "postgresql/operate/settings.sh" in files and "postgresql/operate/postgresql.conf" not in files
    assert "base_backup" not in "".join(text for path, text in files.items() if path.startswith("postgresql/operate"))
    assert "## 13. Hosting" in files["SPEC.md"]
    again, model = api.revised(files["model.yaml"])
    assert again.hosting == {"postgresql": "rds"}
    assert api.design_of(again, model) == made
    wrong = files["model.yaml"].replace("postgresql: rds", "postgresql: heroku")
    with pytest.raises(ModelError, match="heroku"):
        api.design_of(*api.revised(wrong))


@pytest.mark.parametrize(
    ("host", "has", "lacks"),
    [
        ("rds", {"deploy/11_jobs.sql", "operate/recover_to.sh"}, {"operate/server.sql", "operate/backup.sh", "operate/restore.sh"}),
        ("azure", {"operate/jobs.crontab"}, {"deploy/11_jobs.sql", "operate/server.sql", "operate/backup.sh"}),
    ],
)
def test_sql_server_at_a_host_has_no_file_for_its_machine(host: str, has: set[str], lacks: set[str]) -> None:
    brief = api.brief_of(f"{BRIEF}Bookings are kept 24 months, then deleted.", ["sqlserver"], hosting=[host])
    made = api.design(brief)
    files = {a.path.removeprefix("sqlserver/"): a.text for a in api.artefacts(made)}
    assert has <= set(files)
    assert not lacks & set(files)
    assert "recovery full" not in files["deploy/01_database.sql"]
    called = [line for line in files["operate/jobs.crontab"].splitlines() if "exec " in line]
    assert bool(called) == (host == "azure"), "where there is no Agent, cron calls the same procedures"
    assert ("msdb" in "".join(files.values())) == (host == "rds")
    backup = made.topology["sqlserver"].backup
    assert backup is not None and backup.method.endswith(_facts("sqlserver", host).title)


def test_what_may_be_lost_is_what_the_host_says() -> None:
    """RDS sends its log every five minutes, Azure every fifteen: a promise of five is kept by the one and told of the other."""
    for host, minutes, told in (("rds", 5.0, False), ("azure", 15.0, True)):
        made = api.design(api.brief_of(BRIEF, ["postgresql"], hosting=[host]))
        backup = made.topology["postgresql"].backup
        assert backup is not None and backup.rpo_minutes == minutes
        assert ("standby" in backup.arithmetic) == told
        assert not [name for name in made.physical["postgresql"].settings if name == "shared_buffers"]
        (kept,) = [decision for decision in made.decisions if decision.subject == "shared_buffers"]
        assert kept.choice == "the host's shared_buffers kept"
        assert "archive_age" not in made.topology["postgresql"].alerts
