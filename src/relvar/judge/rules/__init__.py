"""The rules by theme: a file of functions, and beside it a file of what the catalogue says of each, with examples."""
