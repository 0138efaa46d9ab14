"""`relvar export SOURCE --to LANGUAGE`: a design, or what exists, as models of a tool, a diagram or SQL; what it cannot say is told."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from relvar.commands.sources import SOURCE, add_language

EXAMPLES = """\
examples:
  relvar export shop --to prisma --out schema.prisma     the models of a design's first database
  relvar export shop --to sqlalchemy -d sqlite           of another one of its databases, printed
  relvar export legacy.sql --to django --out models.py   of a schema that exists, in any language that import reads
  relvar export schema.prisma --to sqlalchemy            from one tool's language into another's
  relvar export postgresql://me@host/shop --to dbml      of a live database, which is only read

What the language cannot say stands at the head of the models, and is told after writing.
"""
TARGETS = ("prisma", "sqlalchemy", "django", "dbml", "mermaid", "plantuml", "ddl")
SHOWN = 20  # losses told one by one; --all tells every one


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The command's parser."""
    raw = argparse.RawDescriptionHelpFormatter
    parser = commands.add_parser("export", help="a schema in, models of Prisma, SQLAlchemy or Django out", epilog=EXAMPLES, formatter_class=raw)
    parser.add_argument("source", metavar="SOURCE", nargs="+", help=f"a folder that relvar design wrote, or {SOURCE}")
    parser.add_argument("--to", required=True, choices=TARGETS, help="what to write")
    parser.add_argument("--out", "-o", type=Path, metavar="FILE", help="write into this file, or into this folder (default: print)")
    parser.add_argument("--database", "-d", default="", metavar="NAME", help="which database of a design (default: its first)")
    add_language(parser)
    parser.add_argument("--dialect", default="", metavar="NAME", help="postgresql, mysql, mariadb, sqlite or sqlserver (default: by its signs)")
    parser.add_argument("--all", action="store_true", help="tell every loss, however many")
    parser.add_argument("--force", action="store_true", help="replace a file that is there already")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Read, write, and tell what was lost."""
    from relvar import api
    from relvar.errors import StoreError

    made = api.exported(options.source, options.to, options.database, options.dialect, options.language)
    if options.out is None:
        sys.stdout.write(made.text)
    else:
        file = options.out / made.file if options.out.is_dir() else options.out
        if file.exists() and not options.force:
            raise StoreError(what=f"{file} is there already", remedy="name another file, or say --force to replace it")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(made.text, "utf-8")
        print(f"Written to {file}.", file=sys.stderr)
    _tell(made.losses, len(made.losses) if options.all else SHOWN)
    return 0


def _tell(losses: tuple[str, ...], most: int) -> None:
    print(f"Not said, or said otherwise ({len(losses)}):" if losses else "Everything is said.", file=sys.stderr)
    for line in losses[:most]:
        print(f"  {line}", file=sys.stderr)
    if len(losses) > most:
        print(f"  and {len(losses) - most} more: say --all", file=sys.stderr)
