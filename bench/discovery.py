"""Discovery and the way from a spreadsheet to a database: right answers, then ratios within one run.

    python -m bench.discovery --peer PEER/bin/python [--data FOLDER] [--only counts,oracle,designs,scale,path]

PEER is an environment with `desbordante` (AGPL: never a dependency of relvar, run as a process of its own here). FOLDER holds what
`bench/published_data.py` wrote. The clock shows what others on the machine take away, so the processor's seconds stand beside it.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.unit.discover.oracle import minimal, table
from tests.unit.discover.sheets import ORDERS, orders, text

PUBLISHED = {"iris": 4, "breast-cancer-wisconsin": 46, "adult": 78}
WIDE = "order_id,order_date,status,customer_id,customer_name,customer_email,zip,city,region,product_id,product_name,unit_price,category,department"
WIDE_NAMES = [*WIDE.split(","), "weight_kg", "quantity", "discount", "agent_id", "agent_name", "agent_phone"]
WAIT = 3_000
OURS = """
import json, resource, sys, time
from pathlib import Path
clock, processor = time.perf_counter(), time.process_time()
from relvar.discover.files.opening import Asked, open_tables
from relvar.discover.mining.hyfd import minimal_dependencies
(table,) = open_tables(Path(sys.argv[1]), Asked(header=sys.argv[3] == "header"))
read = time.perf_counter() - clock
found = minimal_dependencies(table, plain=sys.argv[2] == "plain")
print(json.dumps(dict(count=found.total, keys=len(found.keys), read=read, clock=time.perf_counter() - clock,
    processor=time.process_time() - processor, memory=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)))
"""
PEER = """
import json, resource, sys, time
clock, processor = time.perf_counter(), time.process_time()
import desbordante
way = desbordante.fd.algorithms.HyFD()
way.load_data(table=(sys.argv[1], ",", sys.argv[3] == "header"))
read = time.perf_counter() - clock
way.execute()
print(json.dumps(dict(count=len(way.get_fds()), read=read, clock=time.perf_counter() - clock,
    processor=time.process_time() - processor, memory=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)))
"""


def run(python: str, script: str, file: Path, *words: str) -> dict[str, float]:
    done = subprocess.run([python, "-c", script, str(file), *words], capture_output=True, text=True, check=True, timeout=WAIT)
    return {key: float(value) for key, value in json.loads(done.stdout).items()}


def said(name: str, found: dict[str, float]) -> str:
    return (
        f"  {name:<28} {found['clock']:7.2f} s of the clock, {found['processor']:7.2f} of the processor, "
        f"reading {found['read']:5.2f} s, {found['memory']:5.0f} MB, {found['count']:,.0f} dependencies"
    )


def counts(options: argparse.Namespace, folder: Path) -> Iterator[str]:
    """The published numbers."""
    for name, wanted in PUBLISHED.items():
        file = options.data / f"{name}.csv" if options.data else None
        if file is None or not file.is_file():
            yield f"  {name}: not here (bench/published_data.py)"
            continue
        ours = {way: run(sys.executable, OURS, file, way, "none")["count"] for way in ("numpy", "plain")}
        peer = f", Desbordante {run(options.peer, PEER, file, '', 'none')['count']:.0f}" if options.peer else ""
        yield f"  {name:<28} published {wanted}, found {ours['numpy']:.0f} with numpy and {ours['plain']:.0f} without{peer}"


def oracle(options: argparse.Namespace, folder: Path) -> Iterator[str]:
    """Generated tables against trying everything."""
    from relvar.discover.mining.hyfd import minimal_dependencies

    chosen, differing, total = random.Random(11), 0, 3_000
    for _ in range(total):
        width, values = chosen.randint(1, 7), chosen.randint(1, 5)
        rows = [[chosen.choice(["", *"abcde"[:values]]) for _ in range(width)] for _ in range(chosen.randint(0, 40))]
        wanted = minimal(rows, width)
        for plain in (True, False):
            found = minimal_dependencies(table(rows, width), plain=plain)
            pairs = {(left, right) for left, rights in found.dependencies.items() for right in range(width) if rights >> right & 1}
            differing += pairs | {(left, width) for left in found.keys} != wanted
    yield f"  {total:,} generated tables up to 7 columns, with and without numpy: {differing} differ from trying everything"


def designs(options: argparse.Namespace, folder: Path) -> Iterator[str]:
    """Sheets with a known design: is it the one that comes out?"""
    from relvar import api

    wanted = {"sheet": ["order_id"], "customer": ["customer_id"], "zip": ["zip"], "product": ["product_id"]}
    for rows in (100, 300, 1_000, 3_000, 10_000):
        right = 0
        for seed in range(10):
            file = folder / "sheet.csv"
            file.write_text(text(ORDERS, orders(rows, seed)), "utf-8")
            outcome = api.normalized_rows([file], folder / f"designs-{rows}-{seed}", ["sqlite"], prove=False)
            made = api.rows_json(outcome)["files"][0]["tables"]
            right += {name: owner["key"] for name, owner in made.items()} == wanted
        yield f"  {rows:>6,} rows: the known design in {right} of 10"


def wide(path: Path, rows: int) -> None:
    """Orders with 20 columns, written as they are made."""
    chosen = random.Random(7)
    regions = ("North", "South", "East", "West")
    cities = [(f"{10_000 + 37 * n}", f"City{n % 900}", regions[n % 900 % 4]) for n in range(1_500)]
    customers = [
        (f"C{n:06d}", f"Fn{chosen.randrange(300)} Ln{chosen.randrange(2000)}", f"user{n}@example.org", *chosen.choice(cities))
        for n in range(rows // 20)
    ]
    products = [_product(chosen, n) for n in range(2_000)]
    agents = [(f"A{n:02d}", f"Fn{chosen.randrange(300)}{n}", f"+49 30 {1000 + n}") for n in range(60)]
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(WIDE_NAMES)
        for number in range(rows):
            status, discount = chosen.choice(("new", "paid", "sent", "done")), chosen.choice(("0", "5", "10", "15"))
            sold = (*chosen.choice(customers), *chosen.choice(products), chosen.randint(1, 20), discount, *chosen.choice(agents))
            writer.writerow([f"O{number:07d}", _day(chosen), status, *sold])


def _product(chosen: random.Random, n: int) -> tuple[str, ...]:
    price, weight = f"{chosen.randint(100, 9_999) / 100:.2f}", f"{chosen.randint(1, 500) / 10:.1f}"
    return f"P{n:04d}", f"Product {n}", price, f"Cat{n % 25}", f"Dept{n % 25 % 6}", weight


def _day(chosen: random.Random) -> str:
    return f"20{chosen.randint(20, 25)}-{chosen.randint(1, 12):02d}-{chosen.randint(1, 28):02d}"


def scale(options: argparse.Namespace, folder: Path) -> Iterator[str]:
    """100,000 rows of 20 columns beside Desbordante."""
    file = folder / "wide.csv"
    wide(file, 100_000)
    found = {"numpy": run(sys.executable, OURS, file, "numpy", "header"), "plain": run(sys.executable, OURS, file, "plain", "header")}
    yield said("relvar with numpy", found["numpy"])
    yield said("relvar without", found["plain"])
    if options.peer:
        peer = run(options.peer, PEER, file, "", "header")
        yield said("Desbordante HyFD (C++)", peer)
        for way, ours in found.items():
            yield f"  {way}: {ours['clock'] / peer['clock']:.2f} of its clock, {ours['processor'] / peer['processor']:.2f} of its processor time"


def path(options: argparse.Namespace, folder: Path) -> Iterator[str]:
    """1,000,000 rows of 12 columns from CSV to a loaded, verified PostgreSQL, the command as a person gives it."""
    file = folder / "orders.csv"
    with file.open("w", newline="") as written:
        writer = csv.writer(written)
        kept = [n for n, name in enumerate(WIDE_NAMES) if name in {*ORDERS, "status"}]
        wide(folder / "all.csv", 1_000_000)
        with (folder / "all.csv").open(newline="") as whole:
            writer.writerows([row[n] for n in kept] for row in csv.reader(whole))
    command = [sys.executable, "-c", "import sys; from relvar.cli import main; sys.exit(main())", "normalize", str(file), "-d", "postgresql"]
    clock, before = time.perf_counter(), os.times()
    done = subprocess.run([*command, "--out", str(folder / "out")], capture_output=True, text=True, check=True, timeout=WAIT)
    after = os.times()
    busy = after.children_user + after.children_system - before.children_user - before.children_system
    load = f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
    yield f"  {time.perf_counter() - clock:.1f} s of the clock, {busy:.1f} of the processor with the server's, {load}"
    yield from (f"  {line}" for line in done.stdout.splitlines())


PARTS: dict[str, Callable[[argparse.Namespace, Path], Iterator[str]]] = {
    "counts": counts,
    "oracle": oracle,
    "designs": designs,
    "scale": scale,
    "path": path,
}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--peer", default="", help="python of an environment with desbordante")
    parser.add_argument("--data", type=Path, help="folder that bench/published_data.py wrote")
    parser.add_argument("--only", default=",".join(PARTS))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="relvar-bench-") as folder:
        for name in options.only.split(","):
            print(name)
            for line in PARTS[name](options, Path(folder)):
                print(line, flush=True)


if __name__ == "__main__":
    main()
