"""The scripts of a design in MongoDB's own shell: each parses, and what DocumentDB can do runs to its end."""

from __future__ import annotations

import json
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor

from relvar import api
from tests.cases.load import HERE
from tests.conftest import absent
from tests.live.mongodb.conftest import Shelled

CASES = ("hospital", "iot")
# What is of a server, and not of DocumentDB: who may do what, and what is measured. Such a file is parsed and comes to its first command.
OF_A_SERVER = ("access/02_roles.js", "access/03_users.js", "operate/monitor.js")


def scripts(case: str) -> dict[str, str]:
    scale = HERE / case / "scale.txt"
    brief = api.brief_of((HERE / case / "brief.md").read_text("utf-8"), ("mongodb",))
    design = api.design(brief, scale.read_text("utf-8").strip() if scale.exists() else "")
    return {a.path.removeprefix("mongodb/"): a.text for a in api.artefacts(design) if a.path.startswith("mongodb/") and a.path.endswith(".js")}


def test_every_script_parses_as_javascript() -> None:
    if shutil.which("node") is None:
        absent("node", "Node is not installed")
    texts = {f"{case}/{path}": text for case in CASES for path, text in scripts(case).items()}
    assert len(texts) > 60
    checking = (
        "const texts = JSON.parse(require('fs').readFileSync(0)); const vm = require('vm');"
        "for (const [path, text] of Object.entries(texts)) { try { new vm.Script(text) } catch (error) { console.log(path + ': ' + error) } }"
    )
    both = {**texts, "a wrong one": texts["iot/deploy/01_collections.js"].replace("{", "", 1)}
    said = subprocess.run(["node", "-e", checking], input=json.dumps(both), capture_output=True, text=True, check=True).stdout
    assert said.startswith("a wrong one: SyntaxError") and said.count("\n") == 1, said


def together(*texts: str) -> str:
    """Several files as one: each declares its own helpers, so each is a block."""
    return "\n".join(f"{{\n{text}\n}}" for text in texts)


ORDER = """
const rich = db.products.find({"stock.on_hand": {$gt: 3}}).limit(2).toArray();
const user = db.users.findOne() ?? db.customers.findOne();
const given = {user_id: user._id, idempotency_key: UUID(), number: "O-2026-1", ship_to_name: "A", ship_to_street: "B", ship_to_postal_code: "10115",
  ship_to_city: "Berlin", ship_to_country: "DE", product_id: rich[0]._id, other_product_id: rich[1]._id, quantity: 2, line_number: 1,
  line_number_next: 2, product_name: "P", unit_price: Decimal128("3.50"), tax_rate: Decimal128("19.0")};
const left = () => rich.map((one) => db.products.findOne({_id: one._id}).stock.on_hand);
const before = left();
const first = placeOrder(given), again = placeOrder({...given, order_id: ObjectId(), number: "O-2026-3"});
let wanted = "";
try {
  placeOrder({...given, order_id: ObjectId(), idempotency_key: UUID(), number: "O-2026-2", quantity: 100000000});
} catch (error) {
  wanted = error.gaveWay + ": " + error.message;
}
const total = db.orders.findOne({number: "O-2026-1"}).total.toString();
print(JSON.stringify([first, again, wanted, left().map((now, place) => before[place] - now), total]));
"""
COUNT = "print(JSON.stringify(db.getCollectionNames().sort().map((n) => [n, db[n].countDocuments()])));"


def test_deployment_use_case_checks_and_migration_run_in_the_real_shell(run: Shelled) -> None:
    files = scripts("shop")
    mark = 'db.relvar_test.insertOne({_id: "mark"});'
    assert run(together(files["deploy/01_collections.js"], files["deploy/02_indexes.js"], mark, files["test/00_sample_data.js"])).code == 0
    again = run(together(files["deploy/01_collections.js"]))
    assert again.code != 0 and "the database shop holds" in again.said and "Name an empty database" in again.said
    placed = run(together(files["queries/transaction_place_order.js"] + ORDER))
    assert placed.code == 0 and json.loads(placed.said) == [
        {"done": True}, {"alreadyDone": True}, "true: not enough is left", [2, 2], "14.00"
    ], placed.said  # fmt: skip
    steps = ("1_expand", "2_migrate", "3_contract")
    there = together(*(files[f"migrations/0002_rehearsal_{step}.up.js"] for step in steps))
    back = together(*(files[f"migrations/0002_rehearsal_{step}.down.js"] for step in reversed(steps)))
    moved = run(together(COUNT, there, back, COUNT, files["operate/checks.js"]))
    assert moved.code == 0, moved.said
    before, after, *checks = moved.said.splitlines()
    assert before == after and checks and all(line.endswith(": 0 wrong") for line in checks)


def test_what_is_left_runs_in_the_real_shell_and_stops_at_the_server_alone(run: Shelled) -> None:
    rest = {path: text for path, text in scripts("shop").items() if path.startswith(("access/", "queries/", "operate/", "test/01"))}
    of_server = [text for path, text in rest.items() if path in OF_A_SERVER]
    whole = together(*(text for path, text in rest.items() if path not in OF_A_SERVER))
    with ThreadPoolExecutor(2) as both:
        first, *others = both.map(lambda text: run(text, database="parsed"), (whole, *of_server))
    assert first.code == 0, first.said
    assert len(others) == len(OF_A_SERVER) and all("no such command: " in answer.said for answer in others), others
