"""Schemas and tables with dots in their names, told by texts, classes and tables."""

from sqlalchemy import BigInteger, Column, ForeignKey, ForeignKeyConstraint, MetaData, String, Table
from sqlalchemy.orm import declarative_base

Base = declarative_base(metadata=MetaData(schema="my.app"))


class Thing(Base):
    __tablename__ = "a.things"
    __table_args__ = {"schema": "north.dbo"}
    id = Column(BigInteger, primary_key=True, autoincrement=False)
    name = Column("full.name", String(20), unique=True)


class Part(Base):
    __tablename__ = "parts"
    id = Column(BigInteger, primary_key=True, autoincrement=False)
    thing_id = Column(ForeignKey(Thing.id), nullable=False)
    whole_id = Column(ForeignKey("my.app.parts.id"))
    named = Column(String(20))


links = Table(
    "links",
    Base.metadata,
    Column("thing_id", ForeignKey(Thing.__table__.c.id), primary_key=True),
    Column("part_id", ForeignKey(Part.__table__.c["id"]), primary_key=True),
)

Part.__table__.append_constraint(ForeignKeyConstraint(["named"], [Thing.__table__.c["full.name"]], name="part_of_name", ondelete="SET NULL"))
links.append_constraint(ForeignKeyConstraint(["thing_id"], ["my.app.parts.id"]))
