"""Promises of the search page and of its operation: the same hits, escaped, and bad input answered."""

import pytest
from django.test import Client

from akkord.groups import actions as groups
from akkord.people.actions import issue_token
from akkord.search.actions import catch_up
from factories import a_person, a_post, a_track
from web.test_doors import page, signed_in

pytestmark = pytest.mark.django_db


def test_the_page_and_programs_find_the_same() -> None:
    anna = a_person("Алёна Петрова")
    groups.found_group(anna, "Клуб Алёны")
    a_post(anna, "Алёна <b>пишет</b>")
    a_track(anna, "Алёна")
    catch_up()
    shown = page(signed_in(anna), "/search?q=alena")
    for each in ("Алёна Петрова", "Клуб Алёны", "&lt;b&gt;пишет&lt;/b&gt;", "found-music"):
        assert each in shown
    only = page(signed_in(anna), "/search?q=alena&s=clubs")
    assert "Клуб Алёны" in only
    assert "found-people" not in only
    key = {"HTTP_AUTHORIZATION": f"Bearer {issue_token(anna, 'test')}"}
    told = Client().get("/api/v1/search?q=Fktyf", **key).json()
    assert [len(told[kind]) for kind in ("people", "clubs", "audio", "posts")] == [1, 1, 1, 1]
    assert Client().get("/api/v1/search?q=a&s=nothing", **key).status_code == 422


@pytest.mark.parametrize(
    "asked", ["", "q=", "q=%00", "q=%27%22%3Cscript%3E", "q=a&s=nothing", "q=" + "x" * 5000]
)
def test_any_question_is_answered(asked: str) -> None:
    answer = Client().get(f"/search?{asked}")
    assert answer.status_code == 200
    assert b"<script>" not in answer.content.split(b"<main")[1].split(b"</main")[0]
