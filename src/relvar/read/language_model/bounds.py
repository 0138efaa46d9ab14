"""What asking may cost, in seconds, bytes and attempts, and how many facts an answer may hold. Every number has its reason."""

from __future__ import annotations

from typing import NamedTuple

LARGEST_BRIEF = 200_000  # characters: some 50,000 tokens, which the context windows in use hold beside an answer
ANSWER_TOKENS = 16_000  # above some 21,000 the clients in use insist on streaming; a brief of ten pages needs a third of this
MOST_OF_A_KIND = 1_000  # facts: the largest published schemas have fewer tables; more is no reading of a brief
LONGEST_NAME = 60  # characters; ids are cut at 40 anyway
LONGEST_QUOTE = 400  # characters: two long sentences
LONGEST_CONDITION = 200  # characters: a condition that people state in one sentence
DEEPEST_CONDITION = 8  # brackets within brackets
MOST_VALUES = 50  # a closed list that is longer is a table
REJECTED_SHOWN = 20  # what was not taken is listed so far and then counted


class Bounds(NamedTuple):
    """Limits of asking. The times are for a local model on a small machine; hosted ones answer in a tenth."""

    attempts: int = 3
    each_s: float = 300.0  # one request, from its first byte sent to the last received
    total_s: float = 600.0  # all attempts with the waiting between them
    first_wait_s: float = 2.0  # doubled with every attempt
    longest_wait_s: float = 60.0  # a server that asks for more is not waited for
    answer_bytes: int = 2_000_000  # 16,000 tokens are some 64 kB; the rest is room for what wraps them
