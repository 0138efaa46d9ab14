"""model.yaml: the conceptual model in a form that a person edits, and back. Keys of its mappings are stable ids; `name` renames.

Three things are shortened, each only where the short form reads back as the same value: a source to one line
("pack: commerce: order"), a condition to its formula (`read/formula.py`), a known semantic type to its name.
"""

from __future__ import annotations

import re
from typing import Any

import msgspec

from relvar.errors import ModelError
from relvar.model.brief import Brief
from relvar.model.conceptual import Conceptual
from relvar.model.noun import Noun
from relvar.read import formula
from relvar.read.comments import comments
from relvar.read.lexicon import semantic_types
from relvar.read.text.words import plural
from relvar.read.yaml_text import Flow, FlowList, yaml

HEAD = """\
# yaml-language-server: $schema=./model.schema.json
# What relvar understood. Edit it and run: relvar design model.yaml
# Keys are stable ids (the name at birth): to rename, change `name`, not the key. `decisions` holds your overrides:
#   decisions:
#     choose_keys:order: {choice: bigint, because: the number is printed on receipts}
"""
SOURCE = re.compile(r"(?P<kind>brief|scale|rule|pack|user|document|import|model)(?:@(?P<start>\d+))?(?: \((?P<sure>[\d.]+)\))?: (?P<words>.*)", re.S)
FORMULA_FIELDS = {"condition", "derived", "where", "default", "term"}


class ModelFile(Noun, frozen=True, kw_only=True):
    """What model.yaml holds: the brief and the conceptual model."""

    brief: Brief
    model: Conceptual


def dump(brief: Brief, conceptual: Conceptual, before: str = "") -> str:
    """The text of model.yaml, the same for the same model. `before`: the text that it replaces, whose comments it keeps."""
    plain = _shorten(msgspec.to_builtins(ModelFile(brief=brief, model=conceptual)))
    return HEAD + yaml(plain, comments(before, HEAD, plain, (Flow, FlowList)))


def load(text: str) -> ModelFile:
    """Read model.yaml. Raises ModelError with the place and what was expected."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        plain = YAML(typ="safe", pure=True).load(text)
    except YAMLError as error:
        raise ModelError(what=f"model.yaml is no YAML: {error}", remedy="mend the line it names") from error
    if not isinstance(plain, dict) or "model" not in plain:
        raise ModelError(what="model.yaml holds no model", remedy="start from one that `relvar design` wrote")
    try:
        return _renamed(msgspec.convert(_lengthen(plain), ModelFile))
    except msgspec.ValidationError as error:
        raise ModelError(what=f"model.yaml: {error}", remedy="model.schema.json says what may stand there") from error


def _renamed(found: ModelFile) -> ModelFile:
    """An entity that got a new `name` while its `plural` was left takes the plural of the new name."""
    entities = {
        id_: msgspec.structs.replace(entity, plural=plural(entity.name)) if entity.name != id_ and entity.plural == plural(id_) else entity
        for id_, entity in found.model.entities.items()
    }
    return msgspec.structs.replace(found, model=msgspec.structs.replace(found.model, entities=entities))


def schema() -> dict[str, Any]:
    """JSON Schema of model.yaml for editors; the short forms are allowed wherever the long ones are."""
    made = msgspec.json.schema(ModelFile)
    definitions = made["$defs"]
    for name in ("Source", "SemanticType"):
        definitions[name] = {"anyOf": [{"type": "string"}, definitions[name]]}
    for definition in definitions.values():
        for field, shape in definition.get("properties", {}).items():
            if field in FORMULA_FIELDS:
                definition["properties"][field] = {"anyOf": [{"type": "string"}, shape]}
    made["title"] = "relvar model.yaml"
    return made


def _source_text(value: dict[str, Any]) -> str:
    start = f"@{value['start']}" if "start" in value else ""
    sure = f" ({value['confidence']:g})" if "confidence" in value else ""
    return f"{value['kind']}{start}{sure}: {value['words']}"


def _source_value(text: str) -> dict[str, Any]:
    found = SOURCE.fullmatch(text)
    if not found:
        return {"kind": "user", "words": text}
    value: dict[str, Any] = {"kind": found["kind"], "words": found["words"]}
    if found["start"]:
        value["start"] = int(found["start"])
    if found["sure"]:
        value["confidence"] = float(found["sure"])
    return value


def _shorten(value: Any, field: str = "") -> Any:
    if isinstance(value, dict):
        return _short_mapping(value, field)
    if isinstance(value, list | tuple):
        items = [_shorten(item, "") for item in value]
        return FlowList(items) if all(isinstance(i, str | int | float) for i in items) else items
    return value


def _short_mapping(value: dict[str, Any], field: str) -> Any:
    if field == "source" and "words" in value:
        short = _source_text(value)
        return short if _source_value(short) == value else value
    if field == "meaning":
        known = semantic_types().get(value.get("name", ""))
        return value["name"] if known is not None and msgspec.to_builtins(known) == value else _shorten(dict(value), "")
    if field in FORMULA_FIELDS and "kind" in value:
        from relvar.model.expression import Expression

        short_form = formula.text(msgspec.convert(value, Expression))
        return value if short_form is None else short_form
    shortened = {key: _shorten(item, key) for key, item in value.items()}
    flat = all(isinstance(item, str | int | float | FlowList) for item in shortened.values())
    return Flow(shortened) if flat and len(str(shortened)) < 100 and field not in ("brief",) else shortened


def _lengthen(value: Any, field: str = "") -> Any:
    if isinstance(value, dict):
        return {key: _lengthen(item, key) for key, item in value.items()}
    if isinstance(value, list):
        return [_lengthen(item, "") for item in value]
    if isinstance(value, str) and field == "source":
        return _source_value(value)
    if isinstance(value, str) and field == "meaning":
        return _named_type(value)
    if isinstance(value, str) and field in FORMULA_FIELDS:
        return msgspec.to_builtins(formula.parse(value))
    return value


def _named_type(name: str) -> Any:
    known = semantic_types().get(name)
    if known is None:
        raise ModelError(what=f"model.yaml: no semantic type is called {name!r}", remedy=f"known are: {', '.join(sorted(semantic_types()))}")
    return msgspec.to_builtins(known)
