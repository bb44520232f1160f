"""Publishing what somebody suggested to a community."""

from django.db import transaction

from akkord.groups import actions as groups
from akkord.groups.queries import Group
from akkord.people.queries import Person

from ..models import Post
from .posts import write_post


@transaction.atomic
def publish_suggestion(editor: Person, group: Group, number: int) -> Post:
    """Put a suggested post on the community's wall, with its author's name.

    Raises what groups.take_up and write_post raise; then it waits as before.
    """
    found = groups.take_up(editor, group, number)
    return write_post(found.person, wall_group=group, text=found.text, admitted=True)
