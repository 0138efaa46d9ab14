"""The door of `make engines`: fetches what is not there yet, names licences before, and says which step of which engine failed."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from relvar.engines import NAMES
from relvar.engines.fetching.places import trees
from relvar.engines.fetching.recipe import Recipe, fetch, warmed
from relvar.errors import RelvarError


def recipes(names: Sequence[str] = ()) -> list[Recipe]:
    """Of every engine that has one, or of those named; a tool that no proof needs has to be named."""
    modules = {name: import_module(f"relvar.engines.{name}.fetch") for name in NAMES if find_spec(f"relvar.engines.{name}.fetch")}
    tools: dict[str, Recipe] = {}
    for module in modules.values():
        tools |= getattr(module, "TOOLS", {})
    known = {name: module.RECIPE for name, module in modules.items()}
    return [(tools | known)[name] for name in names or known if name in tools or name in known]


def fetched(found: Sequence[Recipe], cache: Path | None = None) -> int:
    """All of them, one failure stopping no other; how many failed."""
    for recipe in found:
        if not trees(recipe.name, cache):
            print(recipe.notice, flush=True)
    failed = 0
    for recipe in found:
        try:
            tree = fetch(recipe, cache)
            warmed(recipe, cache)
            print(f"{recipe.title} is in {tree}", flush=True)
        except RelvarError as error:
            failed += 1
            print(f"relvar: {error}", file=sys.stderr)
    return failed


if __name__ == "__main__":
    sys.exit(2 if fetched(recipes(sys.argv[1:])) else 0)
