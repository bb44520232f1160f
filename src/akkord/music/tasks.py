"""Jobs of music: renditions, the backlog against new references, decisions told anew."""

import uuid
from datetime import timedelta

from django.db.models import Q
from django_tasks import task

from akkord.flow import clock, jobs
from akkord.people.queries import person_by_number
from akkord.sound.tasks import render

from . import actions, queries
from .models import Hearing

PAGE = 200
SMART_KEEPS = timedelta(hours=1)
TELL_AGAIN = timedelta(minutes=15)


@task()
def reexamine_backlog(recording: int, delivery_row: int | None = None) -> None:
    """A new reference is in the index: publish its track, if there is anything to play, and ask for it in
    what was sent in before.

    Whether its sound stands already under another recording is known before anybody hears it.
    """
    actions.compare_reference(recording)
    if (track := actions.publish_delivered(recording)) is not None:
        jobs.put(render, [track.sound_id], {}, dedupe=f"render:{track.sound_id}")
    actions.begin_reexamination(recording)
    jobs.put(ask_backlog, [recording], {}, dedupe=f"ask_backlog:{recording}")


@task(priority=-1)
def ask_backlog(recording: int) -> None:
    """Find one reference in what was sent in before it came, by prints alone. Twice is once."""
    if actions.ask_backlog(recording):
        # One pass brings every sound to the newest generation, so one waiting job stands for all references.
        jobs.put(catch_up, [], {}, dedupe="catch_up")


@task(priority=-1)
def catch_up() -> None:
    """Hold every sound heard before the newest references against them, one by one: the long way."""
    begun = clock.now()
    actions.make_all_findable()
    references, generation = actions.whole_references(), queries.index_generation()
    behind = Q(generation__lt=generation) | Q(held_against__lt=references) | Q(held_against__gt=references)
    last = 0
    while page := list(
        Hearing.objects.filter(behind, sound_id__gt=last).order_by("sound_id").select_related("sound")[:PAGE]
    ):
        for hearing in page:
            actions.hear(hearing.sound)
        last = page[-1].sound_id
    actions.end_long_way(begun)


@task()
def redecide(
    recordings: list[int] | None = None,
    catalogue_of: int | None = None,
    sounds: list[int] | None = None,
    account: int | None = None,
) -> None:
    """Facts changed for these recordings, an organisation's catalogue, files or an account: tell anew."""
    touched = queries.uploads_touched(recordings, catalogue_of, sounds, account)
    for upload in list(touched.values_list("pk", flat=True)):
        actions.retell(upload)


@task(priority=-1)
def tell_matched_anew(model: str) -> None:
    """Listeners may pay in a new way: what is licensed for it alone is heard from now on. Twice is once."""
    for upload in list(queries.uploads_matched().values_list("pk", flat=True)):
        actions.retell(upload)


@task(priority=-10)
def forget_expired() -> None:
    """Clear uploads nobody finished."""
    actions.forget_expired()


@task()
def make_lists(person: int) -> None:
    """Playlists whose sounds came with them: those of which every sound is decided."""
    actions.make_lists(person_by_number(person))


@task()
def finish_received() -> None:
    """Take in uploads whose last byte is safe but whose receiver was killed before it said so."""
    for upload in queries.complete_but_arriving():
        actions.receive(upload)


@task(priority=-10)
def refill_smart() -> None:
    """Smart playlists that nobody looked at for an hour, and those of yesterday's chance."""
    for playlist in queries.stale_smart(clock.now() - SMART_KEEPS, PAGE):
        actions.refill(playlist)


@task(priority=-10)
def end_idle_rooms() -> None:
    """Rooms in which nobody listens any more."""
    actions.end_idle_rooms()


@task(priority=-5)
def scrobble(play: str) -> None:
    """A play is counted: each of its listener's services is told, one whatever becomes of the others."""
    listener = queries.listener_of_play(uuid.UUID(play))
    for each in queries.telling_for(listener):
        jobs.put(tell_listen, [each.pk, play], {}, dedupe=f"scrobble:{each.pk}:{play}")


@task(priority=-5)
def tell_listen(scrobbler: int, play: str) -> None:
    """One listen to one service; where it does not answer, again in a while, longer than a job is tried."""
    try:
        actions.tell_listen(scrobbler, uuid.UUID(play))
    except actions.NotNow:
        later, key = clock.now() + TELL_AGAIN, f"scrobble:{scrobbler}:{play}"
        jobs.put(tell_listen, [scrobbler, play], {}, at=later, dedupe=key)


@task()
def forget_person(person: int) -> None:
    """Whoever has left for good leaves no music behind."""
    actions.forget_listener(person)
