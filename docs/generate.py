"""Write the manual's reference pages from what they describe: the command line, the advisors, the checks, the errors.

Run: make docs. `tests/test_docs.py` fails while a page differs from what this would write.
"""

from __future__ import annotations

import argparse
import inspect
import sys
import textwrap
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from relvar import cli, errors
from relvar.engines import NAMES, engine
from relvar.engines.hosting import hosting, hosts_of
from relvar.importing.ddl import read_ddl
from relvar.importing.ddl.dialects import dialects
from relvar.judge import judge
from relvar.judge.catalogue import catalogue
from relvar.judge.judged import by_hand
from relvar.judge.mistakes import mistakes
from relvar.judge.rule import Rule
from relvar.mending import fixes
from relvar.model.expression import Matches
from relvar.model.hosting import SELF, Hosting
from relvar.plan.advisors import ADVISORS, OF_DOCUMENTS
from relvar.prove.compiled import CHECKS as COMPILED
from relvar.prove.live import CHECKS as LIVE
from relvar.prove.live import OF_DOCUMENTS as LIVE_OF_DOCUMENTS
from relvar.prove.static import CHECKS as STATIC
from relvar.read import formula
from relvar.read.enrich.pack import heads, load
from relvar.read.lexicon import semantic_types

MANUAL = Path(__file__).parent / "manual"
LANGUAGES = {"rows": "csv", "mongodb": "js"}  # of the examples that are no SQL


def pages() -> dict[str, str]:
    """File name -> text of every generated page."""
    written = {
        "commands.md": commands(),
        "advisors.md": judgements("Advisors", "Every judgement of the plan, in the order in which they are made.", (*ADVISORS, *OF_DOCUMENTS)),
        "checks.md": judgements(
            "Checks",
            "Claims about the design alone, then claims that are run on the engine, then those of an engine that is compiled.",
            (*STATIC, *dict.fromkeys((*LIVE, *LIVE_OF_DOCUMENTS)), *COMPILED),
        ),
        "errors.md": error_page(),
        "rules.md": rule_page(),
        "mistakes.md": mistake_page(),
        "engines.md": engine_page(),
        "hosting.md": hosting_page(),
        "semantic_types.md": type_page(),
        "domains.md": domain_page(),
    }
    return {name: "\n".join(lines).rstrip() + "\n" for name, lines in ((n, list(t)) for n, t in written.items())}


def commands() -> Iterator[str]:
    parser = cli._parser()
    yield from ("# Commands", "", "```", parser.format_help().rstrip(), "```", "")
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, command in action.choices.items():
                yield from (f"## relvar {name}", "", "```", command.format_help().rstrip(), "```", "")


def judgements(title: str, head: str, functions: Iterable[object]) -> Iterator[str]:
    yield from (f"# {title}", "", head, "")
    for function in functions:
        module = sys.modules[function.__module__]
        yield from (f"## {function.__name__}", "", inspect.cleandoc(module.__doc__ or "").strip(), "")  # type: ignore[attr-defined]


def error_page() -> Iterator[str]:
    yield from ("# Errors", "", "Errors are for callers' mistakes and the world's; doubts about a design are findings. Exit code 2.", "")
    for name, kind in vars(errors).items():
        if inspect.isclass(kind) and issubclass(kind, errors.RelvarError) and kind is not errors.RelvarError:
            yield from (f"- **{name}**: {inspect.cleandoc(kind.__doc__ or '').splitlines()[0]}",)


def rule_page() -> Iterator[str]:
    yield from (
        "# Rules",
        "",
        f"What `relvar check` looks for: {len(catalogue())} rules, each with an example that it finds and one that it does not.",
        "",
    )
    theme = ""
    for id_, (rule, _) in catalogue().items():
        if rule.theme != theme:
            theme = rule.theme
            yield from (f"## {theme.capitalize()}", "")
        where = f" ({', '.join(rule.dialects)})" if rule.dialects else ""
        yield from (
            f"### {id_}",
            "",
            f"**{rule.severity}**{where}: {rule.title}.",
            "",
            f"{rule.reason}. Remedy: {rule.remedy}. Source: {rule.source}. {_mended(rule)}",
            "",
        )
        if rule.dialect in dialects():
            yield from ("```sql", f"-- found ({rule.dialect})", *_statements(rule.bad), "-- not found", *_statements(rule.good), "```", "")
        else:
            fence = f"```{LANGUAGES[rule.dialect]}"
            yield from (f"Found ({rule.dialect}):", "", fence, rule.bad.strip(), "```", "", "Not found:", "", fence, rule.good.strip(), "```", "")


def _mended(rule: Rule) -> str:
    """Whether `--fix` writes the remedy, by the rule's own example, or why people have to."""
    if rule.dialect in dialects():
        found = read_ddl([("example.sql", rule.bad)], "example.sql", rule.dialect)
        if fixes(found, judge(found, {}, (rule.id,))).written:
            return "`--fix` writes it."
    return "`--fix` writes it." if rule.mended else f"By hand: {by_hand().why(rule, rule.dialect)}."


def mistake_page() -> Iterator[str]:
    yield from ("# Known mistakes", "", *textwrap.wrap(MISTAKES, 140), "", "| # | mistake | part | seen by |", "| --- | --- | --- | --- |")
    for mistake in mistakes():
        for seen in mistake.seen:
            yield f"| {mistake.number} | {mistake.title} | {seen.what} | [{seen.rule}](rules.md#{seen.rule}) |"
        for unseen in mistake.unseen:
            claim = f" ([{unseen.claim}](checks.md#{unseen.claim}))" if unseen.claim else ""
            yield f"| {mistake.number} | {mistake.title} | {unseen.what} | not seen: {unseen.why}{claim} |"


def _statements(sql: str) -> list[str]:
    return [f"{part.strip()};" for part in sql.split("; ") for part in [part.rstrip(";")]] if "$$" not in sql else [sql]


def engine_page() -> Iterator[str]:
    yield from ("# Engines", "", "What each engine can do, as relvar knows it; the link is the engine's own manual.", "")
    for name in NAMES:
        features = engine(name).features()
        yield from (
            f"## {features.title}",
            "",
            f"Versions {', '.join(features.versions)}.",
            "",
            "| can | | since | instead |",
            "| --- | --- | --- | --- |",
        )
        for what, fact in sorted(features.capabilities.items()):
            yield f"| [{what.replace('_', ' ')}]({fact.manual}) | {'yes' if fact.can else 'no'} | {fact.since} | {fact.instead} |"
        yield from ("", "| limit | value | source |", "| --- | --- | --- |")
        for what, limit in sorted(features.limits.items()):
            yield f"| {what.replace('_', ' ')} | {limit.value:,.0f} {limit.unit} | {limit.manual} |"
        yield ""


def hosting_page() -> Iterator[str]:
    yield from ("# Hosting", "", *textwrap.wrap(HOSTING, 140), "")
    for name in NAMES:
        for host in hosts_of(name):
            if host != SELF and (found := hosting(name, host)) is not None:
                yield from (f"## {found.title}", "", f"`--hosting {host}` with `-d {name}`. [Versions]({found.manual}). ", "")
                yield f"The administrator is {found.administrator.name} ([page]({found.administrator.manual}))."
                yield from ("", "| cannot be had | instead |", "| --- | --- |")
                yield from (f"| [{lack.says}]({lack.manual}) | {lack.instead} |" for lack in found.cannot.values())
                yield from ("", "| the host | does |", "| --- | --- |") if found.facts else ()
                yield from (f"| [{topic}]({fact.manual}) | {fact.says} |" for topic, fact in found.facts.items())
                yield from host_gives(found)
                yield ""


def host_gives(found: Hosting) -> Iterator[str]:
    """Bounds of machines, disks and connections, in a line each."""
    if found.machines is not None:
        classes = [f"{it.name} ({it.cores} cores, {it.memory_gib:g} GiB)" for it in found.machines.classes] or [f"`{found.machines.custom}`"]
        yield from ("", f"Machines ([page]({found.machines.manual})): {', '.join(classes)}.")
    if found.disks is not None:
        operations = f", at most {found.disks.iops_per_gib:g} operations a second for each GiB" if found.disks.iops_per_gib else ""
        operations = operations or (f", up to {found.disks.sizes[-1].iops:,.0f} operations a second by size" if found.disks.sizes else "")
        yield from ("", f"Storage ([page]({found.disks.manual})): up to {found.disks.gib_most:,.0f} GiB{operations}.")
    if found.connections is not None:
        by = f"one for each {found.connections.bytes_each:,.0f} bytes of memory" if found.connections.bytes_each else "by class"
        most = f"at most {found.connections.most:,}" if found.connections.most else ""
        yield from ("", f"Connections ([page]({found.connections.manual})): {', '.join(part for part in (by, most) if part)}.")


MISTAKES = (
    "The mistakes that templates, forums and generated schemas make again and again, and the rule of `relvar check` that sees each part of them "
    "in a file or in a live database. What no source shows says why."
)
HOSTING = (
    "Where a database runs decides what may be assumed: who is its administrator, what he may not do, how settings are set, which extensions "
    "there are, who makes copies. `--hosting HOST` (or `STORE=HOST`, again for each) says it; else what the text says (“on AWS RDS”, “Azure SQL”) "
    "holds, and two hosts for one database are a question. Deployment, operation and the section Hosting of the specification follow these facts; "
    "the proof runs the files as an account with the rights of the host's administrator and no other. Each fact is a link to the page that says it."
)


def type_page() -> Iterator[str]:
    yield from ("# Semantic types", "", "What an attribute means decides its type, check, sensitivity, mask and sample values.", "")
    yield from ("| type | base | check | sensitivity | is |", "| --- | --- | --- | --- | --- |")
    for name, known in sorted(semantic_types().items()):
        check = (
            formula.text(msgspec.structs.replace(known.check, simpler=None) if isinstance(known.check, Matches) else known.check)
            if known.check
            else ""
        )
        shown = f"`{check}`".replace("|", "\\|") if check else ""
        yield f"| `{name}` | {known.data.base} | {shown} | {known.sensitivity} | {known.description} |"


def domain_page() -> Iterator[str]:
    yield from ("# Domains", "", "The packs that relvar brings, each with a brief that it is chosen for. How they work: [packs](packs.md).", "")
    yield from ("| pack | brief | entities |", "| --- | --- | --- |")
    for name in sorted(heads()):
        content = load(name).content
        yield f"| {name} | {content['example']} | {', '.join(n.replace('_', ' ') for n in content['entity'])} |"


def main() -> None:
    MANUAL.mkdir(exist_ok=True)
    for name, text in pages().items():
        (MANUAL / name).write_text(textwrap.dedent(text), "utf-8")


if __name__ == "__main__":
    main()
