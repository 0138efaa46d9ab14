"""The report puts what was refuted first, says what was not run and why, and is bound to the design."""

from __future__ import annotations

import json

from relvar import api
from relvar.model.design import Finding
from relvar.model.store import digest
from relvar.prove.report import proof_artefacts

FINDINGS = (
    Finding(check="applies", subject="deploy/01.sql", verdict="holds", message="ok", store="sqlite", engine="sqlite", version="3.45", seconds=0.5),
    Finding(check="grants_hold", subject="*", verdict="not run", message="no roles", store="sqlite", engine="sqlite", version="3.45"),
    Finding(
        check="round_trips", subject="table x | y", verdict="refuted", message="designed a,\nis b", store="sqlite", engine="sqlite", version="3.45"
    ),
)


def test_the_two_files() -> None:
    design = api.design(api.brief_of("Blog system with posts, comments, tags", ["sqlite"]), "")
    proof, page = proof_artefacts(design, FINDINGS)
    stored = json.loads(proof.text)
    assert stored["design"] == digest(design) and stored["counts"] == {"refuted": 1, "doubt": 0, "not run": 1, "holds": 1}
    assert page.text.index("## Refuted") < page.text.index("## Not run, and why") < page.text.index("## Applies")
    assert "no roles" in page.text and "designed a, is b" in page.text
