"""Codes, numbers with a form, addresses of machines."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import Any
from uuid import UUID

from relvar.populate.samples.words import ADJECTIVES, CITIES, COUNTRIES, CURRENCIES, LANGUAGES, MEDIA, NOUNS, ZONES

DAY, DAYS = date(2024, 1, 1), 700  # the days that samples in documents lie in
CAPITALS = "ABCDEFGHJKLMNPRSTUVWXYZ"
HEX = "0123456789abcdef"


def _capitals(random: Random, count: int) -> str:
    return "".join(random.choices(CAPITALS, k=count))


def _digits(count: int) -> Callable[[Random, int], str]:
    least, span = 10 ** (count - 1), 9 * 10 ** (count - 1)
    return lambda random, n: str(least + (n * 7919) % span)  # 7919 is prime to 9 * 10^k: distinct for `span` rows


def _isbn(random: Random, n: int) -> str:
    body = f"978{100_000_000 + n % 900_000_000}"
    return body + str(-sum(int(d) * (1, 3)[i % 2] for i, d in enumerate(body)) % 10)


def _slug(random: Random, n: int) -> str:
    return f"{random.choice(ADJECTIVES)}-{random.choice(NOUNS)}-{n}"


def _argon(random: Random, n: int) -> str:
    return f"$argon2id$v=19$m=19456,t=2,p=1${random.getrandbits(96):024x}${random.getrandbits(160):040x}"


def _letters(n: int, count: int) -> str:
    """The n-th word of so many letters: distinct for 23^count rows."""
    return "".join(CAPITALS[n * 7919 // len(CAPITALS) ** i % len(CAPITALS)] for i in range(count))


MAKERS: dict[str, Callable[[Random, int], Any]] = {
    "password_hash": _argon,
    "token_hash": lambda random, n: f"{random.getrandbits(256):064x}",
    "token": lambda random, n: f"{random.getrandbits(128):032x}",
    "code": lambda random, n: f"{_capitals(random, 2)}-{n:06d}",
    "country": lambda random, n: random.choice(COUNTRIES),
    "language": lambda random, n: random.choice(LANGUAGES),
    "currency": lambda random, n: random.choice(CURRENCIES),
    "time_zone": lambda random, n: random.choice(ZONES),
    "mime_type": lambda random, n: random.choice(MEDIA),
    "iban": lambda random, n: f"DE{10 + n % 89}{10**17 + n * 7919:018d}",
    "bic": lambda random, n: f"{_capitals(random, 4)}DE{_capitals(random, 2)}",
    "digits4": _digits(4),
    "digits7": _digits(7),
    "digits15": _digits(15),
    "serial_number": lambda random, n: f"SN{_capitals(random, 2)}{n:08d}",
    "sku": lambda random, n: f"{random.choice(NOUNS)[:4].upper()}-{n:06d}",
    "gtin": _digits(13),
    "isbn": _isbn,
    "issn": lambda random, n: f"{1000 + n % 9000}-{100 + n * 7 % 900}{n % 10}",
    "vin": lambda random, n: f"WV{_capitals(random, 6)}{n:09d}",
    "license_plate": lambda random, n: f"{_capitals(random, 1)} {_capitals(random, 2)} {n:05d}",
    "icd_code": lambda random, n: f"{_capitals(random, 1)}{n * 7 % 100:02d}.{n % 10}",
    "atc_code": lambda random, n: f"{CAPITALS[n % 14]}{n // 14 % 100:02d}{_letters(n, 2)}{n % 100:02d}",
    "loinc_code": lambda random, n: f"{1000 + n}-{n % 10}",
    "iccid": lambda random, n: f"8949{10**15 + n * 7919:016d}",
    "isrc": lambda random, n: f"DE{_capitals(random, 3)}{n:07d}",
    "airport_code": lambda random, n: _letters(n, 3),
    "flight_code": lambda random, n: f"{_capitals(random, 2)}{1 + n % 9999}",
    "evse_id": lambda random, n: f"DE*{_capitals(random, 3)}*E{n:08d}",
    "metering_point": lambda random, n: f"DE{10**16 + n * 7919:017d}",
    "slug": _slug,
    "url": lambda random, n: f"https://example.org/{_slug(random, n)}",
    "object_key": lambda random, n: f"{random.choice(NOUNS)}/{n:08d}.bin",
    "file_name": lambda random, n: f"{random.choice(NOUNS)}-{n}.pdf",
    "ip_address": lambda random, n: f"203.0.113.{random.randint(1, 254)}",
    "mac_address": lambda random, n: ":".join(f"{b:02X}" for b in (0x02, 0, (n >> 24) & 255, (n >> 16) & 255, (n >> 8) & 255, n & 255)),
    "coordinates": lambda random, n: f"{random.uniform(36, 60):.5f},{random.uniform(-9, 28):.5f}",
    "iso_date": lambda random, n: (DAY + timedelta(days=random.randint(0, DAYS))).isoformat(),
    "iso_instant": lambda random, n: f"{(DAY + timedelta(days=random.randint(0, DAYS))).isoformat()}T{random.randint(0, 23):02d}:00:00Z",
    "iso_time": lambda random, n: f"{random.randint(6, 21):02d}:{random.choice((0, 15, 30, 45)):02d}:00",
    "uuid_text": lambda random, n: str(UUID(int=random.getrandbits(128), version=4)),
    "json": lambda random, n: f'{{"source": "{random.choice(CITIES)}", "n": {n}}}',
}
