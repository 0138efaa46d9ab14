"""Readers of files of rows, one a format; `opening` chooses."""
