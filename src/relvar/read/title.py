"""What a brief is about: its title, and the short name of the project."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

# What stands before the subject in the first line of many requirement texts
PREAMBLE = re.compile(
    r"^(?:the |here (?:is|are) the |the following (?:is|are|describes) (?:the )?)?(?:"
    r"(?:database )?(?:business )?requirements? ?(?:descriptions?|analysis|specifications?|documents?)?(?: (?:for|of)\b|\s[-–—]|:|$)|"
    r"(?:project|title|name|topic):|"
    r"(?:main |primary )(?:functions?|purpose) of\b|this (?:\w+ )?(?:database|system|platform|application|software) "
    r"(?:is |was )?(?:designed |built |intended |made |meant |developed |created )?for\b"
    r"(?: managing\b| storing\b| handling\b| keeping\b)?|this (?:is|system is)\b|in\b(?=[^,.]*,)|for (?=an? [^,.]*,)|"
    r"there (?:is|are)\b(?: (?:\w+ )?(?:kinds?|types?|sorts?) of\b)?|about (?=the |our )|(?:track|manage|keep track of) (?!and\b)|"
    r"here is what (?=the |our )|screens? (?=[\"'“])|"
    r"(?:database|system) (?:is (?=an? |the |for )|of\b|for\b)(?:for\b)?)"
    r"\s*(?:the |an? |our |this )?",
    re.I,
)
# "Hello, we run a ferry line", "Dear developer,", "Subject: ..." before what a letter is about
GREETING = re.compile(
    r"^(?:(?:hello|hi|hey|greetings|good (?:morning|afternoon|evening|day))(?: (?:all|everyone|everybody|there|team|folks))?\s*(?:[,.!:]+\s*|$)|"
    r"(?:hello|hi|hey|dear) [\w .]{1,40}?[,:!]\s*|(?:from|to|date|cc|sent):.*$|memo$)",
    re.I,
)
SUBJECT_LINE = re.compile(r"^\s*(?:subject|re|betreff|fwd?)\s*:\s*(?:(?:re|fwd?)\s*:\s*)*(?P<said>\S.*)$", re.I | re.M)
SYSTEMS = r"(?:data ?base|data model|schema|system|software|app|application|platform|tool|solution|saas|web ?site|portal|program(?:me)?|backend)"
# "a database for our gym", "software to manage the rental of costumes": what it is for is what it is called after
SERVES = re.compile(
    rf"\b{SYSTEMS}\b(?: (?:design|project|requirements?))?,? (?:(?:\w+ )?for|of|(?:that|which) (?:manages|tracks|keeps(?: track of)?|stores|handles)|"
    r"(?:is |are )?(?:needed |meant |made |built |designed )?"
    r"(?:for|to) (?:manag(?:e|ing)|track(?:ing)?|run(?:ning)?|organi[sz](?:e|ing)|keep(?:ing)?(?: track of)?|handl(?:e|ing)|record(?:ing)?"
    r"|stor(?:e|ing)))"
    r"(?: (?:managing|tracking|running|handling|storing|recording))? (?:the |an? |our |my |all )?(?P<name>[^\n]+)",
    re.I,
)
# "we run a ferry line", "we are the costume department of an opera house"
WE_RUN = re.compile(
    r"\b(?:we|i)(?: (?:are|am)|'re)?(?: currently| now)?"
    r"(?: are| am|(?<='re)| run| operate| manage| own| have| lead| started| founded| represent| work (?:for|in|at)"
    r"| (?:building|replacing|rebuilding|planning|developing|designing|creating|setting up|moving))"
    r" (?:an?|the|our|my) (?P<name>[^\n]+)|\bon behalf of (?:the |an? |our )?(?P<for>[^\n]+)"
    r"|\b(?:our|my) (?P<own>(?:[\w-]+ ){1,3})(?:needs?|wants?|is looking|would like)\b",
    re.I,
)
WE_DO = re.compile(r"^(?:we|i) (?P<verb>[a-z]+) (?P<name>[^\n]+)", re.I)
# What introduces papers without saying what they are about
PAPERS = re.compile(
    r"^(?:(?:notes?|minutes|summary|transcript|record|protocol)(?: (?:from|of|on))?"
    r"(?: (?:the|our|a) (?:\w+ )?(?:call|meeting|interview|talk|conversation|workshop)"
    r"(?=\W| with| about))?"
    r"|(?:interview|call|meeting|talk)(?: notes)?|data dictionary|data model|screens?(?=\s+of\b)|(?:user )?stories|specifications?(?=\s+(?:of|for)\b)"
    r"|sheet|tab|table|worksheet)"
    r"(?:\s*(?P<about>:| with| of| for| about| from| on)?\s+|\s*:\s*)(?:the |an? |our |my )?",
    re.I,
)
NOTES_BEHIND = re.compile(
    r"(?:\s*(?:\s[-–—]+|[,:])\s*|(?<=\w)\s+(?!notes?\b))"
    r"(?:notes?|requirements?|overview|draft|brief|specification|spec|v\d[\d.]*)\s*$",
    re.I,
)
HEADED = re.compile(r"^\s*#{1,6}\s+")
END_OF_TITLE = re.compile(
    r"\s+(?:with|for|that|where|which|to|is|are|would|needs|wants|keeps|there|has|have|[Ii]|we|on \d\S*|when|whose"
    r"|and (?:we|i|they|it|our))\b\s*|[.:;,(!?]"
)
END_OF_HEADING = re.compile(r"\s+(?:[-–—]+)\s+|[.:;(!?]")
STORY = re.compile(r"^\s*(?:[-*•]\s*)?(?:US[-\s]?\d+[:.)]?\s*)?as (?:an?|the) [^,.\n]{2,60}?,? (?:i|we) \w+", re.I)
CELLS = re.compile(r";(?=\S)|\t|\|")  # between the cells of a sheet's row
EDGES = " #*-\t\"'\n"
SUBJECT_WORDS = 5  # before its verb: what is longer names no organization or product
TITLE_WORDS = 8  # a title is a name; longer ones do not fit a page head
HEADING_WORDS = 12  # of a heading, which its author has made a name already
SENTENCES = 12  # within which a letter or talk says what it is about
MAIN_THINGS = 2  # that name what nobody has named
BEGINNING = 4000  # characters in which a text says what it is about
ARTICLE = re.compile(r"^(?:(?:the|an?|our|my|all|each|every) |(?:data|information) (?:about|on) )", re.I)


def project_name(title: str) -> str:
    """A short safe identifier: at most two words of the title, before its verb ("A bakery takes orders" is about a bakery)."""
    from relvar.read.text.words import listed

    words = [w for w in re.findall(r"[a-z0-9]+", title.lower()) if w not in listed("no_name")]
    verbs = [at for at, word in enumerate(words) if _only_verb(word)]
    if (verbs[:1] == [0] and len(words) > 1) or title.lower().startswith(("we ", "i ")):  # "we run a bell foundry"
        words, verbs = words[1:], [at - 1 for at in verbs[1:]]
    name = "_".join(words[: min(2, *verbs[:1], 2)] or words[:2])[:24].strip("_") or "design"
    return name if name[0].isalpha() else f"p_{name}"


def _only_verb(word: str) -> bool:
    from relvar.read.text.words import listed, verb_form

    base, form = verb_form(word)
    return bool(base) and form in ("base", "s") and base not in listed("both") and word not in listed("party", "event")


def title_of(text: str) -> str:
    """A short name of what a brief is about: its heading or subject, what it is for, who asks, or the things that it speaks of most."""
    text = text[:BEGINNING]  # what a brief is about stands at its beginning
    found = next(filter(None, _names(text)), "") or _main_things(text) or " ".join(_head(text.strip()).split()[:TITLE_WORDS]) or "Design"
    return found[:1].upper() + found[1:]


def _names(text: str) -> Iterator[str]:
    """The names that a text's lines and first sentences give, the surest first."""
    if subject := SUBJECT_LINE.search(text):
        yield _named(subject["said"])
    lines = [line for line in text.splitlines() if line.strip() and not SUBJECT_LINE.match(line)]
    told = [GREETING.sub("", line.strip(EDGES)).strip() for line in lines]
    for line, said in zip(lines[:1], told[:1], strict=True):
        if HEADED.match(line):
            yield _heading(said)
    sentences = [s for line in told for s in re.split(r"(?<=[.!?])\s+", line) if s][:SENTENCES]
    opening = next((at for at, said in enumerate(sentences) if _says(said)), 0)  # "Quick summary. Pilots fly drones."
    if sentences and not STORY.match(sentences[opening]):
        yield _named(sentences[opening])
    for sentence in sentences:
        yield _served(sentence)


def _served(sentence: str) -> str:
    """What a database is for, or who asks for it, as a sentence says it; "" where it says neither."""
    found = (match for way in (SERVES, WE_RUN) if (match := way.search(sentence)))
    return next((_short(next(filter(None, match.groups()))) for match in found), "")


def _named(sentence: str) -> str:
    """The name that one sentence or line gives, or ""."""
    from relvar.read.text.words import listed

    sentence = NOTES_BEHIND.sub("", sentence.strip(EDGES))
    if served := _served(sentence):
        return served
    opening, colon, rest = sentence.partition(":")
    said = colon and rest.strip() and not _says(opening) and "column" not in opening
    sentence = rest.strip() if said else sentence  # "as discussed: the ferry company runs routes"
    sentence = PREAMBLE.sub("", sentence).strip(EDGES)
    if (papers := PAPERS.match(sentence)) is not None:
        rest = sentence[papers.end() :]
        sentence = _apposed(rest) if (papers["about"] or "").strip() in ("with", "from") and rest[:1].isupper() else rest
    if not sentence or _opens_nothing(sentence):
        done = WE_DO.match(sentence)
        return _short(done["name"]) if done and _only_verb(done["verb"].lower()) and done["verb"].lower() not in listed("says_no_trade") else ""
    return _short(sentence)


def _apposed(people: str) -> str:
    """ "Siobhan, oyster farmer, Carlingford": what she is; a name or a date behind a name says nothing."""
    said = next((part.strip() for part in people.split(",")[1:]), "")
    return said if said[:1].islower() else ""


def _opens_nothing(sentence: str) -> bool:
    from relvar.read.text.words import listed

    first = sentence.split()[0].strip(",.!")
    return first.lower() in listed("opens_no_name") and not (first.isupper() and len(first) > 1)  # "IT helpdesk"


def _heading(line: str) -> str:
    """The name that a heading is, whole."""
    line = NOTES_BEHIND.sub("", PAPERS.sub("", PREAMBLE.sub("", line)))
    head = END_OF_HEADING.split(line, maxsplit=1)[0].strip(EDGES)
    return _spelled(ARTICLE.sub("", head)) if len(head.split()) <= HEADING_WORDS and _says(head) else ""


def _head(line: str) -> str:
    return ARTICLE.sub("", END_OF_TITLE.split(line, maxsplit=1)[0].strip(EDGES))


def _short(line: str) -> str:
    head = END_OF_TITLE.split(line, maxsplit=1)[0].strip(EDGES) or line
    found = _subject(head) or " ".join(ARTICLE.sub("", head).split()[:TITLE_WORDS])
    return _spelled(found) if _says(found) and not _is_told(found) else ""


def _says(name: str) -> bool:
    """Whether anything remains beside words for papers and programs."""
    from relvar.read.text.words import listed

    words = re.findall(r"[^\W_]+", name)
    return any(word.lower() not in listed("papers") and not (word.isdigit() or (word.lower() == "it" and word != "IT")) for word in words)


def _is_told(name: str) -> bool:
    """ "thank you", "POST /lists creates": no name."""
    return "/" in name or _opens_nothing(name)


def _spelled(name: str) -> str:
    """ "PIANO TUNING" is shouted, "IT" is not."""
    return name.capitalize() if name.isupper() and len(name.split()) > 1 else name


def _subject(sentence: str) -> str:
    """ "The rowing club keeps its boats in boathouses" is about the rowing club, "Town criers compete" about town criers; "" for no sentence."""
    from relvar.read.text.words import is_plural

    words = sentence.split()
    told = bool(words) and words[0].lower() in ("the", "a", "an", "our", "my")
    words = words[told:]
    verb = next((at for at, word in enumerate(words) if at and (_only_verb(word.lower()) or _governs(words, at))), 0)
    several = verb >= 1 and is_plural(words[verb - 1].lower())
    return " ".join(words[:verb]) if (told or several) and 1 <= verb <= SUBJECT_WORDS else ""


def _governs(words: list[str], at: int) -> bool:
    """ "a wine importer tracks suppliers": what may be a plural too is a verb between a singular and a plural, an article or a preposition."""
    from relvar.read.text.words import is_plural, verb_form

    behind = words[at + 1].lower().strip(",.") if 0 < at < len(words) - 1 else ""
    form, before = verb_form(words[at].lower())[1], words[at - 1].lower()
    agrees = bool(behind) and (form == "base" if is_plural(before) else form == "s")
    return agrees and (is_plural(behind) or behind.endswith("s") or behind in ("a", "an", "the", "its", "their", "many", "several", "on", "at"))


def _main_things(text: str) -> str:
    """ "Patients and appointments": what a text speaks of most, where it names itself nowhere."""
    from relvar.read.text.naming import is_attribute_head, is_container, words_of
    from relvar.read.text.phrases import Noun, parts
    from relvar.read.text.tagger import tag
    from relvar.read.text.tokens import lines, prepared, sentences
    from relvar.read.text.words import plural

    told = prepared(text)
    counted: Counter[tuple[str, ...]] = Counter()
    for line in lines(told):
        cells = line.kind == "row" or len(CELLS.findall(told[line.start : line.end])) > 1
        for sentence in [] if cells else sentences(told, line):
            nouns = [part for part in parts(tag(sentence)) if isinstance(part, Noun)]
            story = STORY.match(told[sentence[0].start : sentence[-1].end])
            things = nouns[1:] if story else nouns  # who tells a story is not what it tells of
            plain = [n for n in things if not (is_attribute_head(n.head) or is_container(words_of(n)) or n.quoted)]
            common = (n for n in plain if n.start == sentence[0].start or told[n.start : n.end].rpartition(" ")[2].islower())  # not "Ms. Berg"
            counted.update(words_of(n) for n in common if _says(n.head) and n.head.isalpha() and not _opens_nothing(n.head))
    names = [" ".join((*words[:-1], plural(words[-1]))) for words, _ in counted.most_common(MAIN_THINGS)]
    return " and ".join(names)
