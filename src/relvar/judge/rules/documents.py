"""Documents that outgrow what their engine bears, and what nothing refuses in them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from relvar.judge.rule import Hit, Look
from relvar.model.existing import FoundCollection
from relvar.model.figures import size
from relvar.model.mending import Step
from relvar.model.qualified import qualified
from relvar.plan.documents.candidates import SHARE_OF_LIMIT
from relvar.read.text.words import listed

LONG = 250  # elements from which MongoDB Compass shows an array as an unbounded one (compass-crud, shouldShowUnboundArrayInsight)
ENOUGH = 10  # documents whose values all differ, so that it is no chance: ten pairs of equals would be expected of a thousand kinds of code
REFERRING = frozenset(("id", "uuid", "key"))  # endings of what names another document
RISING = frozenset(("ObjectId", "datetime", "Timestamp"))  # types whose values rise with the time of the insert
COUNTED = frozenset(("seq", "sequence", "counter", "serial", "id", "no", "number"))  # endings of what is counted up
WHOLE = frozenset(("integer", "bigint"))
LETTERS = re.compile(r"[a-z]+|[A-Z][a-z]*")


def unbounded_array(look: Look) -> Iterator[Hit]:
    for found in _collections(look):
        for path, array in found.arrays.items():
            if array.bound is None and array.longest >= LONG:
                yield _hit(found, path, f"{found.name}.{path} has {array.longest:,} elements in one document, and nothing ends it")


def large_document(look: Look) -> Iterator[Hit]:
    for found in _collections(look):
        if found.largest > found.most * SHARE_OF_LIMIT:
            yield _hit(found, "", f"a document of {found.name} has {size(found.largest)}; more than {size(found.most)} is refused")


def two_arrays_in_index(look: Look) -> Iterator[Hit]:
    for found in _collections(look):
        for name, paths in found.indexes.items():
            touched = sorted({array for array in found.arrays for path in paths if f"{path}.".startswith(f"{array}.")})
            if any(not longer.startswith(f"{shorter}.") for shorter, longer in itertools.pairwise(touched)):
                fix = () if name in found.upholds else (Step(step="split_index", table=found.name, names={"index": qualified("", name)}),)
                yield _hit(found, name, f"the index {name} of {found.name} has paths into the arrays {' and '.join(touched)}", fix)


def rising_shard_key(look: Look) -> Iterator[Hit]:
    for found in _collections(look):
        for path, way in list(found.shard_key.items())[:1]:
            kinds = set(found.kinds.get(path, ()))
            if way == "ranged" and kinds and (kinds <= RISING or (kinds <= WHOLE and COUNTED & set(_words(path)[-1:]))):
                yield _hit(found, path, f"{found.name} is divided by ranges of {path}, which rises: every insert goes to the last shard")


def no_validator(look: Look) -> Iterator[Hit]:
    for found in _collections(look):
        if not found.validated:
            fix = (Step(step="validate", table=found.name),) if found.shown else ()
            yield _hit(found, "", f"{found.name} takes any document", fix)


def code_not_unique(look: Look) -> Iterator[Hit]:
    """Paths that are called as codes are, at which no value stands twice, and which no index keeps so."""
    for found in _collections(look):
        for path in found.distinct if found.documents >= ENOUGH else ():
            words = _words(path)
            if words and words[-1] in (listed("identifier_head") | {"email"}) - REFERRING and path not in found.uniques:
                fix = (Step(step="keep_unique", table=found.name, members=(path,)),)
                yield _hit(found, path, f"{found.name}.{path} is another one in each of {found.documents:,} documents, and nothing keeps it so", fix)


def _words(path: str) -> list[str]:
    """The words of a field's own name: "orderNo", "order_no"."""
    return [word.lower() for word in LETTERS.findall(path.rpartition(".")[2])]


def _collections(look: Look) -> Iterator[FoundCollection]:
    yield from look.existing.collections.values()


def _hit(found: FoundCollection, inner: str, message: str, fix: tuple[Step, ...] = ()) -> Hit:
    return Hit(element=f"{found.name}.{inner}" if inner else found.name, message=message, place=found.place, fix=fix)
