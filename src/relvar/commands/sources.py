"""What the commands that read a source say of it alike."""

from __future__ import annotations

import argparse

SOURCE = (
    "a file (SQL, DBML, Prisma, Mermaid, PlantUML, Python models), a folder of such, a database file, "
    "a URL (postgresql://, mysql://, sqlserver:// ...), "
    "or files of rows (CSV, TSV, JSON, Parquet, XLSX)"
)


def add_language(parser: argparse.ArgumentParser) -> None:
    """The option for a source that does not show what it is written in."""
    parser.add_argument(
        "--from",
        dest="language",
        default="",
        metavar="LANGUAGE",
        help="sql, dbml, prisma, mermaid, plantuml, django or sqlalchemy (default: by the file's ending and signs)",
    )
