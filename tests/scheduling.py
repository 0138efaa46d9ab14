"""Which tests go to one worker, where several run: those that share what takes seconds to make.

All tests of a golden brief share its design and files, a file of live tests its servers and databases. Such groups come first, the
largest ahead, and single tests fill in what is left, so that no worker waits for the other at the end.
"""

from __future__ import annotations

import re

from xdist.scheduler import LoadScopeScheduling

from tests.cases.load import CASES

PARAMETERS = re.compile(r"\[(.*)\]$")


class BySharing(LoadScopeScheduling):
    def _split_scope(self, nodeid: str) -> str:
        """The group of a test; its own id where it shares nothing."""
        file = nodeid.partition("::")[0]
        found = PARAMETERS.search(nodeid)
        case = next((word for word in found[1].split("-") if word in CASES), "") if found else ""
        return case or (file if file.startswith("tests/live/") else nodeid)
