"""MongoDB: wiring only."""

from __future__ import annotations

from relvar.engines.base import Engine, Follower, Server
from relvar.engines.facts import facts
from relvar.engines.mongodb import advise, catalog, existing, files, follow, live, mend, migrate, operate, text, types
from relvar.engines.mongodb.use_cases import files as use_case_files


def _follower(server: Server, text: str) -> Follower:
    from relvar.engines.mongodb.follower import follower

    return follower(server, text)


ENGINE = Engine(
    name="mongodb",
    title="MongoDB",
    spellings=("mongodb", "mongo"),
    features=lambda: facts("mongodb"),
    native=types.native,
    advise=advise.advise,
    deploy=files.deploy,
    test=files.test,
    sample=files.sample,
    queries=files.queries,
    operate=operate.operate,
    migrate=migrate.migrate,
    teardown=files.teardown,
    render=files.render,
    text=text.text,
    ddl=files.table_text,
    expected=catalog.expected,
    serve=live.serve,
    existing=existing.existing,
    mend=mend.mend,
    suffix=".js",
    use_case=use_case_files.shown,
    follow=follow.follow,
    follower=_follower,
)
