"""Design <-> the bytes of one file: sorted, indented, versioned, the same bytes for the same design."""

from __future__ import annotations

import hashlib

import msgspec

from relvar.errors import StoreError
from relvar.model.design import FORMAT, Design


def dump(design: Design) -> bytes:
    """The design as UTF-8 JSON; mappings sorted by key where their order carries no meaning is the maker's duty: order is kept."""
    return msgspec.json.format(msgspec.json.encode(design), indent=1) + b"\n"


def load(data: bytes) -> Design:
    """Read a stored design. Raises StoreError when it is no design, or of a newer format."""
    try:
        head = msgspec.json.decode(data, type=dict[str, msgspec.Raw])
        version = int(bytes(head.get("format", b"1")))
    except (msgspec.MsgspecError, ValueError) as error:
        raise StoreError(what=f"not a stored design: {error}", remedy="give the relvar.json that relvar wrote") from error
    if version > FORMAT:
        raise StoreError(what=f"the design has format {version}, this relvar reads up to {FORMAT}", remedy="use a newer relvar")
    try:
        return msgspec.json.decode(data, type=Design)
    except msgspec.MsgspecError as error:
        raise StoreError(what=f"the stored design is damaged: {error}", remedy="design it anew from model.yaml") from error


def digest(design: Design) -> str:
    """SHA-256 of the stored bytes, in hex: what a proof is bound to."""
    return hashlib.sha256(dump(design)).hexdigest()
