"""Statistics of a community: what stands is counted by its day, and few people are not told by number."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from akkord.flow import clock
from akkord.groups import actions as groups
from akkord.wall import actions
from akkord.wall.queries.figures import DAYS, figures_of
from akkord.wall.rules import FEWEST_TOLD, told_count
from factories import a_club, a_person
from web.test_doors import page, signed_in


@given(st.integers(0, 100))
def test_few_are_not_told_and_none_are(count: int) -> None:
    assert told_count(count) == (None if 0 < count < FEWEST_TOLD else count)


@pytest.mark.django_db
def test_what_stands_is_counted_by_its_day() -> None:
    anna = a_person("Anna")
    with clock.at(clock.now() - timedelta(days=2)):
        club = a_club(anna)
        post = actions.write_post(anna, wall_group=club, text="Then")
    people = [a_person(f"Member {number}") for number in range(FEWEST_TOLD)]
    for each in people:
        groups.join(each, club)
        actions.like(each, post)
    said = actions.write_comment(people[0], post, text="Hello")
    actions.like(anna, said)
    actions.delete_post(anna, actions.write_post(anna, wall_group=club, text="Gone"))
    days = figures_of(club)
    assert len(days) == DAYS
    first, then = days[0], days[2]
    assert (first.members, first.posts, first.comments, first.hearts, first.took_part) == (6, 0, 1, 6, 6)
    assert (then.members, then.posts, then.hearts, then.took_part) == (1, 1, 0, None)


@pytest.mark.django_db
def test_only_its_admins_read_them() -> None:
    anna, boris = a_person("Anna"), a_person("Boris")
    club = a_club(anna)
    groups.join(boris, club)
    assert "People who took part" in page(signed_in(anna), f"/club{club.pk}/statistics")
    page(signed_in(boris), f"/club{club.pk}/statistics", 404)
