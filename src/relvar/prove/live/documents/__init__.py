"""Live claims of a store of documents only."""
