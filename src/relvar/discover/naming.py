"""The words of columns' names, and what they say of the values."""

from __future__ import annotations

import re

from relvar.model.letters import in_ascii

NAMED_BY = """id code key number no nr num sku isbn issn ean gtin iban bic email mail zip postcode plz uuid guid ref reference symbol
abbreviation iso vin ssn icao iata login username handle slug barcode serial"""
NAMING = frozenset(NAMED_BY.split())
WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
# digits that are dialled, scanned or put on letters: nobody adds them up, and leading zeros or a letter come with the next row
LABELLED = "zip postal postcode plz phone telephone tel telefon mobile fax isbn issn ean gtin upc iban ssn barcode"
LABELS = frozenset(LABELLED.split())
BESIDE = frozenset(["code", "number", "no", "nr", "num"])


def words(name: str) -> tuple[str, ...]:
    """The words of a column's name, lower case: orderId, order_id and "Order ID" have the same; Straße is strasse."""
    return tuple(word.lower() for word in WORD.findall(in_ascii(name)))


def labels(name: str) -> bool:
    """Whether a column of this name holds digits that are no quantity: zip, "Postal Code", phone1, but not phone_calls."""
    heads = [word for word in words(name) if word not in BESIDE and not word.isdigit()]
    return bool(heads) and heads[-1] in LABELS
