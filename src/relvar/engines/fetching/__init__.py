"""Real engines that no Python package carries, fetched once into a cache without touching the system.

An engine's folder says in its `fetch.py` what is fetched (`RECIPE`); this is the one way in which it is done:

    python -m relvar.engines.fetching [NAME ...]        every engine that has a recipe, or those named
"""

from __future__ import annotations

from relvar.engines.fetching.places import home, numbers, trees
from relvar.engines.fetching.recipe import Recipe, StepFailed, fetch, run

__all__ = ["Recipe", "StepFailed", "fetch", "home", "numbers", "run", "trees"]
