"""How long a large schema takes in each language: a thousand tables, some 300 KB. Run: python bench/languages.py"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from relvar import api

TABLES = 1_000


def dbml(n: int) -> str:
    return f"""Table t{n} {{
  id bigint [pk, increment]
  name varchar(80) [not null, unique, note: 'what it is called']
  price decimal(10,2) [default: 0]
  status varchar [default: 'new']
  placed_at timestamptz [default: `now()`]
  t{max(n - 1, 0)}_id bigint [not null, ref: > t{max(n - 1, 0)}.id]
  indexes {{
    (status, placed_at) [name: 'ix_{n}']
  }}
}}
"""


def prisma(n: int) -> str:
    back = f"  next T{n + 1}[]\n" if n + 1 < TABLES else ""
    ref = f'  before T{n - 1} @relation(fields: [beforeId], references: [id], onDelete: Cascade)\n  beforeId BigInt @map("before_id")\n' if n else ""
    return f"""model T{n} {{
  id BigInt @id @default(autoincrement())
  name String @unique @db.VarChar(80)
  price Decimal @default(0) @db.Decimal(10, 2)
  status String @default("new")
  placedAt DateTime @default(now()) @map("placed_at") @db.Timestamptz(6)
{ref}{back}  @@index([status, placedAt], map: "ix_{n}")
  @@map("t{n}")
}}
"""


def mermaid(n: int) -> str:
    line = f"  T{n - 1} ||--o{{ T{n} : has\n" if n else "erDiagram\n"
    return f"""{line}  T{n} {{
    bigint id PK
    string name UK "what it is called, and by whom, and since when"
    decimal price "in euros, with two decimals, never below zero"
    string status "new, paid or sent"
    datetime placed_at "when the customer did it"
    bigint t{max(n - 1, 0)}_id FK "the one before it"
  }}
"""


def plantuml(n: int) -> str:
    line = f"t{n - 1} ||--o{{ t{n} : has\n" if n else "@startuml\n"
    return f"""{line}entity t{n} {{
  *id : bigint <<PK>> <<generated>>
  --
  *name : varchar(80) <<unique>>
  *price : decimal(10,2) = 0
  status : varchar(20) = 'new'
  *placed_at : timestamp
  *t{max(n - 1, 0)}_id : bigint <<FK>>
  described_by_somebody : text
  described_a_second_time : text
}}
"""


def django(n: int) -> str:
    head = "from django.db import models\n\n\n" if not n else ""
    ref = f"    before = models.ForeignKey('T{n - 1}', on_delete=models.CASCADE)\n" if n else ""
    return f"""{head}class T{n}(models.Model):
    name = models.CharField(max_length=80, unique=True)
    price = models.DecimalField(max_digits=10, decimal_places=2)
    status = models.CharField(max_length=10, choices=[("n", "New"), ("p", "Paid")])
    placed_at = models.DateTimeField(auto_now_add=True)
{ref}
    class Meta:
        indexes = [models.Index(fields=["status", "-placed_at"], name="ix_{n}")]


"""


def sqlalchemy(n: int) -> str:
    head = "from sqlalchemy.orm import *\n\n\nclass Base(DeclarativeBase):\n    pass\n\n\n" if not n else ""
    ref = f"    before_id: Mapped[int] = mapped_column(ForeignKey('t{n - 1}.id'))\n" if n else ""
    return f"""{head}class T{n}(Base):
    __tablename__ = "t{n}"
    __table_args__ = (Index("ix_{n}", "status", "placed_at"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)
    price: Mapped[Decimal] = mapped_column(Numeric(10, 2))
    status: Mapped[Optional[str]]
    placed_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
{ref}

"""


MADE: dict[str, Callable[[int], str]] = {
    ".dbml": dbml, ".prisma": prisma, ".mmd": mermaid, ".puml": plantuml, "_django.py": django, "_sqlalchemy.py": sqlalchemy,
}  # fmt: skip


def main() -> None:
    """Seconds of reading, of lifting, and of judging."""
    with tempfile.TemporaryDirectory() as folder:
        for ending, write in MADE.items():
            path = Path(folder, f"schema{ending}")
            path.write_text("".join(map(write, range(TABLES))))
            clock = time.process_time()
            found = api.imported(str(path))
            read = time.process_time() - clock
            api.lifted(found)
            lifted = time.process_time() - clock - read
            faults = api.judged(found)
            judged = time.process_time() - clock - read - lifted
            references = sum(len(table.references) for table in found.tables.values())
            size = f"{path.stat().st_size / 1e3:.0f} KB, {len(found.tables)} tables, {references} references"
            print(f"{found.language:>10} {size}: read {read:.1f} s, lift {lifted:.1f} s, check {judged:.1f} s, {len(faults)} faults")


if __name__ == "__main__":
    main()
