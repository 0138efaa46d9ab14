"""Languages that draw entities and lines between them: `drawing` holds what was drawn, `tables` makes tables of it."""
