"""Several stores for one design: which kinds the numbers justify beside the record, and what each of them is promised."""

from __future__ import annotations

from relvar.plan.federation.contracts import federation
from relvar.plan.federation.weighing import Weighed, weighed

__all__ = ["Weighed", "federation", "weighed"]
