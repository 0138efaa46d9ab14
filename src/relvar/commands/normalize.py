"""`relvar normalize FILE`: the kind of file decides what is done with it."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path

from relvar.errors import ModelError, StoreError, UnsupportedError

EXAMPLES = """\
examples:
  relvar normalize deps.txt --explain           keys, forms and decompositions of stated dependencies
  relvar normalize deps.txt --svg tree.svg      the tree of the decomposition as a picture

deps.txt:
  relation bookings
  attributes theater, city, title
  theater -> city             # each theater is in one city
  title, city -> theater
  course ->> teacher          multivalued; join {A B} {B C} {A C}; -> A for a constant
"""
Run = Callable[[argparse.Namespace], int]


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The command's parser."""
    raw = argparse.RawDescriptionHelpFormatter
    parser = commands.add_parser("normalize", help="dependencies in, keys, normal forms and decompositions out", epilog=EXAMPLES, formatter_class=raw)
    parser.add_argument("file", metavar="FILE", type=Path, help="stated dependencies (.txt, .deps)")
    parser.add_argument("--explain", action="store_true", help="every step with its evidence: closures, splits, the chase, what is lost and kept")
    parser.add_argument("--svg", type=Path, metavar="FILE", help="write the tree of the decomposition as a picture")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Dispatch by the file's kind."""
    kind = options.file.suffix.lower()
    if kind not in KINDS:
        known = ", ".join(KINDS)
        raise UnsupportedError(what=f"{options.file}: files of this kind are not read", remedy=f"give one of {known}")
    if not options.file.is_file():
        raise StoreError(what=f"{options.file}: no such file", remedy="give a file that exists")
    return KINDS[kind](options)


def _dependencies(options: argparse.Namespace) -> int:
    """Stated dependencies: judged, taken apart, shown."""
    from relvar import api

    try:
        text = options.file.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ModelError(what=f"{options.file} is no UTF-8 text", remedy="save it as UTF-8") from error
    studies = api.studied(text)
    for number, study in enumerate(studies):
        if number:
            print()
        for line in api.study_report(study, explain=options.explain):
            print(line)
    if options.svg:
        options.svg.write_text(api.study_picture(studies), "utf-8")
        print(f"\nWritten to {options.svg}")
    return 0


KINDS: Mapping[str, Run] = {".txt": _dependencies, ".deps": _dependencies}
