"""What a compiled check has at hand: the design, its files as written, and a compiler. Nothing of it is executed, and no finding says so."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass

from relvar.engines.base import CompiledSchema, Compiler, Engine, Fault
from relvar.model.design import Artefact, Design, Finding, Verdict

NOT_EXECUTED = "compiled, not executed"


@dataclass
class Compiled:
    """One store's files before a compiler. `schema` holds the deployed objects once the first check has run them."""

    design: Design
    store: str
    engine: Engine
    compiler: Compiler
    files: dict[str, str]
    schema: CompiledSchema
    deployed: bool = False

    @classmethod
    def of(cls, design: Design, store: str, engine: Engine, compiler: Compiler, artefacts: tuple[Artefact, ...], schema: CompiledSchema) -> Compiled:
        prefix = f"{store}/"
        files = {a.path.removeprefix(prefix): a.text for a in artefacts if a.path.startswith(prefix)}
        return cls(design, store, engine, compiler, files, schema)

    def within(self, *folders: str) -> list[tuple[str, str]]:
        """Files (path, text) of statements in these folders, in the order in which they run."""
        return sorted((path, text) for path, text in self.files.items() if path.endswith(".sql") and path.split("/")[0] in folders)

    def finding(self, check: str, subject: str, verdict: Verdict, message: str, *, statement: str = "", since: float = 0.0) -> Finding:
        return Finding(
            check=check,
            subject=subject,
            verdict=verdict,
            message=message,
            store=self.store,
            engine=self.engine.name,
            version=self.compiler.version,
            statement=statement,
            seconds=round(time.perf_counter() - since, 4) if since else 0.0,
        )

    def told(self, check: str, files: list[tuple[str, str]], faults: tuple[Fault, ...], since: float) -> Iterator[Finding]:
        """One finding a file: what was said against it, or that nothing was."""
        wrong = {fault.path for fault in faults}
        for fault in faults:
            place = f"line {fault.line}: " if fault.line else ""
            yield self.finding(check, fault.path, "refuted", f"{place}{fault.message}", statement=fault.statement, since=since)
        for number, (path, _) in enumerate(p for p in files if p[0] not in wrong):
            yield self.finding(check, path, "holds", NOT_EXECUTED, since=since if number == 0 else 0.0)  # all were tried at once
