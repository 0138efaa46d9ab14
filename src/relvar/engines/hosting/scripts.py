"""Files of operate/ that follow from the host alone: settings, a copy and recovery by the host's own tool. No file holds a password."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from relvar.engines.hosting import at
from relvar.model.design import Artefact
from relvar.model.hosting import Hosting, Recipe
from relvar.model.physical import Physical

SHELL = "#!/usr/bin/env bash\nset -euo pipefail\n"
EXAMPLES = {
    "INSTANT": "2027-01-31T12:00:00Z, in UTC",
    "TARGET": "a name that is not taken",
    "SNAPSHOT": "a name for the copy",
    "PARAMETER_GROUP": "a group of your own",
}


class Wanted(NamedTuple):
    """A setting in the host's notation, and why."""

    value: str
    because: str


def host_files(physical: Physical, settings: Mapping[str, Wanted]) -> Iterator[Artefact]:
    """settings.sh, snapshot.sh and recover_to.sh, each where the host's facts say how; nothing on machines of one's own."""
    found = at(physical)
    if found is None:
        return
    if found.settings is not None and (wanted := _wanted(found, physical, settings)):
        yield _script("settings.sh", _settings(found, wanted))
    if found.snapshot is not None:
        yield _script("snapshot.sh", _recipe(f"A copy of the whole at {found.title}, beside those that the host makes by itself", found.snapshot))
    if found.recover is not None:
        says = f"Recovery to an instant: {found.facts['recovery'].says}" if "recovery" in found.facts else "Recovery to an instant"
        yield _script("recover_to.sh", _recipe(says, found.recover))


def _script(name: str, body: str) -> Artefact:
    return Artefact(path=f"operate/{name}", text=SHELL + body, executable=True)


def _wanted(found: Hosting, physical: Physical, settings: Mapping[str, Wanted]) -> dict[str, Wanted]:
    assert found.settings is not None
    wanted = {name: setting for name, setting in settings.items() if name not in found.settings.left}
    if found.settings.allows and physical.extensions:
        allowed = ",".join(sorted(physical.extensions))
        wanted[found.settings.allows] = Wanted(allowed, "an extension that is not named cannot be made")
    return {**wanted, **{name: Wanted(added.value, f"{added.says} ({added.manual})") for name, added in found.settings.adds.items()}}


def _settings(found: Hosting, wanted: Mapping[str, Wanted]) -> str:
    assert found.settings is not None
    reasons = [f"#   {name} = {setting.value}: {line}" for name, setting in wanted.items() for line in [" ".join(setting.because.split())]]
    left = [f"#   {name}: {why}" for name, why in found.settings.left.items()]
    written = [found.settings.each.format(name=name, value=_inside(setting.value)) for name, setting in wanted.items()]
    lines = [
        f"# Settings of this design at {found.title}. There: {found.settings.place}.",
        f"# {found.settings.manual}",
        "# Some are in force only after the server has started again.",
        *reasons,
        *(["# Left as the host has them:", *left] if left else []),
        *_needed(found.settings.needs),
        found.settings.command.format(settings=found.settings.joined.join(written)),
    ]
    return "\n".join(lines) + "\n"


def _inside(value: str) -> str:
    """A value for the inside of the quotes that the host's form puts around it. Settings of designs are words, numbers and lists."""
    return re.sub(r"['\"$`\\]", "", value)


def _recipe(says: str, recipe: Recipe) -> str:
    return "\n".join([f"# {says}.", f"# {recipe.manual}", *_needed(recipe.needs), recipe.command]) + "\n"


def _needed(names: Sequence[str]) -> list[str]:
    return [f': "${{{name}:?set {name} in the environment{f": {EXAMPLES[name]}" if name in EXAMPLES else ""}}}"' for name in names]
