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
