"""operate/monitor.js: the alerts that fire, with what each is from, and what is worth a look; it reads no document of the application.

What the server cannot tell by itself (the age of copies) is told by the scripts that make them: cron mails what fails. Sources: manual,
serverStatus, replSetGetStatus, $currentOp, $indexStats, $collStats.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from relvar.engines.mongodb.operating.settings import OPLOG_HOURS
from relvar.model.design import Design
from relvar.model.topology import Alert

# measure -> an expression of the shell that gives one number
MEASURES = {
    "replication_lag": "lag()",
    "long_transaction": "oldest((o) => (o.transaction?.timeOpenMicros ?? 0) / 1e6)",
    "lock_wait": "oldest((o) => o.waitingForLock ? (o.secs_running ?? 0) : 0)",
    "connection_use": "status.connections.current",
    "cache_hit": '1 - cache["pages read into cache"] / Math.max(1, cache["pages requested from the cache"])',
    "disk_growth": "sum(stats, (s) => s.storageSize + s.totalIndexSize)",
    "unused_index": "sum(unused, (i) => i.bytes)",
    "slow_query": "Math.max(mean(status.opLatencies.reads), mean(status.opLatencies.commands))",
}
OPLOG = Alert(
    name="oplog_window",
    measure="oplog_window",
    on="",
    threshold=OPLOG_HOURS,
    below=True,
    because=f"{OPLOG_HOURS} h, as mongod.conf asks",
    means="a member that is away longer, or an archive that is late, must be made anew",
)
MANY = 1_000  # of anything: its fraction says nothing
MONTH_DAYS = 30  # an index is judged after a month, for some questions are asked once a month

HEAD = """// Alerts that fire now, and what is worth a look. As the monitoring account, which reads no document:
// mongosh --quiet "$MONGODB_URI" --file operate/monitor.js      It ends with 1 where an alert fires.

const status = db.getSiblingDB("admin").runCommand({serverStatus: 1});
const cache = status.wiredTiger.cache;
const sum = (list, of) => list.reduce((whole, one) => whole + Number(of(one)), 0);
const mean = ({latency, ops}) => Number(latency) / 1000 / Math.max(1, Number(ops));  // ms, of all since the server started
const oldest = (of) => Math.max(0, ...db.getSiblingDB("admin").aggregate([{$currentOp: {allUsers: true, idleSessions: true}}]).toArray().map(of));
const lag = () => {
  const members = db.getSiblingDB("admin").runCommand({replSetGetStatus: 1}).members ?? [];
  const first = members.find((m) => m.stateStr === "PRIMARY");
  return Math.max(0, ...members.filter((m) => m.stateStr === "SECONDARY").map((m) => (first.optimeDate - m.optimeDate) / 1000));
};
const oplogHours = () => {
  const oplog = db.getSiblingDB("local").oplog.rs;
  const [from, until] = [1, -1].map((way) => oplog.find().sort({$natural: way}).limit(1).next().ts.t);
  return (until - from) / 3600;
};
"""
TAIL = """
const fires = alerts.filter(({measured, threshold, below}) => below ? measured < threshold : measured > threshold);
fires.forEach(({alert, measured, threshold, because}) => print(`${alert}: ${measured}, ${threshold} is the limit; ${because}`));

// Indexes that nobody asked since the server started, a month ago or more; ask every member before one is hidden, then dropped
unused.forEach(({collection, index, bytes}) => print(`unused: ${collection}.${index}, ${bytes} bytes`));
if (fires.length) quit(1);
"""


def monitor(design: Design, store: str) -> str:
    """The file's text."""
    topology = design.topology.get(store)
    alerts = [*(topology.alerts.values() if topology else ()), OPLOG]
    names = ", ".join(json.dumps(c.name) for c in design.physical[store].collections.values())
    lines = [HEAD, f"const names = [{names}];", *_collected(), "", "const alerts = ["]
    lines += [f"  {row}," for row in _rows(alerts)]
    return "\n".join([*lines, "];"]) + "\n" + TAIL


def _collected() -> Iterator[str]:
    yield "const stats = names.map((name) => db.getCollection(name).aggregate([{$collStats: {storageStats: {}}}]).toArray()[0].storageStats);"
    yield f"const month = {MONTH_DAYS} * 86400000;"
    yield "const unused = names.flatMap((name, at) => db.getCollection(name).aggregate([{$indexStats: {}}]).toArray()"
    yield '  .filter((i) => i.name !== "_id_" && !i.spec?.unique && i.spec?.expireAfterSeconds === undefined)'
    yield "  .filter((i) => Number(i.accesses.ops) === 0 && new Date() - i.accesses.since > month)"
    yield "  .map((i) => ({collection: name, index: i.name, bytes: Number(stats[at].indexSizes[i.name] ?? 0)})));"


def _rows(alerts: list[Alert]) -> Iterator[str]:
    """One a measure of the whole server: several alerts may share it, the strictest number calls."""
    found: dict[str, Alert] = {}
    for alert in alerts:
        if alert.measure not in MEASURES and alert is not OPLOG:
            continue
        other = found.get(alert.measure)
        if other is None or (alert.threshold > other.threshold if alert.below else alert.threshold < other.threshold):
            found[alert.measure] = alert
    for measure, alert in found.items():
        because = f"{alert.because}: {alert.means}" if alert.means else alert.because
        said = {"alert": measure, "threshold": _number(alert.threshold), "below": alert.below, "because": because}
        fields = ", ".join(f"{k}: {json.dumps(v, ensure_ascii=False)}" for k, v in said.items())
        yield f"{{measured: {MEASURES.get(measure, 'oplogHours()')}, {fields}}}"


def _number(threshold: float) -> float:
    """As a person reads it: no fraction of a byte."""
    return round(threshold) if threshold == round(threshold) or threshold > MANY else threshold
