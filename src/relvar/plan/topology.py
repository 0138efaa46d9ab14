"""Beyond the tables: what one node carries, which means of scaling are needed and until when not, backup and alerts."""

from __future__ import annotations

from relvar.model.design import Design
from relvar.model.features import Features
from relvar.model.topology import Alert, Topology
from relvar.plan.capacity.alerts import MEANS, alerts
from relvar.plan.capacity.backup import backup
from relvar.plan.capacity.host import host_bounds
from relvar.plan.capacity.measures import Load, measures
from relvar.plan.capacity.node import capacity

LAG_OF_RPO = 0.5  # a standby that is behind by half of what may be lost leaves time to act


def topology(design: Design, store: str, features: Features) -> Topology:
    """The topology of a planned store."""
    carried = capacity(design, store, features)
    copies = backup(design, carried, features)
    means = {m.means: m for m in measures(Load(design, store, features, carried, copies))}
    watched = {a.name: a for a in alerts(design, store, carried, copies, features)}
    if "replica" in means and means["replica"].needed:
        lag = copies.rpo_minutes * 60 * LAG_OF_RPO
        because = f"half of the {copies.rpo_minutes:g} min that may be lost"
        watched["replication_lag"] = Alert(
            name="replication_lag", measure="replication_lag", on="", threshold=lag, because=because, means=MEANS["replication_lag"]
        )
    bounds = tuple(host_bounds(design, design.physical[store], carried, features.hosting))
    return Topology(capacity=carried, measures={str(k): m for k, m in means.items()}, backup=copies, alerts=watched, bounds=bounds)
