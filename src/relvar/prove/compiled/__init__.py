"""Compiled claims, of an engine that cannot be had: one file a claim; its docstring is its page."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from relvar.model.design import Finding
from relvar.prove.compiled.compiled_facts_equal import compiled_facts_equal
from relvar.prove.compiled.context import Compiled
from relvar.prove.compiled.files_compile import files_compile
from relvar.prove.compiled.migrations_compile import migrations_compile
from relvar.prove.compiled.questions_compile import questions_compile

CHECKS: tuple[Callable[[Compiled], Iterator[Finding]], ...] = (files_compile, compiled_facts_equal, questions_compile, migrations_compile)
