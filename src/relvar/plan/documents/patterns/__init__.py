"""The patterns of documents, one file each: when one is applied, what it changes of a collection, and the numbers that say so.

Named after MongoDB's own catalogue ("Building with Patterns"). Each function looks at one collection and gives what it found.
"""

from __future__ import annotations

from collections.abc import Callable

from relvar.plan.documents.patterns.attribute import attribute
from relvar.plan.documents.patterns.capped import capped
from relvar.plan.documents.patterns.computed import computed
from relvar.plan.documents.patterns.extended_reference import extended_reference
from relvar.plan.documents.patterns.found import Found, Sight
from relvar.plan.documents.patterns.polymorphic import polymorphic
from relvar.plan.documents.patterns.subset import subset
from relvar.plan.documents.patterns.time_series import time_series
from relvar.plan.documents.patterns.tree import tree

Pattern = Callable[[Sight], Found | None]
PATTERNS: tuple[Pattern, ...] = (time_series, capped, polymorphic, extended_reference, subset, computed, attribute, tree)

__all__ = ["PATTERNS", "Found", "Sight"]
