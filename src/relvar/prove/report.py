"""Findings -> proof.json (for programs) and PROOF.md (for people), both bound to the design's digest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

import msgspec

from relvar.model.design import Artefact, Design, Finding
from relvar.model.store import digest

VERDICTS = ("refuted", "doubt", "not run", "holds")


def proof_artefacts(design: Design, findings: Iterable[Finding]) -> tuple[Artefact, ...]:
    """proof.json and PROOF.md for the live findings, with the static ones of the design told apart."""
    live = tuple(findings)
    return (Artefact(path="proof.json", text=_json(design, live)), Artefact(path="PROOF.md", text=_document(design, live)))


def _json(design: Design, live: tuple[Finding, ...]) -> str:
    counts = {verdict: sum(f.verdict == verdict for f in live) for verdict in VERDICTS}
    seen = [{"store": s, "engine": e, "version": v} for s, e, v in _engines(live)]
    proof = {"design": digest(design), "engines": seen, "counts": counts, "findings": live}
    return msgspec.json.format(msgspec.json.encode(proof), indent=1).decode() + "\n"


def _engines(live: Iterable[Finding]) -> list[tuple[str, str, str]]:
    return list(dict.fromkeys((f.store, f.engine, f.version) for f in live if f.engine))


def _document(design: Design, live: tuple[Finding, ...]) -> str:
    return "\n".join([*_head(design, live), *_summary(live), *_refuted(live), *_not_run(live), *_claims(live)]) + "\n"


def _head(design: Design, live: tuple[Finding, ...]) -> Iterator[str]:
    counts: Counter[str] = Counter(f.verdict for f in live)
    yield f"# Proof of {design.brief.title}"
    yield ""
    seen = {e for _, e, v in _engines(live) if v}
    places = [f"{e} {v}".strip() for _, e, v in _engines(live) if v or e not in seen]
    yield f"Of the design `{digest(design)[:16]}` (relvar.json), run on {', '.join(places) or 'no engine'}."
    yield ""
    yield (
        f"**{len(live)} claims: "
        + ", ".join(f"{counts[v]} {v}" for v in VERDICTS if counts[v])
        + f".** {sum(f.seconds for f in live):.1f} s of trying."
    )
    yield ""


def _summary(live: tuple[Finding, ...]) -> Iterator[str]:
    yield from ("| claim | store | holds | refuted | doubt | not run | seconds |", "| --- | --- | ---: | ---: | ---: | ---: | ---: |")
    for store, check in dict.fromkeys((f.store, f.check) for f in live):
        mine = [f for f in live if (f.store, f.check) == (store, check)]
        counts = Counter(f.verdict for f in mine)
        numbers = " | ".join(str(counts[v]) if counts[v] else "-" for v in ("holds", "refuted", "doubt", "not run"))
        yield f"| {_words(check)} | {store} | {numbers} | {sum(f.seconds for f in mine):.2f} |"
    yield ""


def _refuted(live: tuple[Finding, ...]) -> Iterator[str]:
    wrong = [f for f in live if f.verdict == "refuted"]
    yield "## Refuted" if wrong else "## Refuted: nothing"
    yield ""
    for finding in wrong:
        yield f"- **{finding.store}: {_words(finding.check)}: `{finding.subject}`**: {_line(finding.message)}" + (
            f" Remedy: {finding.remedy}." if finding.remedy else ""
        )
        yield from _block(finding.statement)
    doubts = [f for f in live if f.verdict == "doubt"]
    if doubts:
        yield from ("", "## Doubts", "")
        yield from (f"- {f.store}: {_words(f.check)}: `{f.subject}`: {_line(f.message)}" for f in doubts)
    yield ""


def _not_run(live: tuple[Finding, ...]) -> Iterator[str]:
    left = [f for f in live if f.verdict == "not run"]
    yield "## Not run, and why" if left else "## Not run: nothing"
    yield ""
    yield from (f"- {f.store}: {_words(f.check)}: `{f.subject}`: {_line(f.message)}" for f in left)
    yield ""


def _claims(live: tuple[Finding, ...]) -> Iterator[str]:
    for store, check in dict.fromkeys((f.store, f.check) for f in live):
        mine = [f for f in live if (f.store, f.check) == (store, check)]
        yield from (f"## {_words(check).capitalize()} ({store})", "", "| verdict | subject | what was seen | ms |", "| --- | --- | --- | ---: |")
        yield from (f"| {f.verdict} | `{f.subject}` | {_cell(f.message)} | {f.seconds * 1000:.0f} |" for f in mine)
        yield ""
        told = [f for f in mine if f.statement and f.verdict != "refuted" and check != "rules_refuse_bad_rows"]
        if told:
            yield from ("<details><summary>Statements</summary>", "")
            for finding in told:
                yield f"`{finding.subject}`"
                yield from _block(finding.statement)
            yield from ("</details>", "")


def _block(statement: str) -> Iterator[str]:
    if statement:
        yield from ("", "```sql", statement.strip(), "```", "")


def _words(check: str) -> str:
    return check.replace("_", " ")


def _line(text: str) -> str:
    return " ".join(text.split())


def _cell(text: str) -> str:
    return _line(text).replace("|", "\\|")
