"""The outlier pattern, by its rule and with a near miss for each of its conditions; and the law that its numbers come from."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relvar import api
from relvar.model.physical import Physical
from relvar.plan.realize.skew import above, beyond, fitted, top

BRIEF = (
    "A freight forwarder keeps consignments. A consignment has a number. A consignment consists of packages: usually 6 packages, sometimes {most}. "
    "A package has a weight and a shelf. Packages are deleted with their consignment. Clerks open a consignment with its packages. {more}"
)


def physical(most: str = "20,000", more: str = "") -> Physical:
    return api.design(api.brief_of(BRIEF.format(most=most, more=more), ["mongodb"]), "50,000 consignments").physical["mongodb"]


def test_few_lie_in_the_document_and_those_of_the_few_flow_over() -> None:
    found = physical()
    (outlier,) = found.collections["consignment"].outliers
    assert (outlier.table, outlier.field, outlier.marker) == ("package", "packages", "has_more_packages")
    owners, rows = (found.tables[t].rows for t in ("consignment", "package"))
    skew = found.tables["package"].skew[outlier.reference]
    assert top(rows, owners, skew) == pytest.approx(20_000, rel=0.01)
    assert above(outlier.keep, 20_000, owners, skew) <= 0.01 * owners + 1
    assert found.collections["package"].documents < 0.5 * rows
    assert found.collections["consignment"].largest_bytes < 16 * 2**20 / 16


@pytest.mark.parametrize(
    ("most", "more"),
    [
        ("100", ""),  # the fullest fits
        ("20,000", "Each package has a unique label."),  # no index upholds a key over two places
        ("20 million", ""),  # the answer of the fullest would be no document
    ],
)
def test_where_it_does_not_hold(most: str, more: str) -> None:
    assert not any(c.outliers for c in physical(most, more).collections.values())


@given(st.floats(1, 50), st.floats(100, 1e6), st.floats(2, 1e4))
def test_the_exponent_gives_the_greatest_and_the_shares_add_up(mean: float, owners: float, factor: float) -> None:
    rows, greatest = mean * owners, mean * factor
    exponent = fitted(rows, owners, greatest)
    if 0 < exponent < 2.9:
        assert top(rows, owners, exponent) == pytest.approx(greatest, rel=0.05)
        for number in (1.0, mean, greatest / 2):
            assert 0 <= above(number, greatest, owners, exponent) <= owners
            assert 0 <= beyond(number, greatest, owners, exponent) <= rows * 1.05
