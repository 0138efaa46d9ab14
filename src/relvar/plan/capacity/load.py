"""Statements a second at the peak, by table and by role, from the access patterns and the volumes."""

from __future__ import annotations

import math

from relvar.model.design import Design
from relvar.model.figures import SECONDS_A_DAY
from relvar.model.physical import Physical, Table

# A statement that an index answers from memory, network included: 0.3 to 3 ms in the measurements of field/physical.md A5; reports wait longer.
SERVICE_SECONDS = 0.002
# Little's law gives the mean of busy connections; arrivals are Poisson, so 3 standard deviations (3 x sqrt) cover 99.8 % of instants.
DEVIATIONS = 3
# Old and new instances of an application hold a connection each while it is deployed.
ROLLING_RESTART = 2
# Twice 32 cores and a disk (HikariCP, "About Pool Sizing"): more connections of one role than a large node can serve only wait there.
CONNECTIONS_MOST = 65


def peak(design: Design, per_day: float) -> float:
    """A rate a day as a rate a second at the peak."""
    return per_day / SECONDS_A_DAY * design.conceptual.scale.peak_factor.value


def writes_per_day(table: Table) -> float:
    """Row versions written a day: arrivals, and the updates of a row's life spread over arrivals."""
    return table.rows_per_day * (1 + table.updates_per_row)


def reads_per_day(physical: Physical) -> float:
    return sum(q.per_day for q in physical.queries.values())


def role_per_day(physical: Physical, role: str) -> float:
    """Statements a day that a role sends: its questions, and each statement of its use cases. Nobody named means everybody."""
    roles = max(1, sum(1 for r in physical.roles.values() if r.duty == "application"))
    asked = sum(q.per_day / (len(q.roles) or roles) for q in physical.queries.values() if role in q.roles or not q.roles)
    done = ((t.per_day * len(t.statements), t.roles) for t in physical.transactions.values())
    return asked + sum(n / (len(who) or roles) for n, who in done if role in who or not who)


def busy(per_second: float, seconds: float = SERVICE_SECONDS) -> float:
    """Connections busy at a time, by Little's law."""
    return per_second * seconds


def connections(per_second: float) -> int:
    """Connections that suffice for a rate, with room for bursts and a rolling restart."""
    mean = busy(per_second)
    return min(CONNECTIONS_MOST, math.ceil(mean + DEVIATIONS * math.sqrt(mean)) + ROLLING_RESTART)
