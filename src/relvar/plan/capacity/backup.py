"""Backup from the recovery promises: how often, how long kept, and what a restore takes."""

from __future__ import annotations

import msgspec

from relvar.model.design import Design
from relvar.model.features import Features
from relvar.model.figures import size
from relvar.model.hosting import Hosting
from relvar.model.topology import Backup, Capacity

RESTORE_BYTES_PER_SECOND = 100e6  # one stream from object storage to one volume
REPLAY_BYTES_PER_SECOND = 20e6  # one process replays the log (example, section 10)
CHECK_MINUTES = 15  # the integrity checks before the doors open (example, section 10)
DAY, WEEK = 24, 168  # hours
KEEP_DAYS = 35  # the longest month and the days it takes to notice
KEEP_DAYS_ERASURE = 30  # GDPR Art. 12(3): a person is answered within a month, and then the copies must be rid of them too
ARCHIVE_MINUTES = 1  # a segment of the log is sent at least once a minute
REPLAY_SHARE = 0.25  # of the promise that replay may take before full copies come daily


def backup(design: Design, capacity: Capacity, features: Features) -> Backup:
    """With an archived log any instant can be restored; without, the copies' distance is what can be lost."""
    scale = design.conceptual.scale
    wanted, promised = scale.rpo_minutes.value, scale.rto_minutes.value
    keep = KEEP_DAYS_ERASURE if "GDPR" in design.conceptual.regimes else KEEP_DAYS
    total = capacity.heap_bytes + capacity.index_bytes
    if features.can("point_in_time_recovery"):
        made = _with_log(total, capacity.log_bytes_per_day, wanted, promised, keep)
        return made if features.hosting is None else _of_the_host(made, wanted, features.hosting)
    return _copies(total, wanted, keep)


def _of_the_host(made: Backup, wanted: float, hosting: Hosting) -> Backup:
    """Copies and log are the host's, and kept no longer than it keeps them; how fast it restores is known from a trial only."""
    keep = min(made.keep_days, hosting.keeps_days) if hosting.keeps_days else made.keep_days
    sent = f"log sent every {hosting.loses_minutes:g} min" if hosting.loses_minutes else "how often the log is sent is not said"
    missed = "; that promise needs a standby in a second zone, which loses nothing" if hosting.loses_minutes > wanted else ""
    size_and_time = made.arithmetic.partition(";")[0]
    return msgspec.structs.replace(
        made,
        method=f"copies and log of {hosting.title}",
        full_every_hours=DAY,
        keep_days=keep,
        rpo_minutes=hosting.loses_minutes or made.rpo_minutes,
        arithmetic=f"{size_and_time}, if it restores at 100 MB/s: try it; {sent} against {wanted:g} min{missed}",
    )


def _with_log(total: float, log: float, wanted: float, promised: float, keep: int) -> Backup:
    week = log * 7 / REPLAY_BYTES_PER_SECOND / 60
    every = WEEK if week <= promised * REPLAY_SHARE else DAY
    copy = total / RESTORE_BYTES_PER_SECOND / 60
    replay = log * every / DAY / REPLAY_BYTES_PER_SECOND / 60
    loses = min(ARCHIVE_MINUTES + 1, wanted)
    arithmetic = (
        f"{size(total)} at 100 MB/s = {copy:,.0f} min + at most {size(log * every / DAY)} of log at 20 MB/s = {replay:,.0f} min "
        f"+ {CHECK_MINUTES} min of checks = {copy + replay + CHECK_MINUTES:,.0f} of {promised:g} min; "
        f"log sent every {ARCHIVE_MINUTES} min against {wanted:g} min"
    )
    return Backup(
        method="base copy, archived log",
        full_every_hours=every,
        log_archived=True,
        keep_days=keep,
        rpo_minutes=loses,
        rto_minutes=copy + replay + CHECK_MINUTES,
        arithmetic=arithmetic,
    )


def _copies(total: float, wanted: float, keep: int) -> Backup:
    copy = total / RESTORE_BYTES_PER_SECOND / 60
    every = max(1, int(wanted // 60), round(copy / 60 + 0.5) if copy > 30 else 1)
    missed = f"; the promise of {wanted:g} min is not met by copies: ship the log's changes (optional file, not run)" if every * 60 > wanted else ""
    arithmetic = f"{size(total)} at 100 MB/s = {copy:.1f} min a copy, every {every} h{missed}; back in {copy:.1f} min + {CHECK_MINUTES} min of checks"
    return Backup(
        method="online copy of the file",
        full_every_hours=every,
        log_archived=False,
        keep_days=keep,
        rpo_minutes=float(every * 60),
        rto_minutes=copy + CHECK_MINUTES,
        arithmetic=arithmetic,
    )
