"""FROM DATA: files of rows -> what holds in them, a normalized design, and the files that move the rows into it."""

from relvar.discover.library import discover

__all__ = ["discover"]
