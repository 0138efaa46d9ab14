"""Write what kind of thing each English noun names by its commonest sense (src/relvar/read/lexicon/noun_classes.txt.xz), out of WordNet.

    python bench/noun_classes.py FOLDER      where WordNet's index.noun and data.noun lie (Debian: wordnet-base, /usr/share/wordnet)

A line for each of WordNet's lexicographer files for nouns (lexnames(5WN)): its name, then the words. Names of single persons and places
(instances, "@i") are no kinds and left out, as is what is no plain word.
"""

from __future__ import annotations

import lzma
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "src/relvar/read/lexicon/noun_classes.txt.xz"
# lexnames(5WN): files 03 to 28 hold the nouns
CLASSES = tuple(
    word
    for line in (
        "kind act animal artifact attribute body cognition communication event feeling food group location motive object person",
        "phenomenon plant possession process quantity relation shape state substance time",
    )
    for word in line.split()
)
FIRST_FILE = 3
HEADER = "  "  # the licence before the data


def classes(folder: Path) -> Iterator[tuple[str, str]]:
    """(word, class of its first sense that is a kind); the index gives the senses by their frequency."""
    rows = [line.split() for line in (folder / "data.noun").read_text(encoding="ascii").splitlines() if not line.startswith(HEADER)]
    files = {row[0]: int(row[1]) for row in rows if "@i" not in row}
    for line in (folder / "index.noun").read_text(encoding="ascii").splitlines():
        word, *rest = line.split()
        if line.startswith(HEADER) or not word.isalpha():
            continue
        kinds = [sense for sense in rest[-int(rest[1]) :] if sense in files]
        if kinds:
            yield word, CLASSES[files[kinds[0]] - FIRST_FILE]


def main(folder: str) -> None:
    words = defaultdict(list)
    for word, name in classes(Path(folder)):
        words[name].append(word)
    text = "".join(f"{name} {' '.join(sorted(words[name]))}\n" for name in sorted(words))
    TARGET.write_bytes(lzma.compress(text.encode(), preset=9 | lzma.PRESET_EXTREME))
    print(f"{sum(map(len, words.values()))} words, {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
