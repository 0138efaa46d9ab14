"""Steps between two forms of documents that are there (docs/decisions/0019)."""
