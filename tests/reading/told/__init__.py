"""Texts told from a grammar of constructions, and whether what they tell is read (`python -m tests.reading.told [HOW MANY]`)."""
