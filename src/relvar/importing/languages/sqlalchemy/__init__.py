"""Models of SQLAlchemy (https://docs.sqlalchemy.org), declarative of 1.x and 2.0 and tables, read from their source and never run."""

from relvar.importing.languages.sqlalchemy.read import read_sqlalchemy as read_sqlalchemy
