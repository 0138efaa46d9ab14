"""The order in which judgement is passed: one file each. An advisor sees the design as those before it left it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from relvar.model.design import Decision, Design
from relvar.model.features import Features

Advisor = Callable[[Design, str, Features], Iterator[Decision]]

ADVISORS: tuple[Advisor, ...] = ()
