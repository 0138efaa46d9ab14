"""`relvar migrate BEFORE AFTER`: what leads from one design to the next, while documents are there, and back."""

from __future__ import annotations

import argparse
from pathlib import Path

EXAMPLES = """\
examples:
  git show v1:shop/relvar.json > v1.json; relvar migrate v1.json shop --out v1-to-v2
  relvar migrate shop-old shop --server mongodb://localhost

Two designs of the same databases, each a folder or its relvar.json. The files are run there, back and there again on the former
design with rows in place. Of designs of tables only what is kept may differ (the newest so many, so long); the rest is refused by its name.
Rows that a narrower bound takes leave in a step of their own, which refuses until it is told that they may go.
exit code: 0 done, 1 a claim is refuted, 2 an error
"""
EXIT_REFUTED = 1


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The command's parser."""
    raw = argparse.RawDescriptionHelpFormatter
    parser = commands.add_parser(
        "migrate", help="two designs of one thing in, the steps between them and back out", epilog=EXAMPLES, formatter_class=raw
    )
    parser.add_argument("before", metavar="BEFORE", type=Path, help="the design that is deployed: its folder or relvar.json")
    parser.add_argument("after", metavar="AFTER", type=Path, help="the design that it becomes")
    parser.add_argument("--out", "-o", type=Path, default=Path("migration"), metavar="DIR", help="the folder to write (default: migration)")
    parser.add_argument("--force", action="store_true", help="replace files that were edited by hand, or other content of the folder")
    parser.add_argument("--no-prove", action="store_true", help="write the files and run nothing")
    parser.add_argument("--server", default="", metavar="URL", help="a running server to prove on; its databases are left alone")
    parser.add_argument("--cache", type=Path, metavar="DIR", help="where server programs are kept (default: the user's cache folder)")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Compare, write, run, show."""
    from relvar import api
    from relvar.terminal import progress
    from relvar.write.saver import save

    before, after = api.stored(options.before), api.stored(options.after)
    files = api.migration(before, after)
    if not files:
        print("Nothing changes: the two designs store the same.")
        return 0
    save(files, options.out, force=options.force)
    for readme in (f for f in files if f.path.endswith("README.md")):
        print(readme.text)
    print(f"Written to {options.out}.")
    if options.no_prove:
        print("Not proven: --no-prove was given.")
        return 0
    with progress() as step:
        step("migrate")
        findings = api.prove_migration(before, after, files, server=options.server, cache=options.cache)
    for found in findings:
        print(f"{found.verdict}: {found.message} [{found.engine} {found.version}]")
    return EXIT_REFUTED if any(f.verdict == "refuted" for f in findings) else 0
