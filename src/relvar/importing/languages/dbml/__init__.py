"""DBML (https://dbml.dbdiagram.io/docs), by readers of our own: `docs/decisions/0015`."""

from relvar.importing.languages.dbml.read import read_dbml as read_dbml
