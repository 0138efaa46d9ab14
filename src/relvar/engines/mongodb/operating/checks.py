"""operate/checks.js: every question of integrity as one count, for a job that calls somebody; operate/jobs.crontab: what runs when."""

from __future__ import annotations

from collections.abc import Iterator

from relvar.engines.base import Script, Statement
from relvar.engines.mongodb.expressions import Inexpressible
from relvar.engines.mongodb.operating.expiry import due
from relvar.engines.mongodb.places import Store
from relvar.engines.mongodb.query import pipeline
from relvar.engines.mongodb.script import Call, helped, read_script
from relvar.model.physical import Physical
from relvar.model.topology import Backup

PATH = "operate/checks.js"
HEAD = (
    "Documents that must not be: nothing is printed while all is well. No server of documents keeps a reference, so this is where one that leads "
    'nowhere is found. As the account of jobs, daily and after each restore: mongosh --quiet "$MONGODB_URI" --file operate/checks.js'
)
MONGOSH = '. /etc/{name}/{duty}.env && mongosh --quiet --nodb --eval "db = connect(process.env.MONGODB_URI)" --file {file}'


def script(physical: Physical) -> Script | None:
    """The file; None where nothing is to be asked."""
    store = Store.of(physical)
    statements = tuple(_statements(store))
    return Script(path=PATH, head=HEAD, statements=statements, transactional=False) if statements else None


def _statements(store: Store) -> Iterator[Statement]:
    for key, check in store.physical.integrity.items():
        try:
            question = pipeline(store, check.select)
        except Inexpressible:
            continue  # test/01_integrity.js says which and why
        stages = [*question.pipeline, {"$count": "wrong"}]
        yield Statement(text=helped(Call("", "check", (key, question.collection, stages))), because=check.says, element=key)


def questions(text: str) -> dict[str, Call]:
    """The pipelines of the file by the name of their check. Raises Unreadable."""
    return {c.arguments[0]: Call(c.arguments[1], "aggregate", (c.arguments[2],)) for c in read_script(text) if c.method == "check"}


def crontab(physical: Physical, title: str, name: str, backup: Backup | None) -> str:
    hours = backup.full_every_hours if backup else 24
    when = "25 2 * * 0" if hours >= 168 else "25 2 * * *" if hours >= 24 else f"25 */{hours} * * *"
    minutes = max(1, int(backup.rpo_minutes - 1)) if backup else 15
    often = "*" if minutes == 1 else f"*/{minutes}"
    lines = [
        f"# Jobs of {title}, for cron; output goes to mail. Times are UTC. The .env files export MONGODB_URI; only cron reads them.",
        "CRON_TZ=UTC",
        "MAILTO=dba",
        f"# every {hours} h: what any instant is recovered from, with the archived oplog",
        f"{when} . /etc/{name}/backup.env && ./backup.sh /backup",
        "# a segment at least so often that no more is lost than may be",
        f"{often} * * * * . /etc/{name}/backup.env && ./archive_oplog.sh /archive > /dev/null",
        "# the alerts of the specification, and documents that must not be",
        f"*/5 * * * * {MONGOSH.format(name=name, duty='monitor', file='monitor.js')}",
        f"40 3 * * * {MONGOSH.format(name=name, duty='jobs', file='checks.js')}",
    ]
    leaving = [job.every_minutes for job in physical.jobs.values() if job.on in {key for key, *_ in due(Store.of(physical))}]
    if leaving:
        expire = MONGOSH.format(name=name, duty="jobs", file="expire.js")
        lines += ["# what is no longer among the newest, and what is older than its term", f"{_when(min(leaving))} {expire}"]
    return "\n".join(lines) + "\n"


def _when(minutes: int) -> str:
    """Minutes as a crontab's five fields."""
    return f"*/{minutes} * * * *" if minutes < 60 else f"35 */{minutes // 60} * * *" if minutes < 1440 else "35 3 * * *"
