"""A schema as the compiler knows it: files are run against it statement by statement, as a server would, and nothing is executed.

Runs in the worker's process. What creates, alters or drops an object changes the schema; every other statement is put into a
procedure of the batch that it stands in, so that its tables, columns and types are resolved against the schema as it is at that place.
The compiler keeps the model; this file keeps the statements that made it, for ALTER is not among what the compiler reads.
"""

from __future__ import annotations

import re
from typing import Any

import System
from alters import Objects
from Microsoft.SqlServer.Dac import Model
from Microsoft.SqlServer.TransactSql import ScriptDom
from reported import facts

Fault = dict[str, Any]
PROBE = "relvar_probe"
SHOWN = 400  # characters
VARIABLE = re.compile(r"\$\(\w+\)")  # of sqlcmd, which puts a value there before the server sees the text
# What changes neither objects nor rows, or what the compiler has no model of.
PASSED = (
    "PredicateSetStatement", "SetOnOffStatement", "SetCommandStatement", "SetTransactionIsolationLevelStatement", "BeginTransactionStatement",
    "CommitTransactionStatement", "RollbackTransactionStatement", "AlterDatabaseSetStatement", "PrintStatement", "UseStatement",
    "CreateLoginStatement", "SetIdentityInsertStatement", "DbccStatement", "ReconfigureStatement", "DropUserStatement",
)  # fmt: skip
# A reference that leads nowhere, as an error and as a warning. One to the system's own objects, which no model here holds, is now the one,
# now the other, as the compiler's threads happen to meet.
ERROR, WARNING = 71501, 71502
SYSTEM = r"\[(?:sys|msdb|INFORMATION_SCHEMA)\]\.|\[sp_\w+\]"
# What is a warning only may also be a one-letter alias of a query within FOR JSON or EXCEPT, taken for a column's method.
UNSEEN = {ERROR: re.compile(SYSTEM), WARNING: re.compile(SYSTEM + r"|\.\[[a-z]\]\.$|\.\[[a-z]\]$|::\[")}


def version() -> str:
    """Which compiler it is."""
    assembly = Model.TSqlModelOptions().GetType().Assembly
    product = System.Diagnostics.FileVersionInfo.GetVersionInfo(assembly.Location).ProductVersion
    return f"2019 (compiled by DacFx {str(product).split('-')[0].split('+')[0]}, not executed)"


class Schema:
    """One database."""

    def __init__(self) -> None:
        self.objects = Objects()
        self.probes = 0
        self._begin()

    def _begin(self) -> None:
        """An empty model: one that refused a statement takes no other."""
        self.model = Model.TSqlModel(Model.SqlServerVersion.Sql150, Model.TSqlModelOptions())
        self.sources: dict[str, str] = {}  # source -> text, as the model has them

    def run(self, files: list[list[str]]) -> list[Fault]:
        """Run files (path, text) in order; what the compiler says against them. A file ends at its first fault, and so does the run."""
        loose: list[tuple[tuple[str, int], Any]] = []  # ((path, batch), statement)
        for path, text in files:
            script, faults = self._parsed(path, text)
            for number, batch in enumerate([] if faults else script.Batches):
                for statement in batch.Statements:
                    if faults := faults or self._next(path, number, statement, loose):
                        break
            if faults:
                return faults
        return self._asked(loose)

    def tried(self, files: list[list[str]]) -> list[Fault]:
        """What the compiler says of files that change no object: each batch is one question to the schema, all are asked at once."""
        faults, questions = [], []
        for path, text in files:
            script, wrong = self._parsed(path, text)
            faults += wrong
            for batch in [] if wrong else script.Batches:
                loose = [s for s in batch.Statements if s.GetType().Name not in PASSED]
                questions += [(path, loose)] if loose else []
        return faults + self._said_of(questions)

    def facts(self) -> dict[str, str]:
        self._updated()
        found: dict[str, str] = facts(self.model)
        return found

    def _parsed(self, path: str, text: str) -> tuple[Any, list[Fault]]:
        script, errors = ScriptDom.TSql150Parser(True).Parse(System.IO.StringReader(VARIABLE.sub("0x01", text)), None)
        return script, [_fault(path, e.Message, _around(text, e.Line), e.Number, e.Line) for e in errors]

    def _next(self, path: str, batch: int, statement: Any, loose: list[tuple[tuple[str, int], Any]]) -> list[Fault]:
        """What changes objects changes them; what stood before it is asked first where it takes away or alters what that may name."""
        kind = statement.GetType().Name
        if kind in PASSED:
            return []
        if not self.objects.knows(statement):
            loose.append(((path, batch), statement))
            return []
        if loose and not kind.startswith("Create"):
            if faults := self._asked(loose):
                return faults
            loose.clear()
        says = self.objects.apply(statement, path)
        return [_fault(path, says, _text(statement), 0, statement.StartLine)] if says else []

    def _asked(self, loose: list[tuple[tuple[str, int], Any]]) -> list[Fault]:
        """Statements that make nothing, those of one batch together."""
        batches = dict.fromkeys(place for place, _ in loose)
        return self._said_of([(place[0], [s for p, s in loose if p == place]) for place in batches])

    def _said_of(self, questions: list[tuple[str, list[Any]]]) -> list[Fault]:
        """Bring the model up to date, put each question into it as a procedure, and ask it once."""
        faults = self._updated()
        paths: dict[str, str] = {}
        for path, statements in [] if faults else questions:
            self.probes += 1
            name = f"{PROBE}_{self.probes}"
            body = ";\n".join(_text(s).rstrip().rstrip(";") for s in statements)
            wrong = self._added(f"create procedure dbo.{name} as begin\n{body};\nend", f"{name}.sql")
            if wrong:  # the model takes nothing more: what was put into it goes in again
                faults += [f | {"path": path} for f in wrong]
                self._updated()
                for source, text in paths.items():
                    self._added(text.partition("\0")[2], source)
                continue
            paths[f"{name}.sql"] = f"{path}\0create procedure dbo.{name} as begin\n{body};\nend"
        faults += self._said({source: kept.partition("\0")[0] for source, kept in paths.items()})
        for source in paths:
            self.model.DeleteObjects(source)
        return faults

    def _updated(self) -> list[Fault]:
        wanted = self.objects.texts()
        for source in [s for s in self.sources if s not in wanted]:
            self.model.DeleteObjects(source)
            del self.sources[source]
        for source, text in wanted.items():
            if self.sources.get(source) != text:
                if faults := self._added(text, source):
                    return faults
                self.sources[source] = text
        return []

    def _added(self, text: str, source: str) -> list[Fault]:
        try:
            self.model.AddOrUpdateObjects(text, source, Model.TSqlObjectOptions())
        except System.Exception as error:
            self._begin()
            words = " ".join(str(error.Message).replace("Add or update objects failed due to the following errors:", "").split())
            return [_fault(source, words, text)]
        return []

    def _path(self, words: str) -> str:
        """The file of the element that a message names."""
        named = [".".join(pair) for pair in re.findall(r"\[([^\]]+)\]\.\[([^\]]+)\]", words)]
        return next((path for name in named for (_, made), path in self.objects.paths.items() if made == name), "")

    def _said(self, paths: dict[str, str]) -> list[Fault]:
        """What the model says of itself; `paths`: source -> the file that it is of."""
        found = []
        for message in self.model.Validate():
            words = str(message.Message)
            unseen = UNSEEN.get(message.Number)
            if not _leads_there(unseen, words) if unseen else str(message.MessageType) == "Error":
                probe = re.search(rf"{PROBE}_\d+", words)
                path = paths.get(f"{probe[0]}.sql", "") if probe else self._path(words)
                found.append(_fault(path, words, "", message.Number))
        return found


def _fault(path: str, message: str, statement: str = "", number: int = 0, line: int = 0) -> Fault:
    return {"path": path, "line": line, "number": number, "message": message[:SHOWN], "statement": statement[:SHOWN]}


def _leads_there(unseen: re.Pattern[str], words: str) -> bool:
    """Whether a reference may lead to what no model here holds: one of the names that the message offers is such."""
    return any(unseen.search(name) for name in re.findall(r"(?:\[[^\]]*\](?:\.|::)?)+", words.partition("unresolved reference")[2]))


def _text(fragment: Any) -> str:
    """The text of a statement as it was written."""
    stream = fragment.ScriptTokenStream
    return "".join(str(stream[n].Text or "") for n in range(fragment.FirstTokenIndex, fragment.LastTokenIndex + 1))


def _around(text: str, line: int) -> str:
    return "\n".join(text.splitlines()[max(0, line - 4) : line + 1])
