"""Files of Python as modules with their classes, constants and imported names."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterator

import msgspec

from relvar.errors import SourceError
from relvar.importing.languages.sketch import Sketches
from relvar.model.existing import Place

REMEDY = "mend the file, or say what it is written in: --from"


class Module(msgspec.Struct):
    """A parsed file. `renamed`: names under which it imports others -> what those are called where they come from."""

    file: str
    tree: ast.Module
    renamed: dict[str, str] = {}
    values: dict[str, ast.expr] = {}

    def place(self, node: ast.AST) -> Place:
        return Place(file=self.file, line=getattr(node, "lineno", 0))


class Class(msgspec.Struct):
    """A class with the module that it stands in, and the class around it ("" where none is)."""

    node: ast.ClassDef
    module: Module
    around: str = ""

    @property
    def name(self) -> str:
        return self.node.name

    @property
    def bases(self) -> list[str]:
        """The last words of what it derives from."""
        return [self.module.renamed.get(name, name) for base in self.node.bases if (name := last(base))]

    @property
    def values(self) -> dict[str, ast.expr]:
        """What is assigned in its body, by name."""
        return dict(assigned(self.node.body))


def modules(files: list[tuple[str, str]], sketches: Sketches) -> list[Module]:
    """Every file that is Python; of several, one that is not is listed. Raises SourceError where there is no other."""
    made = []
    for file, text in files:
        try:
            made.append(_module(file, text))
        except SourceError as error:
            if len(files) == 1:
                raise
            sketches.leave(file, error.what, Place(file=file))
    return made


def _module(file: str, text: str) -> Module:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SyntaxWarning)  # about the writing of what is not ours
            tree = ast.parse(text, file)
    except SyntaxError as error:
        raise SourceError(
            what=f"{file}:{error.lineno or 0}: no Python that relvar can parse: {error.msg}", remedy="mend the line, or say --from"
        ) from error
    except (RecursionError, MemoryError, ValueError) as error:
        raise SourceError(what=f"{file}: no Python that relvar can parse: {error or 'it is nested too deeply'}", remedy="say --from") from error
    module = Module(file, tree)
    for node in tree.body:
        if isinstance(node, ast.ImportFrom | ast.Import):
            module.renamed |= {alias.asname: alias.name.rpartition(".")[2] for alias in node.names if alias.asname}
    module.values = dict(assigned(tree.body))
    return module


def classes(found: list[Module]) -> dict[str, Class]:
    """Every class by its name; one inside another also as Outer.Inner."""
    made: dict[str, Class] = {}
    for module in found:
        for node in module.tree.body:
            if isinstance(node, ast.ClassDef):
                made.setdefault(node.name, Class(node, module))
                for inner in node.body:
                    if isinstance(inner, ast.ClassDef):
                        made[f"{node.name}.{inner.name}"] = Class(inner, module, node.name)
    return made


def assigned(body: list[ast.stmt]) -> Iterator[tuple[str, ast.expr]]:
    """(name, value) of the assignments to one name."""
    for node in body:
        if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
            yield node.targets[0].id, node.value
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value is not None:
            yield node.target.id, node.value


def dotted(node: ast.expr) -> str:
    """a.b.c as it is written; "" for what is no name."""
    words: list[str] = []
    while isinstance(node, ast.Attribute):
        words.append(node.attr)
        node = node.value
    return ".".join(reversed([*words, node.id])) if isinstance(node, ast.Name) else ""


def last(node: ast.expr) -> str:
    """The last word of a name, of what is called, or of what is given parameters: models.CharField(...) -> CharField."""
    if isinstance(node, ast.Call):
        return last(node.func)
    if isinstance(node, ast.Subscript):
        return last(node.value)
    return dotted(node).rpartition(".")[2]


def keyword(call: ast.Call, name: str, position: int | None = None) -> ast.expr | None:
    """An argument by its name, or where it stands without one."""
    found = next((k.value for k in call.keywords if k.arg == name), None)
    if found is None and position is not None and len(call.args) > position:
        return call.args[position]
    return found


def is_true(call: ast.Call, name: str) -> bool:
    found = keyword(call, name)
    return isinstance(found, ast.Constant) and found.value is True


def is_false(call: ast.Call, name: str) -> bool:
    found = keyword(call, name)
    return isinstance(found, ast.Constant) and found.value is False


def text(node: ast.expr | None) -> str:
    """A text that stands there as one; "" for anything else."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def number(node: ast.expr | None) -> int | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, int) and not isinstance(node.value, bool) else None


def items(node: ast.expr | None) -> list[ast.expr]:
    """The members of a list or tuple that is written out."""
    return list(node.elts) if isinstance(node, ast.List | ast.Tuple | ast.Set) else []
