"""The command line. It parses, calls `api`, shows, and turns errors into exit codes; it holds no rule of its own."""

from __future__ import annotations

import argparse
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from relvar import __version__
from relvar.commands import checking, exporting, importing, migrate, normalize
from relvar.errors import BriefError, RelvarError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from relvar.model.brief import Brief
    from relvar.model.conceptual import Conceptual, Question
    from relvar.model.design import Design, Finding
    from relvar.model.extraction import Extraction
    from relvar.read.enrich.pack import Pack

NAME_BYTES = 255  # the longest name of a file on the file systems in use
EXIT_REFUTED = 1  # a claim was refuted: the design or the machine is at fault, and it is shown
EXAMPLES = """\
examples:
  relvar design "E-commerce platform with users, products, orders" -d postgresql \\
      --scale "1M users, 50k orders a day, 5 years of history, EU" --out shop
  relvar design brief.md -d postgresql -d sqlite --out clinic
  relvar design shop/model.yaml                 renew a folder after editing its model
  relvar design brief.md -d multi               search, cache or events beside the record, where the numbers justify any
  relvar read "Blog system with posts, comments, tags"
  relvar read brief.md --explain                what became of each phrase
  relvar questions brief.md                     what the brief leaves open
  relvar design brief.md --reader llm --model openai:NAME
  relvar prove shop --rows 100000
  relvar check schema.sql                       what is wrong with a schema or a migration, and why
  relvar import schema.sql --out shop           a schema that exists as a model to design from
  relvar export shop --to sqlalchemy            the models of an application, and what they cannot hold
  relvar normalize deps.txt --explain           what stated dependencies make of a relation
"""


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; the exit code is 0 for done, 1 for a refuted claim, 2 for an error."""
    options = _parser().parse_args(arguments)
    try:
        code: int = options.run(options)
        return code
    except RelvarError as error:
        print(f"relvar: {error.what}", file=sys.stderr)
        if error.remedy:
            print(f"        {error.remedy}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        print("relvar: interrupted; nothing half-made was left", file=sys.stderr)
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return 0


def _parser() -> argparse.ArgumentParser:
    raw = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(
        prog="relvar", description="Designs databases and proves the design on the real engine.", epilog=EXAMPLES, formatter_class=raw
    )
    parser.add_argument("--version", action="version", version=f"relvar {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    design = commands.add_parser("design", help="a brief in, a proven design out", epilog=EXAMPLES, formatter_class=raw)
    design.add_argument("brief", metavar="BRIEF", help="the text, a file (.md, .txt), a folder's model.yaml, or - for standard input")
    design.add_argument("--out", "-o", type=Path, metavar="DIR", help="the folder to write (default: named after the brief)")
    design.add_argument("--force", action="store_true", help="replace files that were edited by hand, or other content of the folder")
    design.add_argument("--ask", action="store_true", help="ask the open questions here, the weightiest first; Enter keeps what is assumed")
    design.add_argument("--no-prove", action="store_true", help="write the design and run nothing")
    _reading_options(design)
    _proving_options(design)
    design.set_defaults(run=_design)

    read = commands.add_parser("read", help="print the conceptual model that a brief gives", formatter_class=raw)
    read.add_argument("brief", metavar="BRIEF", help="the text, a file, or - for standard input")
    read.add_argument("--explain", action="store_true", help="show the text, each phrase with what became of it, and what was not used")
    _reading_options(read)
    read.set_defaults(run=_read)

    questions = commands.add_parser("questions", help="what the brief leaves open, by how much the answer changes the design", formatter_class=raw)
    questions.add_argument("brief", metavar="BRIEF", help="the text, a file, or - for standard input")
    _reading_options(questions)
    questions.set_defaults(run=_questions)

    prove = commands.add_parser("prove", help="run a designed folder's files on real engines again", formatter_class=raw)
    prove.add_argument("folder", metavar="DIR", type=Path, help="a folder that `relvar design` wrote")
    _proving_options(prove)
    prove.set_defaults(run=_prove)
    importing.add(commands)
    exporting.add(commands)
    checking.add(commands)
    normalize.add(commands)
    migrate.add(commands)
    return parser


def _reading_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--database",
        "-d",
        action="append",
        default=[],
        metavar="NAME",
        help="postgresql, mysql, mariadb, sqlite ...; may be given again (default: postgresql); "
        "multi: further kinds of store beside the first, where the "
        "numbers justify any",
    )
    parser.add_argument(
        "--hosting",
        action="append",
        default=[],
        metavar="[STORE=]HOST",
        help="where it runs: self, rds, aurora, cloudsql, azure or atlas; may be given again (default: what the text says, else self)",
    )
    parser.add_argument("--scale", "-s", default="", metavar="TEXT", help='how much and how fast: "1M users, 50k orders a day, EU"')
    parser.add_argument(
        "--depth", choices=("minimal", "standard", "full"), help="how much may be added beyond what the brief names (default: standard)"
    )
    parser.add_argument("--start", metavar="DATE", help="the first day (YYYY-MM-DD); without it no calendar date stands in any file")
    parser.add_argument(
        "--pack", action="append", type=Path, default=[], metavar="FILE", help="a domain pack of your own, asked before relvar's; may be given again"
    )
    parser.add_argument("--title", default="", help="a name for the design (default: what the brief says it is about)")
    _reader_options(parser)


def _reader_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--reader",
        choices=("rules", "llm"),
        help="llm: a language model reads the brief too, and is asked once (default: rules, beside what the folder keeps of an earlier answer)",
    )
    parser.add_argument(
        "--model", default="", metavar="NAME", help="openai:NAME or anthropic:NAME for --reader llm (default: RELVAR_MODEL); key and address from "
        "OPENAI_API_KEY, OPENAI_BASE_URL, ANTHROPIC_API_KEY, ANTHROPIC_BASE_URL",
    )  # fmt: skip


def _proving_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--rows", type=int, default=20_000, metavar="N", help="rows of the largest table in the proof (default: 20000)")
    parser.add_argument(
        "--server", action="append", default=[], metavar="[STORE=]URL", help="a running server to prove on; its databases are left alone"
    )
    parser.add_argument("--cache", type=Path, metavar="DIR", help="where server programs are kept (default: the user's cache folder)")


def _text(given: str) -> str | bytes:
    """The brief: standard input, a file's bytes, or the argument itself."""
    if given == "-":
        return sys.stdin.buffer.read()
    path = _path(given)
    if path is None:
        return given
    if path.is_file():
        return path.read_bytes()
    if path.is_dir():
        raise BriefError(what=f"{given} is a folder", remedy=f"to renew a design: relvar design {given}/model.yaml")
    if path.suffix in (".md", ".txt", ".yaml", ".yml") and " " not in given:
        raise BriefError(what=f"{given}: no such file", remedy="give the text itself in quotes, a file that exists, or - for standard input")
    return given


def _path(given: str) -> Path | None:
    """The argument as a path, where it can be one: a brief is longer than a file's name may be, or has lines."""
    if not given.strip() or "\n" in given or any(len(part.encode()) > NAME_BYTES for part in given.split("/")):
        return None
    return Path(given)


def _brief(options: argparse.Namespace, packs: tuple[Pack, ...]) -> Brief:
    """The brief that the command is given, with what a language model finds in it where one is asked for."""
    from relvar import api

    start = _date(options.start)
    brief = api.brief_of(
        _text(options.brief),
        options.database,
        depth=options.depth or "standard",
        start=start,
        title=options.title,
        packs=packs,
        hosting=options.hosting,
    )
    kept = _kept(brief, getattr(options, "out", None)) if hasattr(options, "out") and options.reader != "rules" else None
    if kept is not None and not kept.failed and options.model in ("", kept.by):
        return api.with_extraction(brief, kept)
    if options.reader != "llm":
        if options.model:
            raise BriefError(what="--model without --reader llm", remedy="say --reader llm to have a language model read the brief")
        return brief
    return _extracted(brief, options.model)


def _kept(brief: Brief, out: Path | None) -> Extraction | None:
    """What a language model found in this very text when the folder was made: it is not asked again."""
    from relvar import api
    from relvar.errors import ModelError

    path = (out or Path(brief.project)) / "model.yaml"
    try:
        found = api.revised(path.read_text("utf-8"))[0] if path.is_file() else None
    except (ModelError, UnicodeDecodeError):
        return None  # whoever reads the folder next says what is wrong with it
    return found.extraction if found is not None and found.text == brief.text else None


def _extracted(brief: Brief, model: str) -> Brief:
    from relvar import api
    from relvar.terminal import progress, read_by

    with progress() as step:
        found = api.extracted(brief, model, step)
    if found.extraction is not None:
        print(read_by(found.extraction), file=sys.stderr)
    return found


def _date(given: str | None) -> str | None:
    from datetime import date

    if given is None:
        return None
    try:
        return date.fromisoformat(given).isoformat()
    except ValueError:
        raise BriefError(what=f"--start {given}: no date", remedy="write it as 2027-01-31") from None


def _read(options: argparse.Namespace) -> int:
    from relvar import api

    packs = _packs(options)
    brief = _brief(options, packs)
    model = api.read(brief, options.scale, packs)
    if options.explain:
        from relvar.terminal import show_explained

        show_explained(api.explained(brief, model), api.domains(brief, packs))
    else:
        sys.stdout.write(api.model_text(brief, model))
    return 0


def _questions(options: argparse.Namespace) -> int:
    from relvar import api
    from relvar.terminal import show_questions

    packs = _packs(options)
    show_questions(api.read(_brief(options, packs), options.scale, packs).questions)
    return 0


READS = ("scale", "depth", "reader", "model")  # options that say how a text is read


def _design(options: argparse.Namespace) -> int:
    from relvar import api
    from relvar.terminal import progress, show_design
    from relvar.write.saver import save

    given = _model_file(options.brief)
    for name in READS if given else ():
        if getattr(options, name):
            what = f"--{name} says how a text is read, and {options.brief} is a model that was"
            raise BriefError(what=what, remedy="give the text: edits of the model are kept; or edit the model")
    packs = _packs(options, given)
    order = _of_model(options, given, packs) if given else _of_text(options, packs)
    with progress() as step:
        made = api.design_of(order.brief, order.model, step)
        step("write")
        files = api.artefacts(made, reading=order.reading, model_yaml=order.model_yaml, packs=packs)
        save(files, order.folder, force=options.force)
    show_design(made, order.folder)
    if options.no_prove:
        print("\nNot proven: --no-prove was given. Run: relvar prove", order.folder)
        return 0
    return _run_proof(made, order.folder, options)


class _Order(NamedTuple):
    """What is to be designed, and where; `model_yaml` is a text that people have edited, "" where there is none."""

    brief: Brief
    model: Conceptual
    reading: Conceptual
    model_yaml: str
    folder: Path


def _model_file(brief: str) -> Path | None:
    """The file of a model that the command is given in place of a text."""
    given = _path(brief)
    return given if given is not None and given.suffix in (".yaml", ".yml") and given.is_file() else None


def _packs(options: argparse.Namespace, model: Path | None = None) -> tuple[Pack, ...]:
    """The user's own packs: those given, in their order, then those kept in the folder of a model that is renewed."""
    from relvar import api

    kept = sorted((model.parent / api.PACKS).glob("*")) if model is not None else []
    return tuple(api.read_pack(path) for path in (*options.pack, *kept))


def _of_text(options: argparse.Namespace, packs: tuple[Pack, ...]) -> _Order:
    """A brief, merged with the edits of a folder that it has made before."""
    from relvar import api

    brief = _brief(options, packs)
    folder = (options.out or Path(brief.project)).absolute()
    kept, old = folder / "model.yaml", api.stored_reading(folder)
    text = kept.read_text("utf-8") if old is not None and kept.is_file() else ""
    before, edited = api.revised(text) if text else (brief, None)
    brief = api.continued(before, brief)
    if options.ask:
        brief = _asked(brief, lambda told: api.read(told, options.scale, packs).questions)
    reading = api.read(brief, options.scale, packs)
    if old is None or edited is None:
        return _Order(brief, reading, reading, "", folder)
    model = api.merged(old, edited, reading)
    return _Order(brief, model, reading, api.model_text(brief, model, text), folder)


def _of_model(options: argparse.Namespace, path: Path, packs: tuple[Pack, ...]) -> _Order:
    """An edited model, with answers to what it leaves open."""
    from relvar import api

    text, folder = path.read_text("utf-8"), (options.out or path.parent).absolute()
    kept, edited = api.revised(text)
    brief = api.restated(kept, databases=options.database, hosting=options.hosting, start=_date(options.start), title=options.title)
    renewed = partial(api.renewed, brief, edited, api.stored_reading(path.parent), packs=packs)
    answered = _asked(brief, lambda told: renewed(told)[0].questions) if options.ask else brief
    model, reading = renewed(answered)
    same = (answered, model) == (kept, edited)
    return _Order(answered, model, reading, text if same else api.model_text(answered, model, text), folder)


def _asked(brief: Brief, questions: Callable[[Brief], tuple[Question, ...]]) -> Brief:
    """The brief with what the user answers, until nothing is open or the user stops."""
    from relvar import api
    from relvar.terminal import ask

    passed = set[str]()
    while open_ := [q for q in questions(brief) if q.form and q.text not in passed]:
        question = max(open_, key=lambda q: q.weight)
        passed.add(question.text)
        answer = ask(question, len(open_))
        if answer is None:
            break
        if answer:
            try:
                brief = api.answered(brief, question, answer)
            except BriefError as error:
                print(f"  {error.what}; {error.remedy}")
                passed.discard(question.text)
    return brief


def _prove(options: argparse.Namespace) -> int:
    from relvar import api

    return _run_proof(api.stored(options.folder), options.folder, options)


def _run_proof(made: Design, folder: Path, options: argparse.Namespace) -> int:
    from relvar import api
    from relvar.model.design import Artefact
    from relvar.terminal import progress, show_proof
    from relvar.write.saver import manifest, write_into

    files = tuple(Artefact(path=p, text=(folder / p).read_text("utf-8")) for p in manifest(folder) if (folder / p).is_file())
    with progress() as step:
        findings = api.prove(made, files, servers=dict(_servers(made, options.server)), rows=options.rows, cache=options.cache, progress=step)
    write_into(folder, api.proof_artefacts(made, findings))
    show_proof(findings, folder)
    return EXIT_REFUTED if _refuted(findings) else 0


def _servers(made: Design, given: list[str]) -> Iterator[tuple[str, str]]:
    """STORE=URL names its store; a bare URL goes to the store whose engine its scheme names. Raises ServerUnavailable, quoting no address."""
    from relvar.engines import named
    from relvar.errors import ServerUnavailable, UnsupportedError

    for item in given:
        store, equals, url = item.partition("=")
        if not (equals and store in made.physical):
            scheme, separator, _ = item.partition("://")
            try:
                store, url = named(scheme.partition("+")[0]) if separator else "", item
            except UnsupportedError:
                store = ""
        if store not in made.physical:
            stores = ", ".join(made.physical)
            raise ServerUnavailable(what="--server names no database of this design", remedy=f"write it as STORE=URL, STORE one of: {stores}")
        yield store, url


def _refuted(findings: tuple[Finding, ...]) -> bool:
    return any(finding.verdict == "refuted" for finding in findings)
