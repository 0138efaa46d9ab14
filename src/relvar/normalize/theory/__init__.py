"""Dependency theory: algorithms that are known to be right, over bitmasks inside, by names outside; each with its paper and cost."""

from relvar.normalize.theory.api import candidate_keys, closure, decompose, minimal_cover, normal_form, synthesize

__all__ = ["candidate_keys", "closure", "decompose", "minimal_cover", "normal_form", "synthesize"]
