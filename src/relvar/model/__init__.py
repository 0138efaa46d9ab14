"""NOUNS: what a design is. Plain frozen values that import nothing else of relvar."""
