"""Reads an engine's features.toml: its facts, each with the page of the manual that states it."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import msgspec

from relvar.model.features import Features


@cache
def facts(engine: str) -> Features:
    """The facts of the engine whose folder has that name."""
    text = (files("relvar.engines") / engine / "features.toml").read_bytes()
    return msgspec.toml.decode(text, type=Features)
