"""FROM DATA: files of rows -> what holds in them, a normalized design, and the files that move the rows into it."""
