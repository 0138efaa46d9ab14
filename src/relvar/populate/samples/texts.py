"""Names, addresses and sentences."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from relvar.populate.samples.words import ADJECTIVES, CITIES, FAMILY, GIVEN, NOUNS, STREETS, VERBS


def given(random: Random, n: int) -> str:
    return random.choice(GIVEN)


def family(random: Random, n: int) -> str:
    return random.choice(FAMILY)


def person(random: Random, n: int) -> str:
    return f"{random.choice(GIVEN)} {random.choice(FAMILY)}"


def email(random: Random, n: int) -> str:
    return f"{random.choice(GIVEN)}.{random.choice(FAMILY)}{n}@example.org".lower()


def username(random: Random, n: int) -> str:
    return f"{random.choice(GIVEN)}{n}".lower()


def phone(random: Random, n: int) -> str:
    return f"+49{30 + n % 60}{1_000_000 + n % 9_000_000}"


def street(random: Random, n: int) -> str:
    return f"{random.choice(STREETS)} Street {random.randint(1, 180)}"


def city(random: Random, n: int) -> str:
    return random.choice(CITIES)


def address(random: Random, n: int) -> str:
    return f"{street(random, n)}, {postal_code(random, n)} {city(random, n)}"


def postal_code(random: Random, n: int) -> str:
    return str(random.randint(10_000, 99_999))


def label(random: Random, n: int) -> str:
    return f"{random.choice(ADJECTIVES)} {random.choice(NOUNS)}"


def name(random: Random, n: int) -> str:
    return f"{random.choice(ADJECTIVES)} {random.choice(NOUNS)} {n}".capitalize()


def title(random: Random, n: int) -> str:
    return f"{random.choice(ADJECTIVES)} {random.choice(NOUNS)} of the {random.choice(ADJECTIVES)} {random.choice(NOUNS)}".capitalize()


def sentence(random: Random, n: int) -> str:
    return f"The {random.choice(ADJECTIVES)} {random.choice(NOUNS)} {random.choice(VERBS)} near the {random.choice(NOUNS)}."


def paragraph(random: Random, n: int) -> str:
    return " ".join(sentence(random, n) for _ in range(random.randint(2, 4)))


def place(random: Random, n: int) -> str:
    return f"{random.choice(CITIES)}, {random.choice(STREETS)} Square"


MAKERS: dict[str, Callable[[Random, int], str]] = {
    "given_name": given,
    "family_name": family,
    "person_name": person,
    "email": email,
    "username": username,
    "phone": phone,
    "street": street,
    "city": city,
    "address": address,
    "postal_code": postal_code,
    "label": label,
    "name": name,
    "title": title,
    "sentence": sentence,
    "text": sentence,
    "paragraph": paragraph,
    "place": place,
}
