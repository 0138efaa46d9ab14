"""`relvar normalize` for files of rows: a spreadsheet becomes a database."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from relvar.errors import UnsupportedError

EXAMPLES = """\
files of rows:
  relvar normalize orders.csv                   types, keys, dependencies, a normalized rows.db, proven to hold every row
  relvar normalize orders.csv customers.csv -d postgresql --out shop
  relvar normalize orders.xlsx -d postgresql --into postgresql://me@localhost/shop
"""
EXIT_REFUTED = 1
KINDS = (".csv", ".tsv", ".tab", ".jsonl", ".ndjson", ".json", ".xlsx", ".parquet", ".db", ".sqlite", ".sqlite3")


def add_options(parser: argparse.ArgumentParser) -> None:
    """What may be said of files of rows."""
    rows = parser.add_argument_group("files of rows")
    rows.add_argument("--out", "-o", type=Path, metavar="DIR", help="the folder to write (default: named after the first file)")
    rows.add_argument("--database", "-d", action="append", default=[], metavar="NAME", help="sqlite or postgresql; again for both (default: sqlite)")
    rows.add_argument(
        "--into", default="", metavar="URL", help="load into this database, not into one that is proven on and, but for a file, dropped"
    )
    rows.add_argument("--null", action="append", default=[], metavar="WORD", help="a word that stands for an empty cell, as n/a; may be given again")
    rows.add_argument("--encoding", default="", help="of text files (default: UTF-8 or what their first bytes say, else Windows-1252)")
    rows.add_argument("--delimiter", default="", help="of text files (default: found out)")
    rows.add_argument("--header", action=argparse.BooleanOptionalAction, default=None, help="whether the first row names the columns (found out)")
    rows.add_argument("--no-load", action="store_true", help="write the design and the loader, run nothing")
    rows.add_argument("--json", action="store_true", help="print the report for programs")
    rows.add_argument("--force", action="store_true", help="replace a folder with other content")
    rows.add_argument("--cache", type=Path, metavar="DIR", help="where server programs are kept (default: the user's cache folder)")


def run(options: argparse.Namespace) -> int:
    """Normalize the files and show what became of them."""
    from relvar import api
    from relvar.terminal import progress

    if options.into and len(set(options.database)) > 1:
        raise UnsupportedError(what="--into names one database, and several kinds are asked for", remedy="give one -d with it")
    folder = options.out or Path(options.file[0].stem)
    with progress() as step:
        outcome = api.normalized_rows(
            options.file,
            folder,
            options.database or ["sqlite"],
            encoding=options.encoding,
            delimiter={"tab": "\t", "\\t": "\t"}.get(options.delimiter, options.delimiter),
            header=options.header,
            nulls=options.null,
            into=options.into,
            cache=options.cache,
            prove=not options.no_load,
            force=options.force,
            progress=step,
        )
    if options.json:
        json.dump(api.rows_json(outcome), sys.stdout, indent=1, ensure_ascii=False)
        print()
    else:
        for line in api.rows_report(outcome, explain=options.explain):
            print(line)
        print(f"Written to {folder}: REPORT.md, {', '.join(f'{name}/' for name in dict.fromkeys(options.database or ['sqlite']))}")
    return 0 if outcome.holds else EXIT_REFUTED
