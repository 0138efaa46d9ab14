"""Conceptual to logical: relations with explicit dependencies, keys by the theory, and a proof of each one's normal form."""

from __future__ import annotations

from relvar.model.design import Design
from relvar.model.logical import Logical
from relvar.normalize.first import apart
from relvar.normalize.judgement import judged
from relvar.normalize.placement import place
from relvar.normalize.relations import Relations
from relvar.normalize.tenancy import owned


def normalize(design: Design) -> Design:
    """Fill `logical`, and put the decisions of normalization in front of nothing else. Linear in entities and relationships,
    polynomial in the attributes of one entity.
    """
    placement = place(design.conceptual)
    drafts = Relations(design.conceptual, placement, owned(design.conceptual, placement)).drafts()
    drafts, first = apart(design.conceptual, drafts)
    relations, splits, decisions = judged(design.conceptual, drafts)
    return design.with_(logical=Logical(relations=relations, splits=splits), decisions=(*first, *decisions))
