"""Reading what exists: SQL files, live databases and the models of other tools, as one value (`model/existing.py`)."""
