"""Commands with more to say than a line of `cli`: each file adds its parser and runs it. They parse, call `api` and show."""
