"""Files of SQL, in the dialect of any engine: each statement read for what it makes, everything else listed with its line."""

from relvar.importing.ddl.read import read_ddl

__all__ = ["read_ddl"]
