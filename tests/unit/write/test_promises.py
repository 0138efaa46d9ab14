"""What SPEC.md says that the database promises is what its files do."""

from __future__ import annotations

from relvar import api

TEXT = "Visitors have a name and an email. Repairs have a date. Each repair is of one visitor. {} are kept for 2 years."


def promises(kept: str) -> str:
    brief = api.brief_of(TEXT.format(kept), ["postgresql"], depth="minimal")
    made = api.design_of(brief, api.read(brief))
    return next(f.text for f in api.artefacts(made) if f.path == "SPEC.md")


def test_rows_that_stay_for_others_are_emptied_and_others_are_deleted() -> None:
    assert "visitor is emptied of personal data 24 months" in promises("Visitors")
    assert "repair is deleted 24 months" in promises("Repairs")
