"""Whether somebody may say something now: not while the staff limits them, nor faster than their step."""

from datetime import timedelta

from akkord.flow import clock
from akkord.people.queries import Person, quiet_until
from akkord.people.rules.trust import exceeds, step_at, too_many_links
from akkord.words.markup import addresses_in

from .. import errors
from ..models import Comment, Moment, Post

_HOUR = timedelta(hours=1)


def check_pace(author: Person, said: str, kind: type[Post] | type[Comment] | type[Moment]) -> None:
    """Raises Quiet, TooManyLinks, TooFast."""
    if quiet_until(author.pk):
        raise errors.Quiet
    now = clock.now()
    step = step_at(author.date_joined, now)
    if too_many_links(step, len(addresses_in(said))):
        raise errors.TooManyLinks
    most = step.posts_an_hour if kind is Post else step.comments_an_hour
    if most is not None:
        written = kind._default_manager.filter(author=author, made_at__gt=now - _HOUR, made_at__lte=now)
        if exceeds(most, written.count()):
            raise errors.TooFast
