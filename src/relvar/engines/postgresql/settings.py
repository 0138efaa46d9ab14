"""Settings of tables and of the server: a setting whose id is "table.option" belongs to the table."""

from __future__ import annotations

import re
from collections.abc import Iterator

from relvar.engines.base import Statement
from relvar.engines.postgresql.query import PostgresWriter
from relvar.model.physical import Physical, Setting

BYTES = {"kB": 1024, "MB": 1024**2, "GB": 1024**3}
# bytes: the column `unit` of pg_settings (view-pg-settings.html)
UNITS = {"shared_buffers": 8192, "effective_cache_size": 8192, "work_mem": 1024, "maintenance_work_mem": 1024}


def of_table(physical: Physical, table_id: str) -> dict[str, Setting]:
    """Storage options of one table, by option."""
    prefix = f"{table_id}."
    return {key.removeprefix(prefix): setting for key, setting in physical.settings.items() if key.startswith(prefix)}


def of_server(physical: Physical) -> dict[str, Setting]:
    """Settings of the server: all that belong to no table."""
    return {key: setting for key, setting in physical.settings.items() if key.split(".")[0] not in physical.tables}


def in_units(name: str, value: str) -> str:
    """A value of memory in the unit that pg_settings gives for it, without a unit: "2GB" of shared_buffers is 262144 pages of 8 kB."""
    unit, written = UNITS.get(name, 0), re.fullmatch(r"(\d+)(kB|MB|GB)", value)
    return str(int(written[1]) * BYTES[written[2]] // unit) if unit and written else value


def table_options(writer: PostgresWriter, table_id: str) -> Iterator[Statement]:
    """ALTER TABLE ... SET; a partitioned table has no storage of its own to set options on."""
    options = of_table(writer.physical, table_id)
    if not options or writer.physical.tables[table_id].partition is not None:
        return
    words = ", ".join(f"{key} = {setting.value}" for key, setting in options.items())
    because = "; ".join(dict.fromkeys(setting.because.rstrip(".") for setting in options.values()))
    yield Statement(text=f"alter table {writer.table(table_id)} set ({words})", because=because, element=table_id)
