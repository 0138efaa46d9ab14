"""Sources of Python as trees of their grammar (`ast`): they are parsed, never imported and never run."""
