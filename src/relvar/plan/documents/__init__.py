"""How rows become documents: sizes, uses, and where each table's rows lie. For engines whose shape is documents (docs/decisions/0007)."""
