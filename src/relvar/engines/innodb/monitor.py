"""What is watched. operate/monitor.sql: one row an alert that fires, and what the server reports of itself; it reads no row of a table.
operate/checks.sql: rows that must not be, asked by an account that may read them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from relvar.engines.base import Script, Statement
from relvar.engines.innodb.query import InnodbWriter
from relvar.engines.innodb.script import text
from relvar.model.design import Artefact, Design
from relvar.model.physical import Table
from relvar.model.topology import Alert


class Watch(NamedTuple):
    """What one server reports of itself: `measures`: measure -> a question with one number; {name} is the table's name as text.

    `reports`: what is worth a look, whatever the design -> a question whose every row is.
    """

    measures: Mapping[str, str]
    reports: Mapping[str, str]


def monitor(design: Design, store: str, watch: Watch) -> tuple[Artefact, ...]:
    """The files."""
    writer = InnodbWriter(design.physical[store])
    client = writer.dialect.client
    head = f"Alerts that fire now, and what the server says of itself. As the monitoring account: {client} --table DATABASE < monitor.sql"
    made = [_file("operate/monitor.sql", head, tuple(_statements(writer, design, store, watch)))]
    if writer.physical.integrity:
        asked = f"As the account of the backup, which may read: {client} --table DATABASE < checks.sql"
        head = f"Rows that must not be: no answer while all is well. {asked}"
        made.append(_file("operate/checks.sql", head, (Statement(text=_checks(writer)),)))
    return tuple(made)


def _file(path: str, head: str, statements: tuple[Statement, ...]) -> Artefact:
    return Artefact(path=path, text=text(Script(path=path, head=head, statements=statements, transactional=False)))


def _statements(writer: InnodbWriter, design: Design, store: str, watch: Watch) -> Iterator[Statement]:
    topology = design.topology.get(store)
    alerts = _alerts(writer, topology.alerts, watch) if topology else ""
    if alerts:
        yield Statement(text=alerts, because="Alerts that fire")
    for says, question in watch.reports.items():
        yield Statement(text=question, because=says)


def _alerts(writer: InnodbWriter, alerts: dict[str, Alert], watch: Watch) -> str:
    found: dict[str, Alert] = {}
    for alert in alerts.values():  # several may share a measure of the whole server: the strictest number calls
        question = _question(writer, alert, watch)
        if question and _stricter(alert, found.get(question)):
            found[question] = alert
    rows = "\n  union all\n  ".join(_row(writer, alert, question) for question, alert in found.items())
    if not rows:
        return ""
    fires = "case when below then measured < threshold else measured > threshold end"
    return f"select alert, measured, threshold, because\nfrom (\n  {rows}\n) as a\nwhere {fires}"


def _stricter(alert: Alert, other: Alert | None) -> bool:
    if other is None:
        return True
    return alert.threshold > other.threshold if alert.below else alert.threshold < other.threshold


def _row(writer: InnodbWriter, alert: Alert, question: str) -> str:
    because = writer.literal(f"{alert.because}: {alert.means}" if alert.means else alert.because)
    below = "true" if alert.below else "false"
    texts = f"{writer.literal(alert.name)} as alert, ({question}) as measured, {alert.threshold:.10g} as threshold"
    return f"select {texts},\n    {below} as below, {because} as because"


def _question(writer: InnodbWriter, alert: Alert, watch: Watch) -> str:
    """The question of one alert, "" where the server cannot see it (a copy's age is watched by the job that makes it)."""
    table: Table | None = writer.physical.tables.get(alert.on)
    question = watch.measures.get(alert.measure, "")
    if "{name}" not in question:
        return question
    return question.format(name=writer.literal(table.name)) if table is not None else ""


def _checks(writer: InnodbWriter) -> str:
    parts = []
    for key, check in writer.physical.integrity.items():
        question = writer.select(check.select).replace("\n", "\n  ")
        says = f"{writer.literal(key)} as check_name, {writer.literal(check.says)} as says, count(*) as wrong_rows"
        parts.append(f"select {says}\nfrom (\n  {question}\n) as wrong\nhaving count(*) > 0")
    return "\nunion all\n".join(parts)
