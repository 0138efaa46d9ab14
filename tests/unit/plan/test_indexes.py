"""Indexes: equality, then sort, then range; partial for open work; one for several questions; none where a key serves."""

from __future__ import annotations

from relvar import api
from relvar.model.conceptual import Filter, Override
from relvar.model.design import Computed
from relvar.model.expression import And, ColumnRef, Compare, Constant, Context, InList
from relvar.model.physical import ForeignKey, Index, Physical
from relvar.model.query import Select
from relvar.plan.advisors.drop_redundant_indexes import drop_redundant_indexes
from relvar.plan.advisors.index_patterns import index_patterns
from relvar.plan.advisors.index_references import index_references
from relvar.plan.advisors.realize_patterns import realize_patterns
from relvar.plan.queries.need import Need
from relvar.plan.queries.serve import applies, structures
from tests.unit.normalize.models import projects, shop, volume
from tests.unit.plan.asked import pattern, planned

ADVISORS = (realize_patterns, index_patterns, index_references, drop_redundant_indexes)
OF_USER = Filter(op="=", path=("user_order",))


def columns(index: Index) -> list[tuple[str, bool]]:
    return [(p.expression.column, p.descending) for p in index.parts if isinstance(p.expression, ColumnRef)]


def on(physical: Physical, table: str) -> list[list[tuple[str, bool]]]:
    return [columns(i) for i in physical.tables[table].indexes.values() if not i.unique]


def test_newest_first_under_a_limit_is_equality_then_descending_sort_and_serves_the_reference() -> None:
    newest = pattern("newest", "order", OF_USER, order=("-placed_at",), limit=20)
    physical, decisions = planned(shop(), *ADVISORS, patterns={"newest": newest})
    assert on(physical, "order") == [[("user_id", False), ("placed_at", True)]]
    assert physical.queries["newest"].served_by == ("order.orders_user_id_placed_at_ix",)
    made = next(d for d in decisions if d.subject == "order.orders_user_id_placed_at_ix")
    assert "orders" in made.because and any(isinstance(e, Computed) and "orders" in e.formula for e in made.evidence) and made.instead_of


def test_a_second_question_with_the_same_beginning_gets_no_second_index() -> None:
    asked = {"newest": pattern("newest", "order", OF_USER, order=("-placed_at",), limit=20), "any": pattern("any", "order", OF_USER)}
    physical, _ = planned(shop(), *ADVISORS, patterns=asked)
    assert len(on(physical, "order")) == 1
    assert physical.queries["any"].served_by == physical.queries["newest"].served_by


def test_open_work_gets_a_partial_index_and_finished_work_none() -> None:
    work = pattern("open", "order", Filter(op="in", attribute="status", values=("draft",)), order=("placed_at",), limit=50)
    done = pattern("done", "order", Filter(op="in", attribute="status", values=("shipped",)), order=("placed_at",), limit=50)
    physical, _ = planned(shop(), *ADVISORS, patterns={"open": work})
    (index,) = (i for i in physical.tables["order"].indexes.values() if i.where is not None)
    assert index.where == Compare(op="=", left=ColumnRef(column="status"), right=Constant(value="draft"))
    physical, _ = planned(shop(), *ADVISORS, patterns={"done": done})
    assert all(i.where is None for i in physical.tables["order"].indexes.values())


def test_keys_answer_what_they_can_and_small_tables_are_read_whole() -> None:
    one = pattern("one", "order", Filter(op="="), operation="read_one", include=("order_order_line",))
    small = pattern("small", "category", Filter(op="=", attribute="title"))
    physical, decisions = planned(shop(), *ADVISORS, patterns={"one": one, "small": small})
    assert physical.queries["one"].served_by == ("order.primary_key", "order_line.primary_key")
    assert "100 rows" in physical.queries["small"].exempt and not physical.queries["small"].served_by
    assert not any(d.advisor == "index_patterns" and d.subject.startswith("category.") for d in decisions)


def test_the_tenant_comes_first_in_conditions_and_in_indexes() -> None:
    volumes = {"organization": volume(100, 1, 100), "project": volume(1000, 20, 3e4), "task": volume(1000, 2000, 3e6)}
    asked = {"tasks": pattern("tasks", "task", Filter(op="=", path=("project_task",)), order=("title",), limit=50)}
    physical, _ = planned(projects(), *ADVISORS, patterns=asked, volumes=volumes)
    statement = physical.queries["tasks"].statement
    assert isinstance(statement, Select) and isinstance(statement.where, And)
    first = statement.where.items[0]
    assert isinstance(first, Compare) and isinstance(first.right, Context)
    assert [("organization_id", False), ("project_id", False), ("title", False)] in on(physical, "task")


def test_every_reference_is_served_and_no_index_begins_as_another() -> None:
    asked = {"newest": pattern("newest", "order", OF_USER, order=("-placed_at",), limit=20)}
    for model in (shop(), projects()):
        physical, _ = planned(model, *ADVISORS, patterns=asked if "order" in model.entities else {})
        for id_, table in physical.tables.items():
            begun = [[getattr(p.expression, "column", "") for p in s.parts] for s in structures(physical, id_) if s.method == "ordered"]
            for key in (c for c in table.constraints.values() if isinstance(c, ForeignKey)):
                assert any(set(names[: len(key.columns)]) == set(key.columns) for names in begun), (id_, key.name)
            plain = [columns(i) for i in table.indexes.values() if i.where is None and not i.unique]
            assert not any(a != b and a == b[: len(a)] for a in plain for b in plain)


def test_who_knows_that_nothing_is_deleted_may_leave_a_reference_unserved() -> None:
    subject = "index_references:order_line.order_lines_product_id_fk"
    physical, decisions = planned(shop(), *ADVISORS, decisions={subject: Override(choice="none", because="products are never deleted")})
    assert not on(physical, "order_line")
    assert next(d for d in decisions if d.subject == subject.partition(":")[2]).overridden


def test_planning_is_the_same_each_time() -> None:
    asked = {"newest": pattern("newest", "order", OF_USER, order=("-placed_at",), limit=20)}
    assert planned(shop(), *ADVISORS, patterns=asked) == planned(shop(), *ADVISORS, patterns=asked)


def test_a_rule_of_overlap_among_more_states_is_a_rival_of_the_index_it_holds() -> None:
    open_ = Compare(op="=", left=ColumnRef(column="status"), right=Constant(value="open"))
    both = InList(operand=ColumnRef(column="status"), items=(Constant(value="open"), Constant(value="draft")))
    need = Need(alias="o", table="order", driving=True, conditions=(open_,))
    assert applies(both, need, concluding=True) and not applies(both, need)
    assert not applies(open_, need._replace(conditions=(both,)), concluding=True)


def test_the_small_table_that_is_visited_first_is_named_as_read_whole() -> None:
    per = pattern("per category", "product", operation="aggregate", group_by=("product_category",), measures=("count",))
    physical, _ = planned(shop(), *ADVISORS, patterns={"per": per})
    query = physical.queries["per"]
    assert query.exempt and query.read_whole in physical.tables


MACHINES = """A factory with 40 machines. Each machine writes log lines with a time and a message. Only the last 100 log lines are kept for every
machine. The factory writes alarms with a time and a code; only the last 5,000 alarms are kept. Machines have a name."""


def test_a_report_over_all_that_is_kept_has_no_index_of_its_own() -> None:
    """A year's alarms are all alarms, where only the newest are kept: an index of their times would leave nothing out."""
    physical = api.design(api.brief_of(MACHINES, ["postgresql"])).physical["postgresql"]
    (report,) = (query for query in physical.queries.values() if query.name == "alarms by month")
    assert not report.served_by and "reading them all" in report.exempt
    assert not any(index.parts[0].expression == ColumnRef(column="time") for index in physical.tables["alarm"].indexes.values())


def test_documents_are_found_by_what_lies_in_them_where_its_key_begins_with_another() -> None:
    """What a product is made of lies in the materials, under a key of product and material: who asks by the product finds materials by it."""
    physical = api.design(api.brief_of(MACHINES, ["mongodb"])).physical["mongodb"]
    asked = {i for i, q in physical.queries.items() if "bom_line.primary_key" in q.served_by}
    (index,) = (i for i in physical.collections["material"].indexes.values() if i.keys[0].path == "bom_lines.product_id")
    assert asked and set(index.serves) == asked


HELP = "A helpdesk where requesters open support tickets and agents answer them in queues with an SLA"


def test_a_report_begins_at_what_it_asks_for_and_what_gives_its_order_or_holds_little_is_a_rival() -> None:
    """A table of which nothing is asked is no beginning, however small; what a planner may walk in order, or read from end to end, is named."""
    for store in ("postgresql", "mongodb"):
        physical = api.design(api.brief_of(HELP, [store])).physical[store]
        assert physical.queries["load_by_day"].served_by == ("support_ticket.support_tickets_opened_at_ix",)
    queries = api.design(api.brief_of(HELP, ["postgresql"])).physical["postgresql"].queries
    assert queries["tickets_of_queue"].rivals == ("support_ticket.support_tickets_answer_due_at_open_ix",), "all of the open work is a page or two"
    assert queries["support_ticket_of_agent"].rivals == queries["tickets_by_words"].rivals == ("support_ticket.support_tickets_opened_at_ix",)
    assert not queries["tickets_of_requester"].rivals, "one of 40,000 requesters is not found by a walk"


CALLS = "A mobile phone operator with customers, tariffs, subscriptions, SIM cards, phone numbers and call records"


def test_no_collection_has_the_same_keys_twice() -> None:
    """What questions use by the time of a call lets calls go as well: a server refuses a second index of the same keys."""
    collections = api.design(api.brief_of(CALLS, ["mongodb"])).physical["mongodb"].collections
    for collection in collections.values():
        keys = [(i.keys, i.where) for i in collection.indexes.values()]
        assert all(keys.count(one) == 1 for one in keys)
    (kept,) = (i for i in collections["call_record"].indexes.values() if i.expire_seconds)
    assert kept.serves and "rows leave by age" in kept.because


BUSES = "A public transport operator with lines, stops, timetables, trips, vehicles and delays"
DELIVERY = "A food delivery app where customers order dishes from restaurants and couriers deliver them"
SALES = "A CRM with accounts, contacts, leads, deals in pipeline stages and sales activities"


def test_a_page_in_no_order_may_be_read_from_the_beginning_of_its_table() -> None:
    """One of a few dozen timetables: a page of its trips is full after a few blocks. A page in order, or of a rare value, is not."""
    queries = api.design(api.brief_of(BUSES, ["postgresql"])).physical["postgresql"].queries
    assert queries["trip_of_timetable"].served_by == ("trip.trips_timetable_id_ix",) and queries["trip_of_timetable"].rivals == ("trip",)
    assert queries["timetable_of_trip"].served_by and "stop_time" not in queries["timetable_of_trip"].rivals
    delivery = api.design(api.brief_of(DELIVERY, ["mysql"])).physical["mysql"].queries
    rare = delivery["address_of_customer"]
    assert rare.served_by and "address" not in rare.rivals, "one of thousands of customers"


def test_what_is_empty_is_looked_up_and_read_in_order_behind_it() -> None:
    """Orders without a courier lie side by side in the index of couriers, by promise as any courier's do: no second index is made for them."""
    physical = api.design(api.brief_of(DELIVERY, ["mysql"])).physical["mysql"]
    assert physical.queries["orders_without_courier"].served_by == ("order.orders_courier_id_promised_at_ix",)
    assert [("promised_at", False)] not in on(physical, "order")


def test_open_work_of_few_rows_is_found_by_its_state_where_no_index_is_partial() -> None:
    """The index that is made of the state serves the question that it is made for."""
    physical = api.design(api.brief_of(SALES, ["mysql"])).physical["mysql"]
    assert physical.queries["forecast"].served_by[0] == "deal.deals_status_ix" and not physical.queries["forecast"].exempt
