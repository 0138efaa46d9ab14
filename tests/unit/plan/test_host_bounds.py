"""A host's classes, disks and connections against what a node needs: the smallest that fits is named, and what passes a bound is doubted."""

from __future__ import annotations

import msgspec
import pytest

from relvar import api
from relvar.engines.hosting import hosting
from relvar.model.design import Design
from relvar.model.topology import HostBound
from relvar.plan.capacity.host import machine
from relvar.prove.static.host_carries import host_carries

SMALL = "Boats have a name and a length. Members book boats for a day. {}"
LARGE = (
    "A sensor has a name. A sensor sends readings with a value and an instant. Readings of a sensor are shown by time. "
    "100000 sensors; 40 billion readings a year. Readings are kept 5 years. {}"
)
GIB = 2**30


def designed(text: str, host: str, engine: str = "postgresql") -> Design:
    return api.design(api.brief_of(text.format(""), [engine], hosting=[host]))


def bounds(design: Design) -> dict[str, HostBound]:
    (topology,) = design.topology.values()
    return {bound.what: bound for bound in topology.bounds}


@pytest.mark.parametrize("host", ["rds", "aurora", "cloudsql", "azure"])
def test_a_small_design_fits_the_smallest_class(host: str) -> None:
    made = designed(SMALL, host)
    found = bounds(made)
    assert found["cores"].there == 2 and not any(bound.passed for bound in found.values())
    assert [f.verdict for f in host_carries(made)] == ["holds"]


def test_what_passes_a_bound_is_doubted() -> None:
    made = designed(LARGE, "azure")
    found = bounds(made)
    assert found["storage"].passed and found["storage"].there == 32_767 * GIB
    assert {f.subject for f in host_carries(made) if f.verdict == "doubt"} == {what for what, bound in found.items() if bound.passed}


def test_a_machine_of_ones_own_has_no_bounds() -> None:
    made = designed(LARGE, "self")
    assert bounds(made) == {} and list(host_carries(made)) == []


def test_the_smallest_class_with_cores_and_memory_is_chosen() -> None:
    (topology,) = designed(SMALL, "rds").topology.values()
    for host, memory, cores, named in (
        ("rds", 16, 2, "db.r6g.large"),
        ("rds", 16, 3, "db.r6g.xlarge"),
        ("rds", 4096, 2, "db.r6g.16xlarge"),
        ("azure", 16, 2, "E2ds_v5"),
        ("azure", 16, 4, "D4ds_v5"),
        ("cloudsql", 32, 2, "db-custom-6-32768"),
        ("cloudsql", 2, 2, "db-custom-2-3840"),
        ("cloudsql", 4, 12, "db-custom-12-11264"),
    ):
        offered = hosting("postgresql", host)
        assert offered is not None and offered.machines is not None
        load = msgspec.structs.replace(topology.capacity, memory_bytes=float(memory * GIB), cores=cores)
        assert machine(load, offered.machines).name == named
