"""`relvar check SOURCE`: what is wrong with a schema or a migration, where, why, and what to do about it."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from relvar.commands.sources import SOURCE, add_language
from relvar.errors import UnsupportedError

EXAMPLES = """\
examples:
  relvar check schema.sql                       every finding with its reason and remedy
  relvar check migrations/ --format github      annotations for a change on GitHub
  relvar check schema.sql --fix fixes           what needs no judgement, as a migration with its way back
  relvar check schema.sql --write-baseline known.json; relvar check schema.sql --baseline known.json

in the file: -- relvar: ignore RULE reason      at the line, above it, or at its table
exit code: 0 nothing found, 1 findings, 2 the source could not be read
"""
EXIT_FOUND = 1
FORMATS = ("human", "json", "sarif", "github")
SEVERITIES = ("error", "warning", "note")


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The command's parser."""
    raw = argparse.RawDescriptionHelpFormatter
    parser = commands.add_parser("check", help="a schema or migrations in, what is wrong with them out", epilog=EXAMPLES, formatter_class=raw)
    parser.add_argument("source", metavar="SOURCE", nargs="+", help=SOURCE)
    add_language(parser)
    parser.add_argument("--dialect", default="", metavar="NAME", help="postgresql, mysql, mariadb, sqlite or sqlserver (default: by its signs)")
    parser.add_argument("--format", choices=FORMATS, default="human", help="how findings are written (default: human)")
    parser.add_argument("--only", action="append", default=[], metavar="RULE", help="this rule only; may be given again")
    parser.add_argument("--ignore", action="append", default=[], metavar="RULE", help="not this rule; may be given again")
    parser.add_argument("--least", choices=SEVERITIES, default="note", help="the least severity that is shown (default: note)")
    parser.add_argument("--baseline", type=Path, metavar="FILE", help="do not show what this file knows already")
    parser.add_argument("--write-baseline", type=Path, metavar="FILE", help="write what is found into a baseline, and exit 0")
    parser.add_argument("--fix", type=Path, metavar="DIR", help="write fix.up.sql and fix.down.sql (MongoDB: .js) into this folder; nothing is run")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Read, judge, show; write a baseline or fixes where they are asked for."""
    from relvar import api
    from relvar.judge.baseline import baseline_text, read_baseline
    from relvar.judge.catalogue import catalogue
    from relvar.judge.formats import FORMATS as SHOWN

    for id_ in (*options.only, *options.ignore):
        if id_ not in catalogue():
            raise UnsupportedError(what=f"{id_}: no rule is called so", remedy="docs/manual/rules.md lists them")
    found = api.imported(options.source, options.dialect, options.language)
    shown = SEVERITIES[: SEVERITIES.index(options.least) + 1]
    faults = tuple(f for f in api.judged(found, tuple(options.only)) if f.severity in shown and f.rule not in options.ignore)
    if options.write_baseline:
        options.write_baseline.write_text(baseline_text(faults), "utf-8")
        print(f"{len(faults)} findings written to {options.write_baseline}", file=sys.stderr)
        return 0
    known = read_baseline(options.baseline) if options.baseline else frozenset()
    faults = tuple(fault for fault in faults if fault.key not in known)
    text = SHOWN[options.format](faults)
    if text:
        print(text)
    if found.leftovers:
        print(f"{len(found.leftovers)} things were not understood and not judged: relvar import {' '.join(options.source)}", file=sys.stderr)
    if options.fix:
        for line in api.write_fixes(found, faults, options.fix):
            print(line, file=sys.stderr)
    return EXIT_FOUND if faults else 0
