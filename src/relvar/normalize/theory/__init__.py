"""Dependency theory: algorithms that are known to be right, over bitmasks, each with its paper and cost."""
