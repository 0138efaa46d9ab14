import enum
import os
import uuid
from datetime import datetime
from decimal import Decimal
from typing import Annotated, List, Optional

from sqlalchemy import (BigInteger, CheckConstraint, Column, DateTime, Enum, ForeignKey, ForeignKeyConstraint, Index, Integer, Numeric, String, Table,
                        Text, UniqueConstraint, func, text)
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column, relationship
from sqlalchemy.dialects.postgresql import JSONB, UUID

os._exit(1)  # nothing of this file may ever run

intpk = Annotated[int, mapped_column(primary_key=True)]
str50 = Annotated[str, mapped_column(String(50))]


class Base(DeclarativeBase):
    type_annotation_map = {dict: JSONB, Decimal: Numeric(12, 2)}


class Stamped:
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())

    @declared_attr
    def changed_by(cls):
        return Column(Integer)

    @declared_attr
    def weird(cls):
        x = 1
        return make(x)


class Status(enum.Enum):
    new = "n"
    paid = "p"


post_tags = Table(
    "post_tags",
    Base.metadata,
    Column("post_id", ForeignKey("posts.id", ondelete="CASCADE"), primary_key=True),
    Column("tag_id", Integer, ForeignKey("tags.id"), primary_key=True),
)


class User(Stamped, Base):
    __tablename__ = "users"
    __table_args__ = (
        UniqueConstraint("email", "tenant", name="uq_email"),
        CheckConstraint("age >= 18", name="adult"),
        Index("ix_lower", func.lower("nick"), unique=True, postgresql_where=text("nick IS NOT NULL")),
        {"comment": "who may log in"},
    )
    id: Mapped[intpk]
    email: Mapped[str] = mapped_column(String(255), index=True)
    tenant: Mapped[int]
    nick: Mapped[Optional[str50]]
    age: Mapped[int | None]
    bio: Mapped["str | None"] = mapped_column(Text, comment="free text")
    status: Mapped[Status] = mapped_column(default=Status.new)
    balance: Mapped[Decimal] = mapped_column(server_default=text("0"))
    settings: Mapped[dict]
    seen: Mapped[datetime] = mapped_column(onupdate=datetime.utcnow, default=datetime.utcnow)
    boss_id: Mapped[Optional[int]] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    posts: Mapped[List["Post"]] = relationship(back_populates="author")
    odd: Mapped[Frob]


class Post(Base):
    __tablename__ = "posts"
    id = Column(UUID(as_uuid=True), primary_key=True, default=uuid.uuid4)
    author_id = Column("author", ForeignKey(User.id), nullable=False, unique=True)
    title = Column(String(80), nullable=False)
    kind = Column(Enum("a", "b", name="kind"), server_default="a")
    price = Column(Numeric(10, 2), CheckConstraint("price > 0"))
    stars = Column(Integer, default=lambda: compute())


class Tag(Base):
    __tablename__ = "tags"
    id = Column(BigInteger, primary_key=True)
    name = Column(Text, unique=True, nullable=False)


class Special(Tag):
    extra = Column(Text, nullable=False)


class Line(Base):
    __tablename__ = "lines"
    post_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("posts.id"), primary_key=True)
    no: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)


class Part(Base):
    __tablename__ = "parts"
    id: Mapped[int] = mapped_column(primary_key=True)
    post: Mapped[uuid.UUID]
    line: Mapped[int]
    __table_args__ = (ForeignKeyConstraint(["post", "line"], ["lines.post_id", "lines.no"], ondelete="CASCADE"),)


Index("ix_posts_title", Post.title.desc())
