"""The logical model: relations with explicit dependencies, keys and references."""

from __future__ import annotations

from typing import Literal

from relvar.model.brief import Source
from relvar.model.noun import Noun

NormalForm = Literal["1NF", "2NF", "3NF", "BCNF", "4NF", "5NF"]


class Dependency(Noun, frozen=True, kw_only=True):
    """left determines right (functional), or multi-determines it. An empty left side is a constant.

    `parts`: of a join dependency, which has no sides: the relation is the join of its projections on them.
    """

    left: tuple[str, ...]
    right: tuple[str, ...]
    source: Source
    multivalued: bool = False
    parts: tuple[tuple[str, ...], ...] = ()

    @property
    def functional(self) -> bool:
        """Whether it is neither multivalued nor a join dependency."""
        return not self.multivalued and not self.parts


class Key(Noun, frozen=True, kw_only=True):
    """A candidate key: attribute ids of the relation. `surrogate`: made by the design, not known to people."""

    attributes: tuple[str, ...]
    primary: bool = False
    surrogate: bool = False
    ignore_case: bool = False
    named: bool = False  # people name an instance by it
    partial: bool = False  # unique only among some rows: not a key of the relation, kept as a rule


class Reference(Noun, frozen=True, kw_only=True):
    """Attributes that hold the key of another relation. `relationship`: the conceptual one it realizes."""

    attributes: tuple[str, ...]
    relation: str
    to: tuple[str, ...]
    relationship: str = ""
    required: bool = True
    on_delete: Literal["restrict", "cascade", "clear"] = "restrict"


class RelationAttribute(Noun, frozen=True, kw_only=True):
    """An attribute of a relation: `of` is "entity.attribute" it realizes, or "" for a surrogate or reference.

    "only_row": its one value is the key of a relation of constants, which has one row.
    """

    name: str
    of: str = ""
    required: bool = True
    purpose: Literal["fact", "surrogate", "reference", "state", "tenant", "bookkeeping", "only_row"] = "fact"


class Relation(Noun, frozen=True, kw_only=True):
    """A relation in at least third normal form, with the evidence. Id = entity id, or the association's id."""

    name: str
    entity: str  # conceptual entity id, or "" for an association made from a relationship
    attributes: dict[str, RelationAttribute]
    dependencies: tuple[Dependency, ...]
    keys: tuple[Key, ...]
    likely_key: tuple[str, ...] = ()  # would tell one occurrence from another, if they never repeat: nobody said so, nothing enforces it
    references: dict[str, Reference] = {}
    normal_form: NormalForm = "BCNF"
    proof: tuple[str, ...] = ()  # steps in words: closures, keys found, why the form holds
    from_relationship: str = ""  # conceptual relationship id, for an association


class Split(Noun, frozen=True, kw_only=True):
    """A decomposition step that was taken: the violated dependency, the parts, and whether it is lossless and preserving."""

    relation: str
    violated: Dependency
    parts: tuple[tuple[str, ...], ...]
    tableau: tuple[str, ...]
    lossless: bool
    lost: tuple[Dependency, ...] = ()


class Logical(Noun, frozen=True, kw_only=True):
    relations: dict[str, Relation] = {}
    splits: tuple[Split, ...] = ()
