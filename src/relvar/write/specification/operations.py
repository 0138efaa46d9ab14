"""Operations: backup from the recovery promises, jobs, upkeep."""

from __future__ import annotations

from collections.abc import Iterator

from relvar.model.design import Design
from relvar.model.figures import count
from relvar.write.page import element_name, table


def operations(design: Design, store: str) -> Iterator[str]:
    physical, topology = design.physical[store], design.topology[store]
    if (backup := topology.backup) is not None:
        rows = [
            ("method", backup.method),
            ("full copy every", f"{backup.full_every_hours} h"),
            ("log archived", "yes" if backup.log_archived else "no"),
            ("kept", f"{backup.keep_days} days"),
            ("data lost at most", f"{count(backup.rpo_minutes)} min"),
            ("back within", f"{count(backup.rto_minutes)} min"),
            ("arithmetic", backup.arithmetic),
        ]
        yield from table(("backup", ""), rows)
    yield from table(
        ("job", "does", "on", "every"),
        (
            (f"`{j.name}`", j.task.replace("_", " "), element_name(physical, j.on) if j.on else "all", f"{j.every_minutes} min")
            for j in physical.jobs.values()
        ),
    )
