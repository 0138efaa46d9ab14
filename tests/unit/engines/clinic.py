"""A small hand-made design with every kind of element: tenants, a life cycle, a slot that must not overlap, a partitioned log."""

from __future__ import annotations

from relvar.model.behaviour import (
    Audit,
    Expire,
    FollowLifeCycle,
    ForbidOverlap,
    Freeze,
    KeepTotal,
    LimitCount,
    NumberWithoutGaps,
    TakeStock,
    TouchTime,
)
from relvar.model.brief import Brief, Quantity, Scale, Source
from relvar.model.conceptual import Conceptual
from relvar.model.design import Design
from relvar.model.expression import (
    And,
    Arithmetic,
    Call,
    ColumnRef,
    Compare,
    Constant,
    Context,
    InList,
    IsNull,
    Matches,
    Parameter,
    StartsWith,
    TextSearch,
)
from relvar.model.physical import (
    CheckConstraint,
    Column,
    ForeignKey,
    Grant,
    Index,
    IndexPart,
    IntegrityCheck,
    Job,
    Partition,
    Physical,
    Policy,
    Role,
    Setting,
    Table,
    UniqueConstraint,
    View,
)
from relvar.model.query import Insert, Join, Ordering, Output, Query, Select, Transaction, Update
from relvar.model.semantic import DataType

BIG, INT, SMALL = DataType(base="integer"), DataType(base="integer", bits=32), DataType(base="integer", bits=16)
TEXT, TIME, DAY = DataType(base="text"), DataType(base="timestamp"), DataType(base="date")
MONEY, JSON, UUID = DataType(base="decimal", precision=12, scale=2), DataType(base="json"), DataType(base="uuid")
NOW = Call(function="now")


def ref(column: str, table: str = "") -> ColumnRef:
    return ColumnRef(column=column, table=table)


def part(column: str, **more: object) -> IndexPart:
    return IndexPart(expression=ref(column), **more)  # type: ignore[arg-type]


def ids(name: str) -> Column:
    return Column(name=name, data=BIG, identity=True)


TENANT = Compare(op="=", left=ref("clinic_id"), right=Context(name="clinic_id", like="clinic.clinic_id"))
OPEN = InList(operand=ref("status"), items=(Constant(value="booked"), Constant(value="arrived")))


def tables() -> dict[str, Table]:
    clinic = Table(
        name="clinics",
        columns={"clinic_id": ids("clinic_id"), "name": Column(name="name", data=TEXT), "seats": Column(name="seats", data=INT)},
        primary_key=("clinic_id",),
        primary_key_name="clinics_pk",
        comment="A clinic is a tenant: it sees its own rows only",
        constraints={
            "seats_ck": CheckConstraint(
                name="clinics_seats_ck", condition=Compare(op=">", left=ref("seats"), right=Constant(value=0)), says="A clinic has a room"
            )
        },
    )
    person = Table(
        name="people",
        columns={
            "clinic_id": Column(name="clinic_id", data=BIG),
            "person_id": ids("person_id"),
            "email": Column(name="email", data=TEXT, sensitivity="personal", mask="domain", nullable=True),
            "full_name": Column(name="full_name", data=TEXT, comment="As the person writes it"),
            "born_on": Column(name="born_on", data=DAY, nullable=True),
            "updated_at": Column(name="updated_at", data=TIME, default=NOW),
        },
        primary_key=("clinic_id", "person_id"),
        primary_key_name="people_pk",
        comment="Somebody who comes to the clinic",
        constraints={
            "clinic_fk": ForeignKey(
                name="people_clinic_id_fk", columns=("clinic_id",), table="clinic", to=("clinic_id",), because="A clinic with people stays"
            ),
            "email_ck": CheckConstraint(
                name="people_email_ck",
                condition=Matches(operand=ref("email"), regex=r"^[^@\s]+@[^@\s]+$"),
                says="An address has one @",
                bad={"email": "nobody"},
            ),
        },
        indexes={
            "email_uq": Index(
                name="people_email_uq",
                parts=(part("clinic_id"), IndexPart(expression=Call(function="lower", arguments=(ref("email"),)))),
                unique=True,
                where=IsNull(operand=ref("email"), negated=True),
                because="One account an address",
            ),
            "name_ix": Index(
                name="people_full_name_ix", parts=(part("full_name", method_class="prefix"),), include=("email",), because="The desk types a name"
            ),
            "words_ix": Index(name="people_words_ix", parts=(part("full_name"), part("email")), method="text", because="Search by words"),
            "trigram_ix": Index(name="people_trigram_ix", parts=(part("full_name", method_class="trigram"),), method="inverted"),
        },
    )
    visit = Table(
        name="visits",
        columns={
            "clinic_id": Column(name="clinic_id", data=BIG),
            "visit_id": ids("visit_id"),
            "person_id": Column(name="person_id", data=BIG),
            "room": Column(name="room", data=SMALL),
            "starts_at": Column(name="starts_at", data=TIME),
            "ends_at": Column(name="ends_at", data=TIME),
            "status": Column(name="status", data=TEXT, default=Constant(value="booked"), values=("booked", "arrived", "done", "cancelled")),
            "total": Column(name="total", data=MONEY, default=Constant(value="0", as_decimal=True)),
            "number": Column(name="number", data=BIG),
            "updated_at": Column(name="updated_at", data=TIME, default=NOW),
        },
        primary_key=("clinic_id", "visit_id"),
        primary_key_name="visits_pk",
        comment="One visit of one person",
        constraints={
            "person_fk": ForeignKey(
                name="visits_person_fk", columns=("clinic_id", "person_id"), table="person", to=("clinic_id", "person_id"), because="History"
            ),
            "number_uq": UniqueConstraint(name="visits_number_uq", columns=("clinic_id", "number"), says="A number names one visit"),
            "order_ck": CheckConstraint(
                name="visits_order_ck", condition=Compare(op="<", left=ref("starts_at"), right=ref("ends_at")), says="It ends after it starts"
            ),
            "status_ck": CheckConstraint(
                name="visits_status_ck",
                condition=InList(operand=ref("status"), items=tuple(Constant(value=v) for v in ("booked", "arrived", "done", "cancelled"))),
                says="A state of the life cycle",
            ),
        },
        indexes={
            "person_ix": Index(
                name="visits_person_ix", parts=(part("clinic_id"), part("person_id"), part("starts_at", descending=True)), because="A person's visits"
            ),
            "open_ix": Index(name="visits_open_ix", parts=(part("clinic_id"), part("starts_at")), where=OPEN, because="The day's board"),
        },
        fill_factor=90,
    )
    line = Table(
        name="lines",
        columns={
            "clinic_id": Column(name="clinic_id", data=BIG),
            "line_id": ids("line_id"),
            "visit_id": Column(name="visit_id", data=BIG),
            "item_id": Column(name="item_id", data=BIG),
            "quantity": Column(name="quantity", data=INT),
            "price": Column(name="price", data=MONEY),
            "amount": Column(name="amount", data=MONEY, generated=Arithmetic(op="*", left=ref("quantity"), right=ref("price"))),
        },
        primary_key=("clinic_id", "line_id"),
        primary_key_name="lines_pk",
        comment="What was done or sold at a visit",
        constraints={
            "visit_fk": ForeignKey(
                name="lines_visit_fk", columns=("clinic_id", "visit_id"), table="visit", to=("clinic_id", "visit_id"), on_delete="cascade"
            ),
            "item_fk": ForeignKey(name="lines_item_fk", columns=("item_id",), table="item", to=("item_id",)),
            "quantity_ck": CheckConstraint(
                name="lines_quantity_ck", condition=Compare(op=">", left=ref("quantity"), right=Constant(value=0)), says="Something"
            ),
        },
        indexes={
            "visit_ix": Index(name="lines_visit_ix", parts=(part("clinic_id"), part("visit_id")), because="The visit's lines"),
            "item_ix": Index(name="lines_item_ix", parts=(part("item_id"),), because="An item's lines"),
        },
    )
    item = Table(
        name="items",
        columns={"item_id": ids("item_id"), "on_hand": Column(name="on_hand", data=INT, default=Constant(value=0))},
        primary_key=("item_id",),
        primary_key_name="items_pk",
        comment="A thing on the shelf",
        constraints={
            "on_hand_ck": CheckConstraint(
                name="items_on_hand_ck", condition=Compare(op=">=", left=ref("on_hand"), right=Constant(value=0)), says="Not below zero"
            )
        },
    )
    counter = Table(
        name="visit_counters",
        columns={"clinic_id": Column(name="clinic_id", data=BIG), "last_number": Column(name="last_number", data=BIG)},
        primary_key=("clinic_id",),
        primary_key_name="visit_counters_pk",
        comment="The last number given in a clinic",
    )
    log = Table(
        name="change_log",
        columns={
            "changed_at": Column(name="changed_at", data=TIME, default=NOW),
            "change_id": ids("change_id"),
            "action": Column(name="action", data=TEXT, values=("insert", "update", "delete")),
            "db_role": Column(name="db_role", data=TEXT),
            "table_name": Column(name="table_name", data=TEXT),
            "row_key": Column(name="row_key", data=TEXT),
            "clinic_id": Column(name="clinic_id", data=BIG, nullable=True),
            "old_values": Column(name="old_values", data=JSON, nullable=True),
        },
        primary_key=("changed_at", "change_id"),
        primary_key_name="change_log_pk",
        comment="Who changed what",
        indexes={"at_ix": Index(name="change_log_at_ix", parts=(part("changed_at"),), method="block_range", because="By time")},
        partition=Partition(column="changed_at", interval="month", ahead=3, keep=36),
    )
    return {"clinic": clinic, "person": person, "line": line, "visit": visit, "item": item, "counter": counter, "log": log}


def behaviours() -> dict[str, object]:
    return {
        "people_touch": TouchTime(table="person", column="updated_at"),
        "visits_touch": TouchTime(table="visit", column="updated_at"),
        "visits_room_ex": ForbidOverlap(table="visit", per=("clinic_id", "room"), start="starts_at", end="ends_at", where=OPEN),
        "visits_total": KeepTotal(table="visit", column="total", of="line", reference=("clinic_id", "visit_id"), term=ref("amount")),
        "items_stock": TakeStock(table="item", column="on_hand", of="line", reference=("item_id",), quantity="quantity"),
        "visits_life_cycle": FollowLifeCycle(
            table="visit",
            column="status",
            initial="booked",
            transitions=(("booked", "arrived"), ("arrived", "done"), ("booked", "cancelled")),
            final=("done", "cancelled"),
        ),
        "visits_limit": LimitCount(table="visit", reference=("clinic_id",), parent="clinic", limit_column="seats", where=OPEN),
        "visits_number": NumberWithoutGaps(table="visit", column="number", per=("clinic_id",), counter="counter"),
        "people_audit": Audit(table="person", log="log", key=("clinic_id", "person_id"), secret=("email",)),
        "log_append_only": Freeze(table="log"),
        "lines_frozen": Freeze(table="line", columns=("price",)),
        "log_expire": Expire(table="log", since="changed_at", months=36),
        "people_expire": Expire(table="person", since="updated_at", months=120, anonymise=("email", "full_name")),
    }


def roles() -> dict[str, Role]:
    return {
        "owner": Role(name="clinic_owner", comment="Owns the tables", duty="owner"),
        "definer": Role(name="clinic_definer", comment="Owns routines that cross clinics", duty="definer", bypasses_row_rules=True),
        "migrator": Role(name="clinic_migrator", comment="Deploys", duty="migrator", login=True, connection_limit=2),
        "app": Role(name="clinic_app", comment="The desk", login=True, statement_timeout_ms=5000, connection_limit=10),
        "reports": Role(name="clinic_reports", comment="Reads masked", login=True, read_only=True, duty="reporting"),
        "jobs": Role(name="clinic_jobs", comment="Schedules", login=True, duty="jobs"),
        "monitor": Role(name="clinic_monitor", comment="Watches", login=True, duty="monitor"),
        "backup": Role(name="clinic_backup", comment="Dumps", login=True, duty="backup"),
    }


def physical() -> Physical:
    guarded = ("person", "visit", "line")
    everything = ("select", "insert", "update", "delete")
    person_visits = Select(
        table="visit",
        alias="v",
        outputs=(Output(expression=ref("visit_id", "v"), name="visit_id"), Output(expression=ref("full_name", "p"), name="full_name")),
        joins=(Join(table="person", alias="p", on=And(items=(_same("clinic_id"), _same("person_id")))),),
        where=And(
            items=(
                Compare(op="=", left=ref("clinic_id", "v"), right=Parameter(name="clinic_id", like="visit.clinic_id")),
                Compare(op="=", left=ref("person_id", "v"), right=Parameter(name="person_id", like="visit.person_id")),
            )
        ),
        order_by=(Ordering(expression=ref("starts_at", "v"), descending=True),),
        limit=10,
    )
    search = Select(
        table="person",
        alias="p",
        outputs=(Output(expression=ref("full_name", "p"), name="full_name"),),
        where=TextSearch(columns=(ref("full_name", "p"), ref("email", "p")), words=Parameter(name="words", like="person.full_name")),
    )
    typed = Select(
        table="person",
        alias="p",
        outputs=(Output(expression=ref("full_name", "p"), name="full_name"),),
        where=StartsWith(operand=ref("full_name", "p"), prefix=Parameter(name="start", like="person.full_name")),
    )
    arrive = Update(
        table="visit",
        sets={"status": Constant(value="arrived")},
        where=And(
            items=(
                Compare(op="=", left=ref("visit_id"), right=Parameter(name="visit_id", like="visit.visit_id")),
                Compare(op="=", left=ref("status"), right=Constant(value="booked")),
            )
        ),
        expect_rows=1,
    )
    return Physical(
        engine="postgresql",
        tables=tables(),
        behaviours=behaviours(),  # type: ignore[arg-type]
        roles=roles(),
        views={
            "people_masked": View(
                name="people_masked", comment="People without their addresses", table="person", masks={"email": "domain", "born_on": "year"}
            ),
            "visit_days": View(
                name="visit_days",
                comment="Visits by day",
                select=Select(
                    table="visit",
                    alias="v",
                    outputs=(
                        Output(expression=ref("clinic_id", "v"), name="clinic_id"),
                        Output(expression=Call(function="day", arguments=(ref("starts_at", "v"),)), name="day"),
                        Output(expression=Call(function="count"), name="visits"),
                    ),
                    group_by=(ref("clinic_id", "v"), Call(function="day", arguments=(ref("starts_at", "v"),))),
                ),
                materialized=True,
                refresh_minutes=60,
                unique_on=("clinic_id", "day"),
            ),
        },
        grants={
            **{f"app_{t}": Grant(role="app", on=t, operations=everything) for t in ("person", "line")},  # type: ignore[arg-type]
            "app_visit": Grant(role="app", on="visit", operations=("select", "insert")),
            "app_visit_status": Grant(role="app", on="visit", operations=("update",), columns=("status", "starts_at", "ends_at")),
            "app_clinic": Grant(role="app", on="clinic", operations=("select",)),
            "app_item": Grant(role="app", on="item", operations=("select",)),
            "reports_people": Grant(role="reports", on="people_masked", operations=("select",)),
            "reports_days": Grant(role="reports", on="visit_days", operations=("select",)),
        },
        policies={
            f"{t}_tenant": Policy(name=f"{t}_tenant", table=t, roles=("app", "reports"), operations=everything, using=TENANT, check=TENANT)  # type: ignore[arg-type]
            for t in guarded
        },
        queries={
            "person_visits": Query(name="a person's visits", statement=person_visits, per_day=1000, latency_ms=50, served_by=("visit.person_ix",)),
            "search": Query(name="people by words", statement=search, per_day=100, latency_ms=100, served_by=("person.words_ix",)),
            "typed": Query(name="people as one types", statement=typed, per_day=100, latency_ms=100, served_by=("person.name_ix",)),
        },
        transactions={
            "arrive": Transaction(
                name="a person arrives",
                statements=(arrive,),
                invariant="a visit arrives once",
                isolation="read committed",
                isolation_because="One row is read and written in one statement.",
                guard="condition",
            )
        },
        integrity={
            "totals": IntegrityCheck(
                name="totals",
                says="No visit has a negative total",
                select=Select(
                    table="visit",
                    alias="v",
                    outputs=(Output(expression=ref("visit_id", "v"), name="visit_id"),),
                    where=Compare(op="<", left=ref("total", "v"), right=Constant(value=0)),
                ),
            )
        },
        settings={
            "visit.autovacuum_vacuum_scale_factor": Setting(value="0.01", because="Small passes"),
            "shared_buffers": Setting(value="512MB", because="Fits"),
        },
        jobs={"partitions": Job(name="partitions ahead", task="ensure_partitions"), "retention": Job(name="old log", task="expire", on="log_expire")},
        extensions=("pg_stat_statements",),
        context={"clinic_id": "clinic.clinic_id"},
    )


def _same(column: str) -> Compare:
    return Compare(op="=", left=ref(column, "p"), right=ref(column, "v"))


def add_person(email: str) -> Insert:
    return Insert(
        table="person",
        values={"clinic_id": Constant(value=1), "email": Constant(value=email), "full_name": Constant(value="x")},
        returning=("person_id",),
    )


def design() -> Design:
    """The design around the store."""
    source = Source(kind="rule", words="made by hand")
    number = Quantity(value=1, unit="", source=source)
    scale = Scale(
        years=number, growth_per_year=number, peak_factor=number, read_share=number, latency_p95_ms=number, rpo_minutes=number, rto_minutes=number
    )
    brief = Brief(text="Clinics", title="Clinics", project="clinic", stores=("postgresql",))
    return Design(brief=brief, conceptual=Conceptual(scale=scale), physical={"postgresql": physical()})
