"""What a program may ask of relvar: read, design, revise, artefacts, prove. No folder's name, no printing."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from relvar.engines import MULTI, named
from relvar.model.brief import Brief, Depth
from relvar.model.conceptual import Conceptual, Question
from relvar.model.design import Artefact, Design, Finding
from relvar.model.extraction import Extraction
from relvar.read.title import project_name, title_of
from relvar.read.told import Told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from relvar.discover.normalizing import Outcome
    from relvar.exporting import Written
    from relvar.importing import Imported
    from relvar.judge.rule import Fault
    from relvar.model.existing import Existing
    from relvar.normalize.stated import Study
    from relvar.read.enrich.pack import Pack

Progress = Callable[[str], None]
READING = ".relvar/reading.json"  # the reading that an edited model.yaml is compared with
PACKS = ".relvar/packs"  # the user's own pack that a design came from, so that its folder can be read again


def _silent(step: str) -> None:
    """No progress is shown."""


def brief_of(
    text: str | bytes,
    databases: Iterable[str],
    *,
    depth: Depth = "standard",
    start: str | None = None,
    title: str = "",
    packs: tuple[Pack, ...] = (),
    hosting: Iterable[str] = (),
) -> Brief:
    """A Brief out of what a user gave; `packs` are its own, `hosting` is HOST or STORE=HOST.

    Raises BriefError for what is no brief, UnsupportedError for a database or host that is not known, or is not offered there.
    """
    from relvar.engines.hosting.settled import asked
    from relvar.read.check import check_brief

    stores, polyglot = _stores(databases)
    checked = check_brief(text, packs)
    title = title or title_of(checked)
    return Brief(
        text=checked,
        title=title,
        project=project_name(title),
        stores=stores,
        depth=depth,
        start=start,
        polyglot=polyglot,
        hosting=asked(hosting, stores),
    )


def restated(brief: Brief, *, databases: Iterable[str] = (), hosting: Iterable[str] = (), start: str | None = None, title: str = "") -> Brief:
    """The brief of a model with what is said anew: databases (a host of one that goes on is kept), hosts (HOST or STORE=HOST), first day, title.

    Raises UnsupportedError.
    """
    from relvar.engines.hosting.settled import asked

    stores, polyglot = _stores(databases) if (databases := tuple(databases)) else (brief.stores, brief.polyglot)
    kept = {store: host for store, host in brief.hosting.items() if store in stores}
    return msgspec.structs.replace(
        brief,
        title=title or brief.title,
        project=project_name(title) if title else brief.project,
        stores=stores,
        polyglot=polyglot,
        start=start or brief.start,
        hosting={**kept, **asked(hosting, stores)},
    )


def _stores(databases: Iterable[str]) -> tuple[tuple[str, ...], bool]:
    """The engines of the names that a user gave, and whether further kinds of store may join them."""
    wanted = tuple(dict.fromkeys(named(database) for database in databases))
    return tuple(name for name in wanted if name != MULTI) or ("postgresql",), MULTI in wanted


def read_pack(path: Path) -> Pack:
    """A user's own domain pack. Raises PackError with every fault, its line and its remedy."""
    from relvar.read.packs import read_pack as reading

    return reading(path)


def read(brief: Brief, scale: str = "", packs: tuple[Pack, ...] = ()) -> Conceptual:
    """What relvar understands of the brief; `packs` are the user's own, asked before those of relvar."""
    from relvar.engines.hosting.settled import questions
    from relvar.read import read as read_stage

    found = read_stage(brief, scale, packs)
    return canonical(msgspec.structs.replace(found, questions=(*found.questions, *questions(brief, found))))


def extracted(brief: Brief, model: str = "", progress: Progress = _silent) -> Brief:
    """The brief with what a language model finds in it, or with why it found nothing. It is asked here and never again.

    `model`: "openai:NAME" or "anthropic:NAME"; address and key come from the environment. Raises ReaderUnavailable.
    """
    from relvar.read.language_model.asking import ask
    from relvar.read.language_model.endpoint import endpoint

    return msgspec.structs.replace(brief, extraction=ask(brief.text, endpoint(model), progress))


def with_extraction(brief: Brief, extraction: Extraction) -> Brief:
    """The brief with what a language model found in the same text before."""
    return msgspec.structs.replace(brief, extraction=extraction)


def answered(brief: Brief, question: Question, answer: str) -> Brief:
    """The brief with an answer to a question of its reading: it is read with it from then on. Raises BriefError for what is none."""
    from relvar.read.answers import understood

    understood(question, answer)
    return msgspec.structs.replace(brief, answers={**brief.answers, question.text: answer})


def continued(before: Brief, brief: Brief) -> Brief:
    """A new brief for a folder: what was answered to the one before holds on, and where it was said to run."""
    kept = {store: host for store, host in before.hosting.items() if store in brief.stores}
    return msgspec.structs.replace(brief, answers={**before.answers, **brief.answers}, hosting={**kept, **brief.hosting})


def explained(brief: Brief, model: Conceptual) -> tuple[Told, ...]:
    """Sentence by sentence, what became of the brief: the phrases that gave a fact, and those that gave none."""
    from relvar.read.explained import explain

    return explain(brief.text, model)


def domains(brief: Brief, packs: tuple[Pack, ...] = ()) -> tuple[str, ...]:
    """Why the brief is of its domain and of no other: a line for each that was weighed, the chosen first."""
    from relvar.read.enrich.choosing import choice

    return choice(brief.text, packs).said()


def canonical(model: Conceptual) -> Conceptual:
    """The model as it reads back: a whole number in a place of fractions becomes a fraction, so that bytes do not depend on the way."""
    return msgspec.json.decode(msgspec.json.encode(model), type=Conceptual)


def design(brief: Brief, scale: str = "", progress: Progress = _silent) -> Design:
    """The whole design of a brief: read, normalized, planned, checked. Nothing is run."""
    progress("read")
    return design_of(brief, read(brief, scale), progress)


def design_of(brief: Brief, model: Conceptual, progress: Progress = _silent) -> Design:
    """The design of a conceptual model that somebody read or edited."""
    from relvar.pipeline import run

    return run(brief, model, progress)


def revised(model_yaml: str) -> tuple[Brief, Conceptual]:
    """An edited model.yaml, checked for names that lead nowhere. Raises ModelError."""
    from relvar.read.enrich.consistent import consistent
    from relvar.read.model_file import load

    found = load(model_yaml)
    consistent(found.model)
    return found.brief, found.model


def renewed(brief: Brief, edited: Conceptual, old: Conceptual | None, answered: Brief, packs: tuple[Pack, ...] = ()) -> tuple[Conceptual, Conceptual]:
    """An edited model and its reading after answers: they change it as they would have changed the brief's reading `old`.

    Where the user's own pack of that reading is gone nothing is read anew: what the pack said would be lost.
    """
    if not answered.answers or (edited.domain_source and not packs):
        return edited, old or edited
    before, new = old or read(brief, edited.scale.text, packs), read(answered, edited.scale.text, packs)
    return (edited if new == before else merged(before, edited, new)), new


def merged(old: Conceptual, edited: Conceptual, new: Conceptual) -> Conceptual:
    """An edited model after a new brief or answer: edits of the old reading kept, the rest as the new one reads."""
    from relvar.read.enrich.consistent import consistent
    from relvar.read.merge import merge

    result = merge(old, edited, new)
    consistent(result)
    return result


def stored_reading(folder: Path) -> Conceptual | None:
    """The untouched reading that a folder's model.yaml began as."""
    kept = folder / READING
    return msgspec.json.decode(kept.read_bytes(), type=Conceptual) if kept.is_file() else None


def model_text(brief: Brief, model: Conceptual, before: str = "") -> str:
    """The text of model.yaml for a model. `before`: the text that it replaces, whose comments it keeps."""
    from relvar.read.model_file import dump

    return dump(brief, canonical(model), before)


def artefacts(
    made: Design, *, reading: Conceptual | None = None, model_yaml: str | None = None, packs: tuple[Pack, ...] = ()
) -> tuple[Artefact, ...]:
    """Every file of the design but the proof.

    `reading`: the untouched reading; `model_yaml`: the user's own text, kept as it is; of `packs` the one that was used is kept.
    """
    from relvar.read.model_file import schema
    from relvar.write import artefacts as write_stage

    return (
        *write_stage(made),
        Artefact(path="model.yaml", text=model_yaml or model_text(made.brief, made.conceptual)),
        Artefact(path="model.schema.json", text=json.dumps(schema(), indent=1, sort_keys=True) + "\n"),
        Artefact(path=READING, text=msgspec.json.encode(reading or made.conceptual).decode() + "\n"),
        *(Artefact(path=f"{PACKS}/{pack.file}", text=pack.text) for pack in packs if pack.origin == made.conceptual.domain_source),
    )


def prove(
    made: Design,
    files: tuple[Artefact, ...],
    *,
    servers: Mapping[str, str] | None = None,
    rows: int = 20_000,
    cache: Path | None = None,
    progress: Progress = _silent,
) -> tuple[Finding, ...]:
    """Run the files on real engines and report every claim. `servers`: store name -> URL; else relvar starts its own."""
    from relvar.prove import prove_store

    findings: list[Finding] = []
    for store in made.physical:
        url = (servers or {}).get(store, "")
        findings += prove_store(made, files, store, url=url, rows=rows, cache=cache, progress=progress)
    return tuple(findings)


def migration(before: Design, after: Design) -> tuple[Artefact, ...]:
    """The files that lead from one design to the next, and back; none where nothing changes. Raises UnsupportedError."""
    from relvar.engines import engine
    from relvar.evolve.revision import revisions
    from relvar.write.migrations import revision

    places = ((store, engine(evolution.after.engine), evolution) for store, evolution in revisions(before, after))
    return tuple(file for store, place, evolution in places for file in revision(store, place, place.migrate(evolution, 1)))


def prove_migration(
    before: Design, after: Design, files: tuple[Artefact, ...], *, server: str = "", cache: Path | None = None
) -> tuple[Finding, ...]:
    """Run the files of `migration` there, back and there again, on the former design with rows in place. Raises ServerUnavailable."""
    from relvar.evolve.revision import revisions
    from relvar.prove.revision import prove_revision

    whole = (*artefacts(before), *files)
    return tuple(prove_revision(before, whole, dict(revisions(before, after)), url=server, cache=cache))


def stored(path: Path) -> Design:
    """The design of a folder, or of its relvar.json. Raises StoreError."""
    from relvar.errors import StoreError
    from relvar.model.store import load

    kept = path / "relvar.json" if path.is_dir() else path
    if not kept.is_file():
        raise StoreError(what=f"{path} holds no relvar.json", remedy="give a folder that `relvar design` wrote")
    return load(kept.read_bytes())


def proof_artefacts(made: Design, findings: tuple[Finding, ...]) -> tuple[Artefact, ...]:
    """proof.json and PROOF.md, bound to the design's digest."""
    from relvar.prove.report import proof_artefacts as report

    return report(made, findings)


def imported(source: str | Sequence[str], dialect: str = "", language: str = "") -> Existing:
    """What a source holds that exists; `language`: in which it is written (default: by its signs). Several sources are files of rows.

    Raises SourceError, FileError, UnsupportedError, ServerUnavailable.
    """
    from relvar.discover.existing import LANGUAGE, is_rows, read_rows
    from relvar.errors import SourceError, UnsupportedError
    from relvar.importing.source import LANGUAGE_NAMES, read_source

    sources = (source,) if isinstance(source, str) else tuple(source)
    if language and language not in (*LANGUAGE_NAMES, LANGUAGE):
        raise UnsupportedError(what=f"{language}: no language relvar reads", remedy=f"choose one of {', '.join((*LANGUAGE_NAMES, LANGUAGE))}")
    if language == LANGUAGE or (not language and all(map(is_rows, sources))):
        return read_rows(sources, dialect)
    if len(sources) > 1:
        raise SourceError(what=f"{sources[0]} and others: only files of rows are read together", remedy="put the others into a folder, and name that")
    return read_source(sources[0], dialect, language)


def lifted(existing: Existing, databases: Iterable[str] = (), scale: str = "", title: str = "") -> Imported:
    """What exists as models that a design goes on from, with everything of it that they do not hold."""
    from relvar.importing import lift_all

    return lift_all(existing, tuple(dict.fromkeys(named(database) for database in databases)), scale, title)


def exported(source: str | Sequence[str], to: str, database: str = "", dialect: str = "", language: str = "") -> Written:
    """A design's folder, or any source of `imported`, in another language (one of `exporting.TARGETS`), with what that cannot say.

    Raises what `imported` raises; UnsupportedError also for a database that the design does not have, and for one without tables.
    """
    from relvar.exporting import of_design, of_tables, stored

    sources = (source,) if isinstance(source, str) else tuple(source)
    if len(sources) == 1 and not language and (design := stored(sources[0])) is not None:
        return of_design(design, database, sources[0], to)
    return of_tables(imported(sources, dialect, language), to)


def judged(existing: Existing, only: tuple[str, ...] = ()) -> tuple[Fault, ...]:
    """What is wrong with what exists, by the catalogue of rules; `only`: ids of rules (empty: all)."""
    from relvar.discover.existing import LANGUAGE
    from relvar.importing.source import texts_of
    from relvar.judge import judge

    texts = {} if existing.language == LANGUAGE else texts_of(existing.source, existing.language)
    return judge(existing, texts, only)


def write_fixes(existing: Existing, faults: tuple[Fault, ...], folder: Path) -> tuple[str, ...]:
    """fix.up and fix.down in a folder, for every fault whose fix needs no judgement; what was written, in words."""
    from relvar.discover.existing import LANGUAGE
    from relvar.errors import UnsupportedError
    from relvar.mending import fixes

    if existing.language == LANGUAGE:
        raise UnsupportedError(what=f"{existing.source}: rows have no tables to mend", remedy="relvar normalize makes tables of them")
    made = fixes(existing, faults)
    told = tuple(f"no fix is written for {fault.element} [{fault.rule}]: {why}" for fault, why in made.left)
    if not made.written:
        return (*told, "nothing that could be mended without judgement")
    folder.mkdir(parents=True, exist_ok=True)
    up, down = (folder / f"fix.{way}{made.suffix}" for way in ("up", "down"))
    up.write_text(made.up, "utf-8")
    down.write_text(made.down, "utf-8")
    return (*told, f"{len(made.written)} findings are mended by {up}; {down} is the way back")


def import_report(existing: Existing, made: Imported, most: int | None = None) -> Iterator[str]:
    """The lines that tell what was imported, and what was not."""
    from relvar.importing.report import report

    return report(existing, made.leftovers, most)


def import_artefacts(existing: Existing, made: Imported) -> tuple[Artefact, ...]:
    """The files of an import: the model to design from, and the report in full."""
    from relvar.importing.report import report
    from relvar.read.model_file import schema

    lines = "\n".join(report(existing, made.leftovers))
    return (
        Artefact(path="model.yaml", text=model_text(made.brief, made.model)),
        Artefact(path="model.schema.json", text=json.dumps(schema(), indent=1, sort_keys=True) + "\n"),
        Artefact(path=READING, text=msgspec.json.encode(canonical(made.model)).decode() + "\n"),
        Artefact(path="imported.md", text=f"# Imported\n\n```\n{lines}\n```\n"),
    )


def studied(dependencies: str) -> tuple[Study, ...]:
    """Relations with stated dependencies: keys, normal form, decompositions weighed. Raises ModelError with the line at fault."""
    from relvar.normalize.stated import parse, study

    return tuple(study(stated) for stated in parse(dependencies))


def study_report(study: Study, *, explain: bool = False) -> tuple[str, ...]:
    """Lines of text: the result, with `explain` every step and its evidence."""
    from relvar.write.normal_forms.report import report

    return tuple(report(study, explain=explain))


def study_picture(studies: Iterable[Study]) -> str:
    """The trees of the chosen decompositions as SVG."""
    from relvar.write.normal_forms.picture import picture

    return picture(studies)


def normalized_rows(
    paths: Sequence[Path],
    folder: Path,
    databases: Iterable[str],
    *,
    encoding: str = "",
    delimiter: str = "",
    header: bool | None = None,
    nulls: Sequence[str] = (),
    into: str = "",
    cache: Path | None = None,
    prove: bool = True,
    force: bool = False,
    progress: Progress = _silent,
) -> Outcome:
    """Files of rows -> a folder with a normalized design, its loader, and the proof that every row is in it.

    Raises FileError for what cannot be read, ServerUnavailable and StatementFailed from the databases, StoreError for the folder.
    """
    from relvar.discover.files.opening import Asked
    from relvar.discover.normalizing import Order, normalize

    stores = tuple(dict.fromkeys(named(database) for database in databases))
    order = Order(stores, Asked(encoding, delimiter, header), tuple(nulls), into, cache, prove)
    return normalize(paths, folder, order, force=force, progress=progress)


def rows_report(outcome: Outcome, *, explain: bool = False) -> tuple[str, ...]:
    """What became of files of rows, in a screenful; with `explain` the whole report."""
    from relvar.discover.report import as_text, in_short

    if explain:
        return tuple(as_text(outcome.models, outcome.inclusions, outcome.proofs, outcome.not_loaded))
    return tuple(in_short(outcome.models, outcome.inclusions, outcome.proofs, outcome.not_loaded))


def rows_json(outcome: Outcome) -> dict[str, Any]:
    """The report for programs."""
    from relvar.discover.report import as_json

    return as_json(outcome.models, outcome.inclusions, outcome.proofs, outcome.not_loaded)
