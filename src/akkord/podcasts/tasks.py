"""Jobs of podcasts: feeds are read, episodes are brought."""

from django_tasks import task

from akkord.flow import jobs

from . import actions, queries

AT_ONCE = 50


@task(priority=-5)
def read_due() -> None:
    """Feeds whose time has come, each by a job of its own; and episodes that a worker left waiting."""
    for feed in queries.due_feeds(AT_ONCE):
        jobs.put(read_feed, [feed], {}, dedupe=f"podcast:{feed}")
    jobs.put(fetch_wanted, [], {}, dedupe="podcast_fetch")


@task(priority=-5)
def read_feed(feed: int) -> None:
    actions.refresh(feed)


@task(priority=-10)
def fetch_wanted() -> None:
    """One episode, and after it the next."""
    if actions.fetch_next():
        jobs.put(fetch_wanted, [], {}, dedupe="podcast_fetch")


@task()
def forget_person(person: int) -> None:
    """Whoever has left for good follows nothing."""
    actions.forget_follower(person)
