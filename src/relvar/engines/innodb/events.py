"""Jobs as events of the server's own scheduler, which is on by default (event_scheduler)."""

from __future__ import annotations

from collections.abc import Iterator

from relvar.engines.base import Statement
from relvar.engines.innodb.objects import Parts, shortened
from relvar.engines.innodb.views import refresh_name
from relvar.model.physical import Job


def events(make: Parts) -> Iterator[Statement]:
    """One event a job; what must be told to somebody (`check_integrity`) is not the server's to do, for an event has no reader."""
    for key, job in make.physical.jobs.items():
        if does := _does(make, job):
            name = make.writer.quote(event_name(job))
            comment = make.writer.literal(f"{job.name.replace('_', ' ')}"[:64])
            text = f"create {make.definer}event {name}\non schedule every {job.every_minutes} minute\ncomment {comment}\ndo {does}"
            yield Statement(text=text, element=key)


def event_name(job: Job) -> str:
    return shortened(f"{job.name}_job")


def _does(make: Parts, job: Job) -> str:
    if job.task == "ensure_partitions":
        return "call ensure_partitions()"
    if job.task == "expire":
        return f"call {make.writer.quote(shortened(job.on))}()"
    if job.task == "refresh_view":
        return f"call {make.writer.quote(refresh_name(make.physical.views[job.on]))}()"
    if job.task == "analyze":
        return f"analyze table {', '.join(make.table(t) for t in make.physical.tables)}"
    return ""
