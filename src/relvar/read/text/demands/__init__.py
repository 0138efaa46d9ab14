"""What single sentences demand of facts that are known: one family of constructions a file, all by the same means.

A construction is found by its predicate ("... at least 3 characters", "... later than the start date"). Whom it is said of is the
phrase before it (`subject`), in whatever form: "the title of a film", "a film's title", "film titles", "its title", "it".
"""
