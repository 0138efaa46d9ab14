"""What the optimizer would do: indexes sought or read and tables read as a whole, by the design's ids, out of SHOWPLAN_XML."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree

from relvar.engines.base import Plan
from relvar.engines.sqlserver.index_names import index_ids
from relvar.model.physical import Physical

SPACE = "{http://schemas.microsoft.com/sqlserver/2004/07/showplan}"
SEEKS, SCANS = ("Index Seek", "Clustered Index Seek"), ("Index Scan", "Clustered Index Scan", "Table Scan")


def read(physical: Physical, xml: str) -> Plan:
    ids, tables = index_ids(physical), {table.name: key for key, table in physical.tables.items()}
    uses: set[str] = set()
    scans: set[str] = set()
    root = ElementTree.fromstring(xml)
    for step in root.iter(f"{SPACE}RelOp"):
        operation = step.get("PhysicalOp", "")
        found = next(step.iter(f"{SPACE}Object"), None)
        if found is None or operation not in (*SEEKS, *SCANS):
            continue
        index, table = (found.get(name, "").strip("[]") for name in ("Index", "Table"))
        limited = step.get("PhysicalOp") in SCANS and next(step.iter(f"{SPACE}IndexScan"), step).get("Ordered") == "true" and "TopExpression" in xml
        if operation in SEEKS or limited:
            uses.add(ids.get(index, index))
        elif table in tables:
            scans.add(tables[table])
    cost = max((float(s.get("StatementSubTreeCost", "0")) for s in root.iter(f"{SPACE}StmtSimple")), default=0.0)
    return Plan(frozenset(uses), frozenset(scans), xml, cost)
