"""Lists in pages: each row that was there comes exactly once, whatever is added; no cursor is forged."""

from typing import Any

import pytest
from django.db import transaction
from django.test import Client, RequestFactory
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from akkord.api.paging import Asked, each, page
from akkord.catalogue.models import Recording
from akkord.flow import clock
from akkord.people.actions import issue_token
from cases import makers

pytestmark = pytest.mark.django_db

ORDERS = [("-pk",), ("pk",), ("artist", "-title", "pk"), ("-made_at", "-pk")]


def _add(label: Any, names: list[str]) -> None:
    at = clock.now()
    Recording.objects.bulk_create(
        Recording(title=name, artist=name[:1], organisation=label, made_at=at) for name in names
    )


NAMES = st.lists(st.text("abя", min_size=1, max_size=3), max_size=6)


@given(
    there=NAMES, meanwhile=st.lists(NAMES, max_size=4), limit=st.integers(1, 4), order=st.sampled_from(ORDERS)
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_paging_while_rows_come_gives_each_old_row_exactly_once_in_order(
    there: list[str], meanwhile: list[list[str]], limit: int, order: tuple[str, ...]
) -> None:
    with transaction.atomic():
        label, _ = makers.label()
        _add(label, there)
        rows = Recording.objects.filter(organisation=label)
        old = list(rows.order_by(*order).values_list("pk", flat=True))
        seen: list[int] = []
        cursor, coming = "", iter(meanwhile)
        while True:
            asked = Asked(limit=limit, cursor=cursor)
            answer = page(RequestFactory().get("/x"), asked, rows, each(lambda row: {"pk": row.pk}), order)
            assert len(answer["items"]) <= limit
            seen += [item["pk"] for item in answer["items"]]
            if answer["next"] is None:
                break
            cursor = answer["next"]
            _add(label, next(coming, []))
        assert [number for number in seen if number in set(old)] == old
        assert len(seen) == len(set(seen))
        transaction.set_rollback(True)


def test_a_cursor_opens_its_own_list_alone_and_cannot_be_forged() -> None:
    label, rep = makers.label()
    makers.recordings(label, 3)
    other, _ = makers.label()
    makers.recordings(other, 3)
    reads = Client(headers={"Authorization": f"Bearer {issue_token(rep, 'test')}"})
    base = f"/api/v1/organisations/{label.pk}/recordings"
    first = reads.get(base, {"limit": 2}).json()
    assert len(first["items"]) == 2
    rest = reads.get(base, {"limit": 2, "cursor": first["next"]}).json()
    assert (len(rest["items"]), rest["next"]) == (1, None)
    of_another = f"/api/v1/organisations/{label.pk}/mandates"
    for address, cursor in (
        (of_another, first["next"]),
        (base, first["next"][:-1] + "?"),
        (base, "x" + first["next"]),
        (base, "nonsense"),
        (base, "é\x00:"),
    ):
        refused = reads.get(address, {"cursor": cursor})
        assert (refused.status_code, refused.json()["error"]) == (422, "bad_cursor"), cursor
    for limit in ("0", "501", "-1", "x"):
        assert reads.get(base, {"limit": limit}).json()["error"] == "invalid"


def test_every_list_of_the_api_is_paged() -> None:
    from akkord.api.urls import api

    paged = {
        path
        for path, item in api.get_openapi_schema(path_prefix="")["paths"].items()
        for named in item.get("get", {}).get("parameters", [])
        if named["name"] == "cursor"
    }
    office = {
        f"/organisations/{{number}}/{name}"
        for name in ("deliveries", "recordings", "licences", "policies", "mandates", "orders", "contests")
    }
    assert paged >= {"/organisations", "/uploads", "/music", "/tracks"} | office
