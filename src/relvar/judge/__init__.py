"""Judging what exists: one catalogue of rules for every engine, each with its reason, its place and, where one is sure, its fix."""

from relvar.judge.judged import judge

__all__ = ["judge"]
