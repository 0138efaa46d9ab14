"""Mending what exists: the edits of faults as a migration in the dialect's words, with its way back."""

from relvar.mending.fixes import fixes

__all__ = ["fixes"]
