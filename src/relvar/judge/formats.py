"""Faults as text for a person, JSON for a program, SARIF for a code host, and the commands that annotate a change on GitHub."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping

import msgspec

from relvar import __version__
from relvar.judge.catalogue import catalogue
from relvar.judge.rule import SEVERITIES, Fault

SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
GITHUB = {"error": "error", "warning": "warning", "note": "notice"}


def human(faults: tuple[Fault, ...]) -> str:
    """A paragraph for each fault, then a count."""
    lines = []
    for fault in faults:
        lines += [f"{fault.place}: {fault.severity}: {fault.message} [{fault.rule}]", f"    {fault.reason}.", f"    Remedy: {fault.remedy}"]
        lines += [*([f"    By hand: {fault.by_hand}"] if fault.by_hand else []), ""]
    counts = Counter(fault.severity for fault in faults)
    said = ", ".join(f"{counts[s]} {s}{'s' if counts[s] > 1 else ''}" for s in SEVERITIES if counts[s])
    mended = sum(1 for fault in faults if fault.fix)
    fixes = f" --fix DIR writes a migration for {mended} of them." if mended else ""
    lines.append(f"{said}.{fixes}" if faults else "Nothing found.")
    return "\n".join(lines)


def as_json(faults: tuple[Fault, ...]) -> str:
    """One object; every fault with its place, its key for a baseline and its fix as edits."""
    plain = [
        {
            "id": fault.rule,
            "severity": fault.severity,
            "file": fault.place.file,
            "line": fault.place.line,
            "element": fault.element,
            "key": fault.key,
            "message": fault.message,
            "reason": fault.reason,
            "remedy": fault.remedy,
            "fix": msgspec.to_builtins(fault.fix),
            "by_hand": fault.by_hand,
        }
        for fault in faults
    ]
    return json.dumps({"tool": "relvar", "version": __version__, "findings": plain}, indent=1)


def sarif(faults: tuple[Fault, ...]) -> str:
    """SARIF 2.1.0 (OASIS): one run, with the rules that found something."""
    used = dict.fromkeys(fault.rule for fault in faults)
    rules = [
        {
            "id": id_,
            "shortDescription": {"text": catalogue()[id_].rule.title},
            "fullDescription": {"text": catalogue()[id_].rule.reason},
            "help": {"text": catalogue()[id_].rule.remedy},
        }
        for id_ in used
        if id_ in catalogue()
    ]
    results = [
        {
            "ruleId": fault.rule,
            "level": fault.severity,
            "message": {"text": f"{fault.message}. {fault.reason}. Remedy: {fault.remedy}"},
            "partialFingerprints": {"relvar/v1": fault.key},
            "locations": [
                {"physicalLocation": {"artifactLocation": {"uri": fault.place.file}, "region": {"startLine": max(1, fault.place.line)}}},
            ],
        }
        for fault in faults
    ]
    driver = {"name": "relvar", "version": __version__, "rules": rules}
    return json.dumps({"$schema": SARIF_SCHEMA, "version": "2.1.0", "runs": [{"tool": {"driver": driver}, "results": results}]}, indent=1)


def github(faults: tuple[Fault, ...]) -> str:
    """Workflow commands: `::error file=...,line=...::message`."""
    return "\n".join(
        f"::{GITHUB[fault.severity]} file={_property(fault.place.file)},line={max(1, fault.place.line)},title={_property(fault.rule)}"
        f"::{_data(f'{fault.message}. Remedy: {fault.remedy}')}"
        for fault in faults
    )


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


FORMATS: Mapping[str, Callable[[tuple[Fault, ...]], str]] = {"human": human, "json": as_json, "sarif": sarif, "github": github}
