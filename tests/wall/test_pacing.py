"""New accounts write few links and not too fast; old ones as they like; who is limited writes nothing."""

from datetime import timedelta
from typing import Any

import pytest

from akkord.flow import clock
from akkord.people.models import Person
from akkord.people.rules.trust import STEPS
from akkord.wall import actions, errors
from factories import a_person, a_post

pytestmark = pytest.mark.django_db
TWO = "https://a.example and https://b.example/path."
THREE = f"{TWO} And https://c.example"


@pytest.fixture(autouse=True)
def _quiet(settings: Any) -> None:
    settings.WAKES = {event: [] for event in settings.WAKES}


@pytest.fixture
def new() -> Person:
    return a_person(date_joined=clock.now())


def test_a_new_account_writes_two_links_and_no_third(new: Person) -> None:
    post = a_post(new, TWO)
    with pytest.raises(errors.TooManyLinks):
        a_post(new, THREE)
    with pytest.raises(errors.TooManyLinks):
        actions.write_comment(new, post, text=THREE)
    assert a_post(a_person(), THREE)
    with clock.at(clock.now() + timedelta(days=8)):
        assert a_post(new, THREE)


def test_a_new_account_writes_so_many_posts_an_hour_and_goes_on_later(new: Person) -> None:
    most = STEPS[0].posts_an_hour
    assert most is not None
    for number in range(most):
        post = a_post(new, str(number))
    with pytest.raises(errors.TooFast):
        a_post(new, "one more")
    actions.write_comment(new, post, text="Comments are counted by themselves")
    with clock.at(clock.now() + timedelta(hours=1, seconds=1)):
        assert a_post(new, "one more")


def test_a_new_account_writes_so_many_comments_an_hour(new: Person) -> None:
    post, most = a_post(a_person()), STEPS[0].comments_an_hour
    assert most is not None
    for number in range(most):
        actions.write_comment(new, post, text=str(number))
    with pytest.raises(errors.TooFast):
        actions.write_comment(new, post, text="one more")
