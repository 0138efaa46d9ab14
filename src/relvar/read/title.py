"""What a brief is about: its title, and the short name of the project."""

from __future__ import annotations

import re

NO_NAME = ("a", "an", "the", "for", "of", "with", "and", "system", "platform", "we", "our", "i", "my", "me", "it", "this", "is")
# What stands before the subject in the first line of many requirement texts
PREAMBLE = re.compile(
    r"^(?:the |here (?:is|are) the |the following (?:is|are|describes) (?:the )?)?(?:"
    r"(?:database )?(?:business )?requirements? ?(?:descriptions?|analysis|specifications?|documents?)?(?: (?:for|of)\b|:|$)|"
    r"as (?=an? |the )|(?:main |primary )(?:functions?|purpose) of\b|this (?:\w+ )?(?:database|system|platform|application|software) "
    r"(?:is |was )?(?:designed |built |intended |made |meant |developed |created )?for\b"
    r"(?: managing\b| storing\b| handling\b| keeping\b)?|this (?:is|system is)\b|in\b(?=[^,.]*,)|"
    r"there (?:is|are)\b(?: (?:\w+ )?(?:kinds?|types?|sorts?) of\b)?|"
    r"(?:database|system) (?:is (?=an? |the |for )|of\b|for\b)(?:for\b)?)"
    r"\s*(?:the |an? |our |this )?",
    re.I,
)
# "Hello, we run a ferry line", "Dear developer,", "Subject: ..." before what a letter is about
GREETING = re.compile(
    r"^(?:(?:hello|hi|hey|greetings|good (?:morning|afternoon|evening|day))(?: (?:all|everyone|everybody|there|team|folks))?\s*(?:[,.!:]+\s*|$)|"
    r"dear [\w .]{1,40}?[,:!]\s*|(?:from|to|date|cc):.*$|(?:subject|re):\s*|memo$)",
    re.I,
)
END_OF_TITLE = re.compile(r"\s+(?:with|for|that|where|which|to|is|are|would|needs|wants|keeps|there|[Ii]|we)\b\s*|[.:;,(]")
EDGES = ' #*-\t"\n'
SUBJECT_WORDS = 4  # before its verb: what is longer names no organization or product
TITLE_WORDS = 8  # a title is the brief's first words; longer ones do not fit a page head
ARTICLE = re.compile(r"^(?:the|an?|our) ", re.I)


def project_name(title: str) -> str:
    """A short safe identifier: at most two words of the title, before its verb ("A bakery takes orders" is about a bakery)."""
    words = [w for w in re.findall(r"[a-z0-9]+", title.lower()) if w not in NO_NAME]
    verbs = [at for at, word in enumerate(words) if _only_verb(word)]
    if verbs[:1] == [0] or title.lower().startswith(("we ", "i ")):  # "we run a bell foundry"
        words, verbs = words[1:], [at - 1 for at in verbs[1:]]
    name = "_".join(words[: min(2, *verbs[:1], 2)] or words[:2])[:24].strip("_") or "design"
    return name if name[0].isalpha() else f"p_{name}"


def _only_verb(word: str) -> bool:
    from relvar.read.text.words import listed, verb_form

    base, form = verb_form(word)
    return bool(base) and form in ("base", "s") and base not in listed("both") and word not in listed("party", "event")


def title_of(text: str) -> str:
    """What a brief is about, in a few words of its first line that says so."""
    told = (PREAMBLE.sub("", GREETING.sub("", line.strip(EDGES))).strip() for line in text.splitlines())
    line = next((line for line in told if line), text)
    head = END_OF_TITLE.split(line, maxsplit=1)[0].strip() or line
    title = _subject(head) or " ".join(ARTICLE.sub("", head).split()[:TITLE_WORDS]) or "Design"
    return title[:1].upper() + title[1:]


def _subject(sentence: str) -> str:
    """ "The rowing club keeps its boats in boathouses" is about the rowing club; "" where nothing tells the subject from the rest."""
    article, *words = sentence.split() or [""]
    verb = next((at for at, word in enumerate(words) if _only_verb(word.lower()) or _governs(words, at)), 0)
    return " ".join(words[:verb]) if article.lower() in ("the", "a", "an", "our") and 1 <= verb <= SUBJECT_WORDS else ""


def _governs(words: list[str], at: int) -> bool:
    """ "a wine importer tracks suppliers": what may be a plural too is a verb between a singular and a plural or an article."""
    from relvar.read.text.words import is_plural, verb_form

    behind = words[at + 1].lower() if 0 < at < len(words) - 1 else ""
    agrees = verb_form(words[at].lower())[1] == "s" and bool(behind) and not is_plural(words[at - 1].lower())
    return agrees and (is_plural(behind) or behind in ("a", "an", "the", "its", "their", "many", "several"))
