"""`relvar normalize FILE`: the kind of file decides what is done with it."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path

from relvar.commands import normalize_rows
from relvar.errors import ModelError, StoreError, UnsupportedError

EXAMPLES = """\
stated dependencies:
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
    parser = commands.add_parser(
        "normalize",
        help="stated dependencies or files of rows in, a normalized design out",
        epilog=EXAMPLES + normalize_rows.EXAMPLES,
        formatter_class=raw,
    )
    parser.add_argument(
        "file",
        metavar="FILE",
        type=Path,
        nargs="+",
        help="stated dependencies (.txt, .deps), or files of rows (.csv, .tsv, .xlsx, .jsonl, .parquet, .db ...)",
    )
    parser.add_argument("--explain", action="store_true", help="every step with its evidence: closures, splits, the chase, what is lost and kept")
    parser.add_argument("--svg", type=Path, metavar="FILE", help="write the tree of the decomposition as a picture")
    normalize_rows.add_options(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Dispatch by the files' kind."""
    chosen = [KINDS.get(file.suffix.lower()) for file in options.file]
    for file, kind in zip(options.file, chosen, strict=True):
        if kind is None:
            raise UnsupportedError(what=f"{file}: files of this kind are not read", remedy=f"give one of {', '.join(KINDS)}")
        if not file.is_file():
            raise StoreError(what=f"{file}: no such file", remedy="give a file that exists")
    if chosen[0] is None or len(set(chosen)) > 1:
        raise UnsupportedError(what="stated dependencies and files of rows together", remedy="give them to a command each")
    return chosen[0](options)


def _dependencies(options: argparse.Namespace) -> int:
    """Stated dependencies: judged, taken apart, shown."""
    from relvar import api

    studies = [study for file in options.file for study in api.studied(_text(file))]
    for number, study in enumerate(studies):
        if number:
            print()
        for line in api.study_report(study, explain=options.explain):
            print(line)
    if options.svg:
        options.svg.write_text(api.study_picture(studies), "utf-8")
        print(f"\nWritten to {options.svg}")
    return 0


def _text(file: Path) -> str:
    try:
        return file.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ModelError(what=f"{file} is no UTF-8 text", remedy="save it as UTF-8") from error


KINDS: Mapping[str, Run] = {".txt": _dependencies, ".deps": _dependencies, **dict.fromkeys(normalize_rows.KINDS, normalize_rows.run)}
