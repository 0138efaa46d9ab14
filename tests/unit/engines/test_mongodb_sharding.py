"""A shard key where one node does not do, by what is asked; none where it does; what it breaks is said."""

from __future__ import annotations

from functools import cache

import msgspec

from relvar import api
from relvar.engines.mongodb.operating.sharding import Key, decided, script, shard_keys
from relvar.engines.mongodb.text import text
from relvar.model.design import Design
from relvar.model.documents import DocumentIndex, DocumentKey

MESSAGES = (
    "A messaging service. Users send messages to other users; each message has a text and a time. Users have a unique handle and an email. "
    "Users see their messages by conversation, newest first; a user is found by its handle."
)


@cache
def made(scale: str) -> Design:
    return api.design(api.brief_of(f"{MESSAGES} {scale}", ("mongodb",)))


def of_messages(design: Design) -> Key:
    return next(k for k in shard_keys(design, "mongodb") if k.collection.name == "messages")


def test_a_load_that_one_node_carries_is_not_cut() -> None:
    design = made("1,000 users, 2,000 messages a day.")
    (decision,) = decided(design, "mongodb")
    assert script(design, "mongodb") is None and "not sharded" in decision.choice and decision.because


def test_a_large_collection_is_cut_by_what_its_questions_name() -> None:
    key = of_messages(made("500 million users, 2 billion messages a day."))
    assert key.fields == {"user_id": 1} and key.targeted > 0.99 and not key.lost
    found = script(made("500 million users, 2 billion messages a day."), "mongodb")
    assert found is not None and 'shard("messages", {user_id: 1})' in text(found)


def test_a_unique_index_without_the_key_is_said_to_be_lost() -> None:
    design = made("500 million users, 2 billion messages a day.")
    physical = design.physical["mongodb"]
    unique = DocumentIndex(name="messages_token_uq", keys=(DocumentKey(path="token"),), unique=True, table="message")
    with_it = msgspec.structs.replace(physical.collections["message"], indexes={**physical.collections["message"].indexes, "token": unique})
    design = design.with_(physical={"mongodb": msgspec.structs.replace(physical, collections={**physical.collections, "message": with_it})})
    assert of_messages(design).lost == ("messages_token_uq",)
    found = script(design, "mongodb")
    assert found is not None and text(found).index("unmakeUnique(") < text(found).index('shard("messages"')
    assert "messages_token_uq" in next(decided(design, "mongodb")).because
