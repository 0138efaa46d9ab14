"""01: settings of the database. They take effect outside a transaction; the file may run again."""

from __future__ import annotations

from collections.abc import Iterator

from relvar.engines.base import Statement
from relvar.engines.hosting import lacks
from relvar.engines.sqlserver.types import WORDS
from relvar.model.physical import Physical

COMPATIBILITY = 150  # of 2019, which 2022 has too: 160 is taken after Query Store has seen the plans of a full month
SETTINGS = (
    ("read_committed_snapshot on with rollback immediate", "Readers see versions and wait for nobody; every rule of this design relies on it"),
    ("allow_snapshot_isolation on", "For reports that read one instant over several statements"),
    (f"compatibility_level = {COMPATIBILITY}", "The optimizer of 2019, on 2022 as well, until Query Store has the plans to compare with"),
    ("page_verify checksum", "A page that the disk has changed is found when it is read"),
    ("recovery full", "The log is kept until it is backed up: else there is no point in time to go back to"),
    ("auto_create_statistics on", ""),
    ("auto_update_statistics on", ""),
    ("auto_update_statistics_async on", "A question does not wait for the statistics it has found old"),
    ("auto_shrink off", "Shrinking breaks every index into pieces and grows again"),
    ("auto_close off", ""),
    ("query_store = on (operation_mode = read_write, query_capture_mode = auto, max_storage_size_mb = 1000, size_based_cleanup_mode = auto)",
     "Keeps the plans of what is asked often: a plan that got worse is seen and may be forced back"),
)  # fmt: skip


# What is the host's own where it lacks a word: copies go with the recovery model, files with the rest.
THE_HOSTS = {"disk_backup": ("recovery ",), "server_files": ("page_verify ", "auto_close ")}


def settings(physical: Physical) -> Iterator[Statement]:
    collate = "The database is made by the operator, with words compared without regard to case: create database NAME collate " + WORDS
    yield Statement(
        text=f"if cast(databasepropertyex(db_name(), 'Collation') as nvarchar(128)) <> '{WORDS}'\n"
        f"  throw 50003, 'the database must have the collation {WORDS}', 1",
        because=collate,
    )
    for setting, because in SETTINGS:
        if any(lacks(physical, what) and setting.startswith(words) for what, words in THE_HOSTS.items()):
            continue
        yield Statement(text=f"alter database current set {setting}", because=because)
