"""`relvar import SOURCE`: what exists becomes a model that a design goes on from; what was not understood is listed."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from relvar.commands.sources import SOURCE, add_language

EXAMPLES = """\
examples:
  relvar import schema.sql                      what a dump holds, and what of it was not understood
  relvar import schema.sql --out shop           write shop/model.yaml; then: relvar design shop/model.yaml
  relvar import migrations/ --dialect mysql     every .sql file of a folder, in the order of their names
  relvar import postgresql://me@host/shop       a live database, which is only read; the password stands in PGPASSWORD or ~/.pgpass
"""
SHOWN = 30  # leftovers printed one by one; --all prints every one


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The command's parser."""
    raw = argparse.RawDescriptionHelpFormatter
    parser = commands.add_parser("import", help="a schema that exists in, a model to design from out", epilog=EXAMPLES, formatter_class=raw)
    parser.add_argument("source", metavar="SOURCE", nargs="+", help=SOURCE)
    add_language(parser)
    parser.add_argument("--dialect", default="", metavar="NAME", help="postgresql, mysql, mariadb, sqlite or sqlserver (default: by its signs)")
    parser.add_argument("--out", "-o", type=Path, metavar="DIR", help="write model.yaml and imported.md into this folder")
    parser.add_argument("--database", "-d", action="append", default=[], metavar="NAME", help="what to design for then (default: what it came from)")
    parser.add_argument("--scale", "-s", default="", metavar="TEXT", help='how much and how fast: "1M users, 50k orders a day, EU"')
    parser.add_argument("--title", default="", help="a name for the design (default: the source's name)")
    parser.add_argument("--all", action="store_true", help="print everything that was not understood, however much")
    parser.add_argument("--force", action="store_true", help="replace files that were edited by hand, or other content of the folder")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Read, lift, show, and write where a folder is named."""
    from relvar import api
    from relvar.write.saver import save

    found = api.imported(options.source, options.dialect, options.language)
    made = api.lifted(found, options.database, options.scale, options.title)
    for line in api.import_report(found, made, None if options.all else SHOWN):
        print(line)
    if options.out:
        save(api.import_artefacts(found, made), options.out.absolute(), force=options.force)
        print(f"\nWritten to {options.out}. Next: relvar design {options.out}/model.yaml", file=sys.stderr)
    return 0
