"""What one usually has and what the one that has most: a volume with a skew that gives just these, and no rule."""

from __future__ import annotations

import pytest

from relvar import api
from relvar.model.conceptual import Conceptual


def read(text: str) -> Conceptual:
    return api.read(api.brief_of(text, ["postgresql"]))


@pytest.mark.parametrize(
    ("text", "entity", "of", "usual", "greatest"),
    [
        ("A parcel has a code. A parcel usually has 6 scans, sometimes 20,000. A scan has a place.", "scan", "parcel", 6, 20_000),
        ("A group has a name. A group has concerts. Most groups have twelve concerts, a few have more than 3k. A concert has a place.",
         "concert", "group", 12, 3_000),
        ("Each order has a number. An order has parts: normally two parts, in rare cases up to five thousand. A part belongs to one order.",
         "part", "order", 2, 5_000),
        ("A channel has a name. On average a channel has 40 posts; the busiest has 1.5 million. A post has a text.",
         "post", "channel", 40, 1_500_000),
    ],
)  # fmt: skip
def test_a_usual_number_and_a_far_greater_one_are_a_spread(text: str, entity: str, of: str, usual: float, greatest: float) -> None:
    model = read(text)
    spread = model.scale.spreads[entity]
    assert (spread.of, spread.usual.value, spread.greatest.value) == (of, usual, greatest)
    volume = model.volumes[entity]
    assert volume.initial.value == pytest.approx(model.volumes[of].initial.value * usual, rel=0.01)
    assert (volume.greatest, volume.greatest_of) == (greatest, of)
    assert not any(rule.__class__.__name__ == "AtMost" for rule in model.rules.values())


@pytest.mark.parametrize(
    "text",
    [
        "A parcel usually has 6 scans, sometimes 9. A scan has a place.",  # scatter
        "A parcel usually has 6 scans. A scan has a place. Sometimes 20,000 people look.",  # two sentences
        "Usually 5 clerks work, sometimes 500. A clerk has a name.",  # of nothing
    ],
)
def test_what_is_no_spread(text: str) -> None:
    assert all(spread.greatest is None for spread in read(text).scale.spreads.values())


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("A parcel has scans. A scan has a place. Scans are deleted together with their parcel.", "cascade"),
        ("A parcel has scans. A scan has a place. When a parcel is deleted, its scans are deleted too.", "cascade"),
        ("A parcel has scans. A scan has a place. Scans are never deleted with their parcel.", "clear"),
        ("A parcel has scans. A scan has a place. When a parcel is deleted, its scans stay.", "clear"),
    ],
)
def test_what_goes_with_what_is_read(text: str, action: str) -> None:
    model = read(text)
    found = [r.on_delete for r in model.relationships.values() if {r.first.entity, r.second.entity} == {"parcel", "scan"}]
    assert found == [action]
