"""What MySQL and MariaDB share: InnoDB, and most of a language.

Each is an engine of its own with a folder of its own: its facts (`features.toml`), its words where the language parts (`dialect.toml`),
and the modules in which the two really differ. A pass on one is never shown as a proof of the other (docs/decisions/0006).
"""
