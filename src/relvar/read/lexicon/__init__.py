"""What words mean: semantic types by attribute name, and the domain packs, both kept as data."""

from relvar.read.lexicon.types import UNKNOWN, named_type, semantic_type, semantic_types, sized, typed

__all__ = ["UNKNOWN", "named_type", "semantic_type", "semantic_types", "sized", "typed"]
