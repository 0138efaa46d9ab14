"""Renew the goldens and print the semantic difference: it belongs into the commit message."""

from __future__ import annotations

import difflib

from tests.cases.load import FULL, HERE, design, files
from tests.cases.summary import summary

KEPT = ("deploy/",)  # of the files, those that a reader of a change wants to see


def main() -> None:
    for case in FULL:
        made = design(case)
        folder = HERE / case / "golden"
        before = (folder / "summary.txt").read_text("utf-8") if (folder / "summary.txt").exists() else ""
        after = summary(made)
        lines = difflib.unified_diff(before.splitlines(), after.splitlines(), f"{case} before", f"{case} after", lineterm="", n=0)
        print("\n".join(lines))
        for old in sorted(folder.rglob("*"), reverse=True) if folder.exists() else ():
            old.rmdir() if old.is_dir() else old.unlink()
        for path, text in goldens(case).items():
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, "utf-8")


def goldens(case: str) -> dict[str, str]:
    """Path below golden/ -> text."""
    kept = {f.path: f.text for f in files(case) if f.path == "model.yaml" or any(f"/{k}" in f.path for k in KEPT)}
    return {"summary.txt": summary(design(case)), **kept}


if __name__ == "__main__":
    main()
