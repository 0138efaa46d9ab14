"""What the command line shows: progress that leaves no trace, what was understood, decided and proven."""

from __future__ import annotations

import os
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from relvar.model.conceptual import Question
from relvar.model.design import Design, Finding
from relvar.model.extraction import Extraction
from relvar.model.figures import count
from relvar.read.told import Told
from relvar.write.diagrams.boxes import boxes
from relvar.write.page import ASSUMABLE, quantity, source

if TYPE_CHECKING:
    from rich.console import Console

DECISIONS_SHOWN = 12  # the rest is in SPEC.md; a screen holds about that many beside the rest
QUESTIONS_SHOWN = 5
REFUTED_SHOWN = 20
PHRASE_SHOWN = 60  # characters of a quoted phrase
COLOURS = {"entity": "bold cyan", "attribute": "green", "identifier": "green", "role": "magenta", "number": "yellow"}


@contextmanager
def progress() -> Iterator[Callable[[str], None]]:
    """A line with a spinner on a terminal, nothing at all elsewhere."""
    if not sys.stderr.isatty():
        yield lambda step: None
        return
    from rich.console import Console

    with Console(stderr=True).status("starting") as status:
        yield lambda step: status.update(step)


def show_design(design: Design, folder: Path) -> None:
    """What was understood and decided."""
    for line in _design_lines(design, folder):
        print(line)


def read_by(found: Extraction) -> str:
    """What a language model gave, in one line."""
    if found.failed:
        return f"NOT read by {found.by}: {found.failed}. The rules' reading is used."
    left = f", {len(found.rejected)} of its statements not taken" if found.rejected else ""
    return f"Read by the rules and {found.by}: {found.count()} facts of the model{left}"


def show_proof(findings: tuple[Finding, ...], folder: Path) -> None:
    """What was proven: one line a claim, every refuted one, and what was not run."""
    for line in _proof_lines(findings, folder):
        print(line)


def show_questions(questions: tuple[Question, ...]) -> None:
    """What is open, the weightiest first, with what was assumed and what the answer would change."""
    asked = sorted(questions, key=lambda q: -q.weight)
    lines = []
    for number_, question in enumerate(asked, start=1):
        lines.append(f"{number_:>3}. {question.text}")
        lines.append(f"     assumed: {question.assumed}")
        lines.append(f"     changes: {question.changes}  (weight {question.weight:g}; answer with {question.form or 'a word in the brief'})")
    if asked:
        lines.append("\nAnswer them with `relvar design BRIEF --ask`, in the brief itself, or under `brief: answers:` of model.yaml.")
    else:
        lines.append("Nothing is open.")
    with _paged(len(lines)) as console:
        for line in lines:
            console.print(line)


@contextmanager
def _paged(lines: int) -> Iterator[Console]:
    """Where to print so many lines: on a terminal that holds fewer, through the user's pager; elsewhere they are printed as they come."""
    from rich.console import Console

    console = Console(highlight=False, soft_wrap=True, markup=False)
    if not console.is_terminal or lines <= console.height:
        yield console
        return
    os.environ.setdefault("LESS", "FRX")  # colours are shown, as git asks for it
    with console.pager(styles=True):
        yield console


def ask(question: Question, left: int) -> str | None:
    """Ask one question. "" keeps what is assumed; None: the user has had enough, or there is nobody to ask."""
    print(f"\n{question.text}  [{question.form}; {left} open]")
    print(f"  assumed: {question.assumed}; changes {question.changes}")
    try:
        answer = input("  your answer (Enter keeps it, q stops asking): ").strip()
    except EOFError:
        print()
        return None
    return None if answer.lower() in ("q", "quit", "exit") else answer


def show_explained(told: tuple[Told, ...], domains: tuple[str, ...]) -> None:
    """The text, sentence by sentence, each phrase with what became of it; then why its domain is what it is. In colour on a terminal."""
    with _paged(sum(2 + len(sentence.facts) for sentence in told)) as console:
        for sentence in told:
            _show_sentence(console, sentence)
        for reasons in domains:
            console.print(reasons)


def _show_sentence(console: Console, sentence: Told) -> None:
    from rich.text import Text

    line = Text(sentence.words, style="" if sentence.facts else "dim strike")
    for fact in sentence.facts:
        at = sentence.words.find(fact.words)
        if fact.kind in COLOURS and at >= 0:
            line.stylize(COLOURS[fact.kind], at, at + len(fact.words))
    console.print(line)
    if not sentence.facts:
        console.print("    not used", style="dim")
    for fact in sentence.facts:
        sure = f"  ({fact.sure:.0%} sure)" if fact.sure < 1 else ""
        console.print(f"    {fact.kind:<15}{fact.became:<48}“{_short(fact.words)}”{sure}")
    console.print()


def _short(words: str) -> str:
    return words if len(words) <= PHRASE_SHOWN else words[: PHRASE_SHOWN - 1] + "…"


def _design_lines(design: Design, folder: Path) -> Iterator[str]:
    model = design.conceptual
    yield f"{design.brief.title}  ({', '.join(design.physical)})"
    yield ""
    yield "Understood"
    for id_, entity in model.entities.items():
        volume = model.volumes.get(id_)
        rows = f"{count(volume.initial.value)} at start, {count(volume.per_day.value)} a day" if volume else ""
        origin = f"added: {entity.reason or source(entity.source)}" if entity.added else source(entity.source)
        yield f"  {entity.name.replace('_', ' '):<24} {rows:<38} {origin}"
    yield ""
    for physical in list(design.physical.values())[:1]:
        yield from boxes(physical, shutil.get_terminal_size((100, 24)).columns)
    yield ""
    if design.brief.extraction is not None:
        yield read_by(design.brief.extraction)
    yield from _assumed(design)
    yield from _decided(design)
    yield from _refuted(tuple(f for f in design.findings if f.verdict == "refuted"))
    yield f"Written to {folder}: SPEC.html, SPEC.md, model.yaml, diagrams/, {', '.join(f'{s}/' for s in design.physical)}"


def _assumed(design: Design) -> Iterator[str]:
    scale = design.conceptual.scale
    assumed = [f"{n.replace('_', ' ')} {quantity(q)}" for n in ASSUMABLE if (q := getattr(scale, n)).source.kind == "rule"]
    if assumed:
        yield "Assumed  " + "; ".join(assumed)
    asked = sorted(design.conceptual.questions, key=lambda q: -q.weight)
    for question in asked[:QUESTIONS_SHOWN]:
        yield f"Open     {question.text} (assumed: {question.assumed})"
    if len(asked) > QUESTIONS_SHOWN:
        yield f"         and {len(asked) - QUESTIONS_SHOWN} more in SPEC.md"
    yield ""


def _decided(design: Design) -> Iterator[str]:
    counts = Counter(d.advisor for d in design.decisions)
    yield f"Decided  {len(design.decisions)} times: " + ", ".join(f"{a.replace('_', ' ')} {n}" for a, n in counts.items())
    shown: set[str] = set()
    for decision in design.decisions:
        if decision.advisor not in shown and len(shown) < DECISIONS_SHOWN:
            shown.add(decision.advisor)
            yield f"  {decision.subject}: {decision.choice}, because {decision.because}"
    yield ""


def _proof_lines(findings: tuple[Finding, ...], folder: Path) -> Iterator[str]:
    yield ""
    for store in dict.fromkeys(f.store for f in findings):
        mine = [f for f in findings if f.store == store]
        seen = next((f"{f.engine} {f.version}" for f in mine if f.version), store)
        yield f"Proven on {seen}"
        for check in dict.fromkeys(f.check for f in mine):
            counts = Counter(f.verdict for f in mine if f.check == check)
            yield f"  {check.replace('_', ' '):<30} " + ", ".join(f"{n} {verdict}" for verdict, n in counts.items())
    yield from _refuted(tuple(f for f in findings if f.verdict == "refuted"))
    for finding in (f for f in findings if f.verdict == "not run"):
        yield f"not run  {finding.store}: {finding.check.replace('_', ' ')}: {finding.message}"
    yield f"Evidence in {folder / 'PROOF.md'}"


def _refuted(findings: tuple[Finding, ...]) -> Iterator[str]:
    for finding in findings[:REFUTED_SHOWN]:
        yield f"REFUTED  {finding.store}: {finding.check.replace('_', ' ')}: {finding.subject}: {finding.message}"
    if len(findings) > REFUTED_SHOWN:
        yield f"         and {len(findings) - REFUTED_SHOWN} more"
