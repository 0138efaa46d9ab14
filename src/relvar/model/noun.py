"""The one base of every value: frozen, keyword-only, strict when read back."""

from __future__ import annotations

import msgspec


class Noun(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True, gc=False):
    """A frozen value of the design. Mappings inside it are never changed in place: use `msgspec.structs.replace`.

    A value is made after all that it holds, so none can hold itself, and the collector of cycles need not look at it.
    """


class TaggedNoun(Noun, frozen=True, kw_only=True, tag_field="kind", tag=True):
    """A value that is one of several kinds; its class name stands in the field `kind` when it is stored."""
