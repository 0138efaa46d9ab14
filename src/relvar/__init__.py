"""relvar: a database designer that proves what it designs."""

__version__ = "0.1.0"
