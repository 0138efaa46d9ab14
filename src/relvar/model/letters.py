"""Letters of other alphabets in those of ASCII, for names that every database takes without quotes.

Latin letters by what they are made of (Unicode's decomposition, or its name: "LATIN SMALL LETTER L WITH STROKE"), Greek by ISO 843,
Cyrillic by BGN/PCGN. Of other scripts no letter is left out: it is told by its code point.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

LATIN = "ß ss æ ae œ oe þ th ð d ŋ ng ə e ı i ĸ k ſ s ĳ ij"
GREEK = "α a β v γ g δ d ε e ζ z η i θ th ι i κ k λ l μ m ν n ξ x ο o π p ρ r σ s ς s τ t υ y φ f χ ch ψ ps ω o"
CYRILLIC = """
    а a б b в v г g д d е e ё yo ж zh з z и i й y к k л l м m н n о o п p р r с s т t у u ф f х kh ц ts ч ch ш sh щ shch ъ - ы y ь - э e ю yu я ya
    і i ї yi є ye ґ g ў w ђ dj ј j љ lj њ nj ћ c џ dz ѕ dz
"""
PAIRS = f"{LATIN} {GREEK} {CYRILLIC}".replace("-", '""').split()
SMALL = {letter: made.strip('"') for letter, made in zip(PAIRS[::2], PAIRS[1::2], strict=True)}
TABLE = str.maketrans({**SMALL, **{letter.upper(): made.capitalize() for letter, made in SMALL.items() if len(letter.upper()) == 1}})
NAMED = re.compile(r"LATIN (SMALL|CAPITAL) LETTER ([A-Z])(?: WITH .*)?")
FOREIGN = re.compile(r"[^\W\d_\x00-\x7f]+")


def in_ascii(text: str) -> str:
    """The text with every letter that has a spelling in ASCII spelled so, upper and lower case kept; other letters stay as they are."""
    if text.isascii():
        return text
    spelled = unicodedata.normalize("NFC", text).translate(TABLE)
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", spelled) if not unicodedata.combining(sign))
    return "".join(sign if sign.isascii() else _base(sign) for sign in bare.translate(TABLE))


def spelled(text: str) -> str:
    """The same, and the letters of other scripts by their code points: "订单" is "x_8ba2_5355"."""
    return FOREIGN.sub(lambda run: f"_x_{'_'.join(f'{ord(letter):x}' for letter in run[0])}_", in_ascii(text))


@cache
def _base(sign: str) -> str:
    named = NAMED.fullmatch(unicodedata.name(sign, ""))
    return sign if named is None else named[2].lower() if named[1] == "SMALL" else named[2]
