"""Pages of artists: whose they are, what is asked for, and how they are listened to."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncDate

from akkord.flow import clock
from akkord.music.errors import NoSuchClaim, NotYours
from akkord.music.models import ArtistClaim, Play, Track
from akkord.music.rules.few import few_together
from akkord.people import queries as people

from .own import own_track
from .shelves import artist_by_number

DAYS = 30
TOP = 20


@dataclass(frozen=True)
class Statistics:
    """Counted plays of some tracks in the last DAYS days; people are counted, never named.

    Countries with too few people are counted together, as the last, under "" (rules.few).
    """

    plays: int
    people: int
    by_day: list[tuple[date, int]]
    by_country: list[tuple[str, int]]
    by_track: list[tuple[int, str, int]]


def claim_by_number(number: int) -> ArtistClaim:
    """Raises NoSuchClaim."""
    found = ArtistClaim.objects.select_related("artist", "person").filter(pk=number).first()
    if found is None:
        raise NoSuchClaim
    return found


def claims_waiting() -> list[ArtistClaim]:
    """The oldest first."""
    found = ArtistClaim.objects.filter(state=ArtistClaim.State.WAITING)
    return list(found.select_related("artist", "person").order_by("made_at", "pk"))


def claim_of(person_id: int | None, artist_id: int) -> ArtistClaim | None:
    """The person's last claim of this page, whatever became of it."""
    found = ArtistClaim.objects.filter(person=person_id, artist=artist_id)
    return found.order_by("-pk").first() if person_id else None


def keepers_of(viewer_id: int | None, artist_id: int) -> list[ArtistClaim]:
    """Granted claims: whose page it is, as far as the viewer may see them."""
    found = list(_granted(artist_id).select_related("person").order_by("decided_at"))
    shown = people.shown_people(viewer_id, (claim.person_id for claim in found)) if found else {}
    return [claim for claim in found if claim.person_id in shown]


def _granted(artist_id: int) -> QuerySet[ArtistClaim]:
    return ArtistClaim.objects.filter(artist=artist_id, state=ArtistClaim.State.GRANTED)


def statistics_of(person_id: int, artist_id: int) -> Statistics:
    """For those whose page it is. Raises NoSuchArtist, NotYours."""
    artist_by_number(artist_id)
    if not _granted(artist_id).filter(person=person_id).exists():
        raise NotYours
    return _statistics(Track.objects.filter(by=artist_id, withdrawn_at=None))


def statistics_of_own(person_id: int | None, number: int) -> tuple[Track, Statistics]:
    """For who sent the track in. Raises NoSuchTrack, NotYours."""
    track = own_track(person_id, number)
    return track, _statistics(Track.objects.filter(pk=track.pk))


def _statistics(tracks: QuerySet[Track]) -> Statistics:
    since: datetime = clock.now() - timedelta(days=DAYS)
    plays = Play.objects.filter(track__in=tracks.values("pk"), counted_at__gte=since).order_by()
    days = plays.annotate(day=TruncDate("counted_at")).values_list("day").annotate(n=Count("pk"))
    countries = plays.values_list("territory").annotate(n=Count("pk"), who=Count("person", distinct=True))
    by_track = plays.values_list("track_id", "track__title").annotate(n=Count("pk"))
    return Statistics(
        plays=plays.count(),
        people=plays.aggregate(people=Count("person", distinct=True))["people"],
        by_day=list(days.order_by("day")),
        by_country=few_together(countries.order_by("-n", "territory"), TOP),
        by_track=list(by_track.order_by("-n", "track_id")[:TOP]),
    )
