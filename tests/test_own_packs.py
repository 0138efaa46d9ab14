"""A user's own pack: the manual's example is designed and renewed with it, and a faulty one is refused with line and remedy."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from relvar import api
from relvar.cli import main
from relvar.errors import PackError
from relvar.read.packs import parsed

MANUAL = (Path(__file__).parent.parent / "docs/manual/packs.md").read_text("utf-8")
PACK = re.search(r"```toml\n(.*?)```", MANUAL, re.S).group(1)  # type: ignore[union-attr]
BRIEF = "A beekeepers' association inspects the hives of its apiaries"
FAULTS = {
    "code code key\nlatitude latitude": ("code code kye\nlatitude latitude", "perhaps 'key'"),
    "mites_a_day? score": ("mites_a_day? scoer", "perhaps 'score'"),
    'where = ["= hive"]': ('where = ["= hvie"]', "perhaps 'hive'"),
    '"in status strong weak"': ('"in status strong wek"', "perhaps 'weak'"),
    "hive N:1 apiary stands": ("hive N-1 apiary stands", "CARDINALITY"),
    'inspection = "12 yearly hive"': ('inspection = "many"', "3 yearly patient"),
    'beekeeper = "400 updates 0.2"': ('beekeeper = "2 standing apiary"', "plain number"),
    'guarded_by = "hive_life"': ('guarded_by = "hive_lief"', "perhaps 'hive_life'"),
    'roles = ["inspector"]': ('roles = ["inspektor"]', "perhaps 'inspector'"),
    'kind = "party"': ('kind = "person"', "manual"),
    "sure = [": ("surely = [", "manual"),
    'core = ["apiary"': ('core = ["bee"', "there are"),
    'example = "A beekeepers\' association inspects the hives of its apiaries"': ('example = "A tea house"', "sure word"),
    'synonyms = ["colony"]': ('synonyms = ["Bee yard"]', "one entity"),
    'order = ["-inspected_at"]': ('order = ["-inspected_on"]', "perhaps 'inspected_at'"),
    'rate = "2 x standing apiary"': ('rate = "often"', "x new order"),
    "[actor.keeper]": ("[actor.keeper", "mend the line"),
}


@pytest.mark.parametrize("right", FAULTS)
def test_a_fault_is_told_with_its_line_and_remedy(right: str) -> None:
    wrong, remedy = FAULTS[right]
    assert right in PACK
    text = PACK.replace(right, wrong, 1)
    at = text[: text.index(wrong)].count("\n") + 1
    with pytest.raises(PackError) as told:
        parsed(text, "bees.toml")
    said = str(told.value)
    assert "bees.toml" in said and remedy in said
    lines = [int(n) for n in re.findall(r"line (\d+)", said)]
    # a table's key is told at the table's head where its own line cannot be known
    assert any(at - 12 <= line <= at + wrong.count("\n") for line in lines), (lines, at, said)


def test_a_design_with_a_pack_is_renewed_without_its_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    own = tmp_path / "beekeeping.toml"
    own.write_text(PACK, "utf-8")
    assert main(["design", BRIEF, "--pack", "beekeeping.toml", "-d", "sqlite", "--no-prove", "--out", "bees"]) == 0
    spec = (tmp_path / "bees/SPEC.md").read_text("utf-8")
    assert re.search(r"beekeeping \(beekeeping\.toml, version 1, sha256 [0-9a-f]{12}\)", spec)
    before = (tmp_path / "bees/relvar.json").read_bytes()
    own.unlink()
    assert main(["design", "bees/model.yaml", "--no-prove"]) == 0
    assert (tmp_path / "bees/relvar.json").read_bytes() == before
    model = tmp_path / "bees/model.yaml"
    model.write_text(model.read_text("utf-8").replace("plural: hives", "plural: bee_hives"), "utf-8")
    assert main(["design", "bees/model.yaml", "--no-prove"]) == 0
    assert any("bee_hives" in path.read_text("utf-8") for path in (tmp_path / "bees/sqlite/deploy").glob("*.sql"))
    assert (tmp_path / "bees/.relvar/packs/beekeeping.toml").read_text("utf-8") == PACK
    capsys.readouterr()


def test_a_pack_of_ones_own_comes_first(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own = tmp_path / "shop.toml"
    own.write_text(PACK.replace('sure = ["beekeeper"', 'sure = ["online shop", "beekeeper"'), "utf-8")
    brief = "An online shop of a beekeeper"
    assert api.read(api.brief_of(brief, ["sqlite"])).domain == "commerce"
    assert api.read(api.brief_of(brief, ["sqlite"]), packs=(api.read_pack(own),)).domain == "shop"
    assert main(["read", brief, "--pack", str(own)]) == 0
    assert "domain: shop" in capsys.readouterr().out
    assert main(["questions", brief, "--pack", str(tmp_path / "none.toml")]) == 2
    assert "cannot be read" in capsys.readouterr().err
