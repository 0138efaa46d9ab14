"""Sheets with a known design: what a person would make of them is known before."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Sequence

HEADER = "order_id,order_date,customer_id,customer_name,customer_email,zip,city,product_id,product_name,unit_price,quantity,note"
ORDERS = HEADER.split(",")
Row = list[str]


def orders(rows: int, seed: int = 1) -> list[Row]:
    """Orders with their customers, cities and products in every row."""
    chosen = random.Random(seed)
    cities = [(f"{10_000 + 37 * n}", f"City {n % 40}") for n in range(60)]
    customers = [
        (f"C{n:04d}", f"Name {n % 90}", "" if n % 7 == 0 else f"c{n}@example.org", *chosen.choice(cities)) for n in range(max(20, rows // 20))
    ]
    products = [(f"P{n:03d}", f"Product {n}", f"{chosen.randint(100, 9_999) / 100:.2f}") for n in range(50)]
    made = []
    for number in range(rows):
        day = f"2025-{chosen.randint(1, 12):02d}-{chosen.randint(1, 28):02d}"
        note = chosen.choice(["", "", 'says "quick", please', "two\nlines", "x, y"])
        made.append([f"O{number:06d}", day, *chosen.choice(customers), *chosen.choice(products), str(chosen.randint(1, 9)), note])
    return made


def text(header: Sequence[str], rows: Sequence[Sequence[str]], delimiter: str = ",") -> str:
    file = io.StringIO()
    csv.writer(file, delimiter=delimiter, lineterminator="\n").writerows([header, *rows])
    return file.getvalue()


def dirty(rows: int) -> tuple[list[Row], dict[int, str]]:
    """The same with dirt: row number (from 0) -> a piece of the reason by which it must be put aside."""
    made = orders(rows)
    reasons = {
        10: "customer_name is 'Somebody Else'",
        25: "no decimal",
        40: "no date",
        55: "cells where the header",
        70: "the same row as line",
        85: "is that of line",
        90: "customer_id is empty",
    }
    made[10][3] = "Somebody Else"
    made[25][9] = "12,x5"
    made[40][1] = "2025-02-30"
    made[55] = made[55][:-2]
    made[70] = list(made[69])
    made[85][0] = made[84][0]
    made[90][2] = ""
    return made, reasons


PEOPLE = ["order_id", "person_id", "full_name", "address", "phone1", "phone2", "phone_3", "tags", "item1", "price1", "item2", "price2", "settings"]


def people(rows: int) -> list[Row]:
    """Orders of people with everything that first normal form forbids."""
    chosen = random.Random(5)
    names = [f"Given{chr(97 + n % 9)} Family{chr(97 + n % 26)}{chr(97 + n // 26)}" for n in range(30)]
    cities = [(f"{20_000 + n}", f"Town {chr(65 + n)}") for n in range(12)]
    tags = ["red", "green", "blue", "large", "old"]
    made = []
    for n in range(30):
        code, city = chosen.choice(cities)
        phones = [f"+49 {n}{k}" if chosen.random() < 0.6 else "" for k in range(3)]
        some = "; ".join(chosen.sample(tags, chosen.randint(0, 3)))
        made.append([f"P{n:02d}", names[n], f"Road {n}, {code} {city}", *phones, some])
    sold = []
    for number in range(rows):
        person = chosen.choice(made)
        items = [("bolt", "0.25"), ("nut", "0.10"), ("saw", "12.00"), ("", "")]
        settings = chosen.choice(['{"gift": true}', '{"note": "x", "gift": false}', ""])
        pair = [cell for item in chosen.sample(items, 2) for cell in item]
        sold.append([f"N{number:04d}", *person, *pair, settings])
    return sold
