"""The topology: storage formulas against measured pages, what one node carries, means with the load until which none is needed."""

from __future__ import annotations

import pytest

from relvar.model.physical import Column, Table
from relvar.model.semantic import DataType
from relvar.plan.capacity.alerts import MEASURES
from relvar.plan.capacity.bytes import all_index_bytes, heap_bytes, limit
from relvar.plan.capacity.load import connections
from tests.unit.normalize.models import projects, shop, volume
from tests.unit.plan.designs import ABLE, UNABLE, planned, with_


def _table(*types: DataType) -> Table:
    columns = {f"c{n}": Column(name=f"c{n}", data=data) for n, data in enumerate(types)}
    return Table(name="t", columns=columns, primary_key=("c0",), primary_key_name="t_pk", comment="", rows=1e6)


INT, BIG = DataType(base="integer", bits=32), DataType(base="integer", bits=64)
SMALL, INSTANT, YES = DataType(base="integer", bits=16), DataType(base="timestamp"), DataType(base="boolean")


@pytest.mark.parametrize(
    ("types", "rows", "pages"),
    [((INT, BIG, INT), 500_000, 3185), ((BIG, INT, INT), 500_000, 2703), ((BIG, INSTANT, SMALL, YES, INT), 300_000, 1911)],
)
def test_heap_pages_as_measured(types: tuple[DataType, ...], rows: int, pages: int) -> None:
    """field/physical.md C1, PostgreSQL 15.18: the formula is exact for fixed widths."""
    assert rows * heap_bytes(_table(*types), ABLE) / 8192 == pytest.approx(pages, abs=1)


def test_index_pages_as_measured() -> None:
    """One million bigints take 2745 pages after a build; random arrival adds the measured 15 %."""
    fresh = 1e6 * all_index_bytes(_table(BIG), {}, ABLE) / 8192 / (limit(ABLE, "index_arrival_percent", 100) / 100)
    assert fresh == pytest.approx(2745, rel=0.01)


def test_one_node_carries_the_shop_and_says_until_when() -> None:
    topology = planned(shop()).topology["postgresql"]
    assert topology.capacity.carries
    assert not topology.measures["shard"].needed
    assert "× now" in topology.measures["shard"].until
    assert topology.backup is not None and topology.backup.rpo_minutes <= 5


def test_what_is_too_much_is_said_first_with_what_to_use_instead() -> None:
    model = shop()
    flood = with_(model, volumes={**model.volumes, "order_line": volume(0, 50_000 * 86_400.0, 1e12)})
    for features in (ABLE, UNABLE):
        topology = planned(flood, features).topology["postgresql"]
        assert not topology.capacity.carries
        first = next(iter(topology.measures.values()))
        assert first.means == "shard" and first.needed and "order_lines" in first.how


def test_a_copy_alone_does_not_keep_a_promise_of_minutes_and_says_so() -> None:
    backup = planned(shop(), UNABLE).topology["postgresql"].backup
    assert backup is not None and not backup.log_archived and backup.rpo_minutes >= 60 and "not met" in backup.arithmetic


def test_alerts_name_known_measures_and_only_what_the_design_has() -> None:
    for model, features in ((shop(), ABLE), (shop(), UNABLE), (projects(), ABLE)):
        alerts = planned(model, features).topology["postgresql"].alerts
        assert {a.measure for a in alerts.values()} <= set(MEASURES)
    assert "xid_age" not in {a.measure for a in planned(shop(), UNABLE).topology["postgresql"].alerts.values()}


def test_connections_follow_littles_law() -> None:
    assert connections(0) == 2
    assert connections(500) == 1 + 3 + 2  # one busy, three deviations, two for a restart
    assert connections(1e9) == 65
