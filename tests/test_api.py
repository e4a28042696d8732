"""Tills and web shops report purchases: whose they are, once each, and what is refused."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from models.api_token import ApiAnswer, ApiToken
from models.changes import Change
from models.customer import Customer, CustomerKind
from models.member import Member
from models.purchase import Purchase, PurchaseSource
from tests.secret import another_company
from tests.tills import PURCHASES, Till, purchases
from tests.town import BANGKOK, Town
from web.api.doors import Door
from web.api.problems import Refused

NAN = "+66812345678"


def shop(database_url: str) -> Iterator[Till]:
    town = Town(database_url)
    town.member("แบงค์")
    town.customer("แนน", "แบงค์", phone=NAN, kind=CustomerKind.CONSUMER)
    yield Till.of(town)
    town.jod.stop()


@pytest.fixture
def till(sqlite_url: str) -> Iterator[Till]:
    """Where the database makes no difference."""
    yield from shop(sqlite_url)


@pytest.fixture
def anywhere(database_url: str) -> Iterator[Till]:
    yield from shop(database_url)


def customer(town: Town, name: str = "แนน") -> Customer:
    with town.database() as session:
        return session.scalars(select(Customer).where(Customer.name == name)).one()


def refusal(answer: TestResponse, status: int) -> dict[str, Any]:
    """The problem, which says the same in every place where it says anything."""
    assert (answer.status_code, answer.content_type) == (status, "application/problem+json"), answer.text
    told: dict[str, Any] = answer.get_json()
    assert told["status"] == status
    return told


def blamed(answer: TestResponse, status: int = 422) -> str:
    """The place in the body that is to blame."""
    (fault,) = refusal(answer, status)["errors"]
    return str(fault["pointer"])


def test_a_purchase_is_stored_and_counted_for_the_customer(anywhere: Till) -> None:
    nan = customer(anywhere.town)
    told = anywhere.sell(
        external_key="POS-1",
        occurred_at="2026-11-26T08:30:00+07:00",
        phone="081-234-5678",
        items=[{"name": "ปูน", "quantity": 20, "unit": "ถุง", "amount": "2600.50"}],
        code="NOV10",
    )
    (stored,) = purchases(anywhere.town)
    assert told == {
        "id": stored.id,
        "external_key": "POS-1",
        "customer_id": nan.id,
        "amount": "2600.50",
        "item": "ปูน",
        "occurred_at": "2026-11-26T08:30:00+07:00",
        "time_zone_assumed": None,
    }
    assert (stored.amount, stored.quantity, stored.unit) == (Decimal("2600.5"), 20, "ถุง")
    assert (stored.source, stored.promo_code, stored.member_id) == (PurchaseSource.API, "NOV10", None)
    after = customer(anywhere.town)
    assert (after.purchase_count, after.purchase_total) == (1, Decimal("2600.5"))
    assert after.last_purchase_at == datetime(2026, 11, 26, 8, 30, tzinfo=BANGKOK)
    assert after.last_contact_at is None, "nobody of the team has spoken with her"


def test_several_items_are_one_purchase(till: Till) -> None:
    items = [{"name": "ครีม", "quantity": 2, "amount": 500}, {"name": "สบู่", "amount": 40.25}]
    assert till.sell(items=items)["amount"] == "540.25"
    assert till.sell("486.23", items=items)["item"] == "ครีม 2, สบู่"
    assert [one.amount for one in purchases(till.town)] == [Decimal("540.25"), Decimal("486.23")]


def test_whose_it_is(till: Till) -> None:
    nan = customer(till.town).id
    till.town.customer("ก", "แบงค์", phone="+66899999999")
    till.town.customer("ข", "แบงค์", phone="+66899999999")
    assert till.sell(1, customer_id=nan)["customer_id"] == nan
    assert till.sell(2)["customer_id"] is None
    assert till.sell(3, phone="0877777777")["customer_id"] is None
    assert till.sell(4, phone="0899999999")["customer_id"] is None, "two have the number"
    assert [one.phone for one in purchases(till.town)] == [None, None, "+66877777777", "+66899999999"]


def test_a_customer_that_turned_out_to_be_another_is_that_one(till: Till) -> None:
    nan, double = customer(till.town).id, till.town.customer("แนนนี่", "แบงค์")
    with till.town.database() as session:
        row = session.get_one(Customer, double)
        row.deleted, row.merged_into_id = True, nan
    assert till.sell(1, customer_id=double)["customer_id"] == nan


def test_when_it_was(till: Till) -> None:
    assert till.sell(1, occurred_at="2026-11-25T23:30:00Z")["occurred_at"] == "2026-11-26T06:30:00+07:00"
    assumed = till.sell(1, occurred_at="2026-11-26T08:00")
    assert (assumed["occurred_at"], assumed["time_zone_assumed"]) == (
        "2026-11-26T08:00:00+07:00",
        "Asia/Bangkok",
    )
    assert till.sell(1)["occurred_at"] == "2026-11-26T09:00:00+07:00"


def test_the_same_key_gets_the_first_answer_again(anywhere: Till) -> None:
    first = anywhere.send({"total": 650}, "a")
    again = anywhere.send({"total": 650}, "a")
    assert (again.status_code, again.data) == (201, first.data)
    assert "Idempotency-Replayed" not in first.headers
    assert again.headers["Idempotency-Replayed"] == "true"
    assert refusal(anywhere.send({"total": 651}, "a"), 422)["type"] == "urn:jod:problem:key-reused"
    assert len(purchases(anywhere.town)) == 1


def test_two_tills_may_count_alike(till: Till) -> None:
    till.sell(1, "1")
    Till.of(till.town, "หลังร้าน").sell(2, "1")
    assert [one.amount for one in purchases(till.town)] == [1, 2]


def test_a_refused_body_is_mended_under_the_same_key(till: Till) -> None:
    assert blamed(till.send({"total": "1.234"}, "a")) == "#/total"
    assert till.sell("1.23", "a")["amount"] == "1.23"


def test_the_same_external_key_is_the_same_purchase(anywhere: Till) -> None:
    first = anywhere.sell(10, external_key="POS-1")
    problem = refusal(anywhere.send({"total": 10, "external_key": "POS-1"}), 409)
    assert (problem["purchase_id"], len(purchases(anywhere.town))) == (first["id"], 1)


def test_many_at_once_store_one(anywhere: Till) -> None:
    """A till that lost the answer asks again on every line it has."""

    def report(_: int) -> TestResponse:
        return anywhere.send({"total": 650, "external_key": "POS-1", "phone": "0812345678"}, "same")

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(report, range(8)))
    assert {one.data for one in answers if one.status_code != 503} == {answers[0].data}
    assert customer(anywhere.town).purchase_count == len(purchases(anywhere.town)) == 1


def test_what_is_brought_back(anywhere: Till) -> None:
    anywhere.sell(100, external_key="POS-1", phone="0812345678", items=[{"name": "ปูน", "quantity": 4}])
    assert anywhere.sell(30, returns="POS-1")["amount"] == "-30.00"
    assert blamed(anywhere.send({"total": 80, "returns": "POS-1"})) == "#/total"
    rest = anywhere.sell(returns="POS-1", external_key="R-1")
    assert (rest["amount"], rest["item"], rest["customer_id"]) == ("-70.00", "ปูน", customer(anywhere.town).id)
    assert blamed(anywhere.send({"returns": "POS-1"})) == "#/returns"
    after = customer(anywhere.town)
    assert (after.purchase_count, after.purchase_total) == (1, Decimal(0))


WRONG: list[tuple[Any, str]] = [
    ({}, "#/total"),
    ({"items": [{"name": "ปูน", "amount": 1}, {"name": "ทราย"}]}, "#/total"),
    ({"total": -1}, "#/total"),
    ({"total": "-1"}, "#/total"),
    ({"total": "NaN"}, "#/total"),
    ({"total": 1_000_000_001}, "#/total"),
    ({"total": 0.001}, "#/total"),
    ({"total": True}, "#/total"),
    ({"items": [{"name": "ปูน", "amount": 1.999}]}, "#/items/0/amount"),
    ({"total": 1, "items": [{"name": ""}]}, "#/items/0/name"),
    ({"total": 1, "items": [{"name": "a\x00b"}]}, "#/items/0/name"),
    ({"total": 1, "items": [{"name": "ปูน"}] * 101}, "#/items"),
    ({"total": 1, "items": [{"name": "ปูน", "quantity": 0}]}, "#/items/0/quantity"),
    ({"total": 1, "phone": "12345"}, "#/phone"),
    ({"total": 1, "phone": "0812345678", "customer_id": 1}, "#/customer_id"),
    ({"total": 1, "customer_id": 987654}, "#/customer_id"),
    ({"total": 1, "occurred_at": "yesterday!"}, "#/occurred_at"),
    ({"total": 1, "occurred_at": "2026-11-28T09:00:00+07:00"}, "#/occurred_at"),
    ({"total": 1, "occurred_at": "9999-12-31T23:59:59-12:00"}, "#/occurred_at"),
    ({"total": 1, "occurred_at": "0001-01-01T00:00:00+14:00"}, "#/occurred_at"),
    ({"total": 1, "returns": "nothing"}, "#/returns"),
    ({"total": 0, "returns": "nothing"}, "#/total"),
    ({"total": 1, "returns": "nothing", "phone": "0812345678"}, "#/phone"),
    ({"total": 1, "price": 2}, "#"),
    ([1], "#"),
]


def test_what_is_wrong_is_told_by_its_place(anywhere: Till) -> None:
    assert [(body, blamed(anywhere.send(body))) for body, _ in WRONG] == WRONG
    assert purchases(anywhere.town) == []


def test_what_is_no_report_at_all(till: Till) -> None:
    assert "JSON" in refusal(till.send(b"{"), 400)["detail"]
    assert "JSON" in refusal(till.send(b'"\\ud800"'), 400)["detail"]
    refusal(till.send(b"{}", content_type="text/plain"), 415)
    refusal(till.send(b'{"total": 1' + b" " * 70_000 + b"}"), 413)
    refusal(till.send({"total": 1}, headers={"Idempotency-Key": ""}), 400)
    refusal(till.send({"total": 1}, headers={"Idempotency-Key": "ก" * 3}), 400)
    refusal(till.send({"total": 1}, "k" * 65), 400)
    wrong = till.town.web.get(PURCHASES)
    assert refusal(wrong, 405)["title"] == "Method Not Allowed"
    assert set(wrong.headers["Allow"].split(", ")) == {"OPTIONS", "POST"}
    refusal(till.town.web.post("/api/sales"), 404)
    assert till.town.web.get("/nowhere").content_type.startswith("text/html")
    with till.town.database() as session:
        assert session.scalar(select(func.count()).select_from(ApiAnswer)) == 0


def test_answers_are_forgotten_and_purchases_are_not(till: Till) -> None:
    till.sell(650, "a", external_key="POS-1")
    till.town.clock.wait(timedelta(days=366))
    till.town.jod.worker.retention.work()
    refusal(till.send({"total": 650, "external_key": "POS-1"}, "a"), 409)


def test_only_a_good_token_lets_in(till: Till) -> None:
    for shown in ("", "Bearer", "Bearer nonsense", "Basic " + till.token, "Bearer ก"):
        answer = till.send({"total": 1}, headers={"Authorization": shown})
        assert refusal(answer, 401)["type"] == "urn:jod:problem:no-token"
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    with till.town.database() as session:
        session.scalars(select(ApiToken)).one().revoked_at = till.town.clock.now()
    refusal(till.send({"total": 1}), 401)
    assert purchases(till.town) == []


def test_a_till_knows_only_its_own_company(till: Till) -> None:
    nan, stranger = customer(till.town).id, another_company(till.town).owner
    with till.town.database() as session:
        theirs = session.get_one(Member, stranger).workspace_id
    other = Till.of(till.town, workspace=theirs)
    till.sell(100, "1", external_key="POS-1")
    assert other.sell(1, "1", external_key="POS-1", phone="0812345678")["customer_id"] is None
    assert blamed(other.send({"total": 1, "customer_id": nan})) == "#/customer_id"
    other.sell(1, returns="POS-1")
    assert blamed(other.send({"total": 1, "returns": "POS-1"})) == "#/returns"
    assert customer(till.town).purchase_count == 0


def test_what_comes_too_fast_is_told_when_to_come_again(till: Till) -> None:
    clock = till.town.clock
    door = Door(till.town.jod.database, clock, a_minute=2)
    clock.at += timedelta(seconds=20)
    with till.town.jod.web.test_request_context(headers=till.headers()):
        assert door.let_in().name == door.let_in().name == "หน้าร้าน"
        with pytest.raises(Refused) as refused:
            door.let_in()
        clock.at += timedelta(seconds=40)
        door.let_in()
    assert refused.value.problem.status == 429
    assert refused.value.headers["Retry-After"] == "40"


def test_the_history_tells_of_it_and_nobody_undoes_it_by_accident(till: Till) -> None:
    till.sell(100, phone="0812345678")
    with till.town.database() as session:
        made = session.scalars(select(Change).where(Change.table_name == Purchase.__tablename__)).one()
    assert (made.actor_id, made.event[:4]) == (None, "api:")
    assert till.town.say("แบงค์", "ยกเลิก")[0].startswith("ไม่มี")
