"""Runs the live checks of one store in order, each in its own time box; a check that stumbles never stops the others."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

from relvar.engines import engine
from relvar.engines.base import Engine, Refusal, lost
from relvar.errors import AccessDenied, ConnectionLost, RelvarError, ServerUnavailable
from relvar.model.design import Artefact, Design, Finding
from relvar.prove import compiled
from relvar.prove.compiled.context import NOT_EXECUTED, Compiled
from relvar.prove.compiled.files_compile import files_compile
from relvar.prove.compiled.migrations_compile import migrations_compile
from relvar.prove.live import Check, checks
from relvar.prove.live.context import Context, Skip

BOX_SECONDS = 120.0  # for one check of one store; the whole proof of a shop should take under 30
Progress = Callable[[str], None]


def prove_store(
    design: Design, artefacts: tuple[Artefact, ...], store: str, *, url: str = "", rows: int = 20_000, cache: Path | None = None, progress: Progress
) -> tuple[Finding, ...]:
    """Every live claim about one store, on a server that is started (or reached by `url`) and left as it was found."""
    place = engine(design.physical[store].engine)
    claims = checks(place.features())
    if place.compiler is not None and not url:
        return tuple(_compiled(design, artefacts, store, place, cache, progress))
    try:
        with place.serve(url=url, cache=cache) as server:
            context = Context.of(design, store, place, server, artefacts, rows)
            context.cache = cache
            try:
                return tuple(finding for check in claims for finding in _shown(check, context, progress))
            finally:
                if context.database is not None:
                    context.database.close()
    except ServerUnavailable as error:
        if url or isinstance(error, ConnectionLost):  # whoever names a server wants to hear that it cannot be used
            raise
        reason = f"{error.what}; {error.remedy}" if error.remedy else error.what
        return tuple(Finding(check=c.__name__, subject="*", verdict="not run", message=reason, store=store, engine=place.name) for c in claims)


def _compiled(
    design: Design, artefacts: tuple[Artefact, ...], store: str, place: Engine, cache: Path | None, progress: Progress
) -> Iterator[Finding]:
    """What a compiler says of an engine that cannot be had; each claim that asks for a server is not run, and says so."""
    assert place.compiler is not None
    try:
        with place.compiler(cache=cache) as compiler, compiler.schema() as schema:
            context = Compiled.of(design, store, place, compiler, artefacts, schema)
            for check in compiled.CHECKS:
                progress(f"{store}: {check.__name__.replace('_', ' ')}")
                yield from _boxed(check, context)
    except ServerUnavailable as error:
        reason = f"{error.what}; {error.remedy}"
        yield from (
            Finding(check=c.__name__, subject="*", verdict="not run", message=reason, store=store, engine=place.name) for c in compiled.CHECKS
        )
    for live in checks(place.features()):
        why = compiled.UNTRIED.get(live.__name__, "nothing was executed")
        reason = f"{why}: no {place.title} can be had here, its files were {NOT_EXECUTED}; try it with --server {store}=URL"
        yield Finding(check=live.__name__, subject="*", verdict="not run", message=reason, store=store, engine=place.name)


def compiled_migration(design: Design, artefacts: tuple[Artefact, ...], store: str, cache: Path | None) -> Iterator[Finding]:
    """What a compiler says of a design and of a migration from it, of an engine that cannot be had. Raises ServerUnavailable."""
    place = engine(design.physical[store].engine)
    assert place.compiler is not None
    with place.compiler(cache=cache) as compiler, compiler.schema() as schema:
        context = Compiled.of(design, store, place, compiler, artefacts, schema)
        for check in (files_compile, migrations_compile):
            yield from _boxed(check, context)
    reason = f"{compiled.UNTRIED['migration_reverses']}: no {place.title} can be had here, its files were {NOT_EXECUTED}; try it with --server URL"
    yield Finding(check="migration_reverses", subject="*", verdict="not run", message=reason, store=store, engine=place.name)


def _boxed(check: Callable[[Compiled], Iterator[Finding]], context: Compiled) -> Iterator[Finding]:
    try:
        yield from check(context)
    except Exception as error:  # a fault of a check is shown as one, and the other claims are still tried
        message = f"the check itself failed: {type(error).__name__}: {_first(error)}"
        yield context.finding(check.__name__, "*", "not run", message)


def _shown(check: Check, context: Context, progress: Progress) -> Iterator[Finding]:
    progress(f"{context.store}: {check.__name__.replace('_', ' ')}")
    yield from run_check(check, context)


def run_check(check: Check, context: Context) -> Iterator[Finding]:
    """The findings of one check; what stops it becomes a finding too."""
    name = check.__name__
    start = time.perf_counter()
    try:
        for finding in check(context):
            yield finding
            if time.perf_counter() - start > BOX_SECONDS:
                yield context.finding(name, "*", "not run", f"the rest: {BOX_SECONDS:.0f} s were not enough")
                return
    except Skip as reason:
        yield context.finding(name, "*", "not run", str(reason))
    except ServerUnavailable as error:
        if lost(context.server, error):
            raise _told(error, context, name) from error
        if isinstance(error, AccessDenied):
            raise
        yield context.finding(name, "*", "not run", error.what)
    except (RelvarError, Refusal) as error:
        if lost(context.server, error):
            raise _told(error, context, name) from error
        yield context.finding(name, "*", "refuted", f"the check was stopped: {_first(error)}", statement=getattr(error, "statement", ""), since=start)
    except Exception as error:  # a fault of a check is shown as one, and the other claims are still tried
        if lost(context.server, error):
            raise _told(error, context, name) from error
        yield context.finding(name, "*", "not run", f"the check itself failed: {type(error).__name__}: {_first(error)}", since=start)


def _told(error: Exception, context: Context, check: str) -> ConnectionLost:
    """In the user's words, with the way on."""
    remedy = (
        "look at the server and run it again. What this run made is dropped where the server still answers; "
        f"anything else there with {context.server.run_id} in its name is this run's, and may be dropped"
    )
    return ConnectionLost(what=f"{context.store}: the connection was lost during {check.replace('_', ' ')}: {_first(error)}", remedy=remedy)


def _first(error: Exception) -> str:
    lines = str(error).strip().splitlines()
    return lines[0] if lines else type(error).__name__
