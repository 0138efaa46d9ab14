"""The same design in several databases: what each cannot hold, and what was done instead."""

from __future__ import annotations

from relvar.compare.losses import Loss, losses
from relvar.compare.types import Stored, stored

__all__ = ["Loss", "Stored", "losses", "stored"]
