"""A user's own domain packs: read from a file, checked, and every fault told with its place and remedy. The format is that of
the packs of the lexicon (lexicon/packs/README.md), with its trigger inside."""

from relvar.read.packs.faults import Fault
from relvar.read.packs.file import faults, parsed, read_pack

__all__ = ["Fault", "faults", "parsed", "read_pack"]
