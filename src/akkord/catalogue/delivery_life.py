"""The life of a catalogue delivery, and of each of its lines, on one page.

delivery   arrived → reading → live (every line has ended)
           proposed → reading: its list was looked at first, and accepted
line       waiting → arrived → heard → live | refused

waiting    its sound file has not come yet
arrived    the file is safe under its hash
heard      the box examined it; it has a print, or the print alone was delivered
live       the recording stands in the catalogue, the ear knows its sound, and whoever cares was told

Every step may run twice: what it made the first time is found and left as it is.
"""

from django.db import transaction

from akkord.flow import clock, outbox
from akkord.flow.lives import Life
from akkord.sound import box, ear, printed
from akkord.sound.models import Sound

from .models import Delivery, DeliveryRow, Recording, Release
from .news import News, tell_office

UNFINISHED = (DeliveryRow.State.WAITING, DeliveryRow.State.ARRIVED, DeliveryRow.State.HEARD)


def listen(row: DeliveryRow) -> None:
    """arrived → heard, or refused with the box's reason."""
    if row.sound_id is None:
        _take_print(row)
        return
    sound = box.examine_sound(_sound(row))
    if sound.state == Sound.State.REFUSED:
        end_row(row, DeliveryRow.State.REFUSED, fault=f"sound_refused {sound.refusal}"[:500])
        return
    with transaction.atomic():
        ROW.move(row, DeliveryRow.State.HEARD)
        _tell(row)


def _take_print(row: DeliveryRow) -> None:
    """A print came in place of the sound: it is read, not heard. Where the sound is here it is not needed."""
    known = Recording.objects.filter(isrc=row.isrc).select_related("sound").first()
    if known is not None and known.sound is not None and not printed.is_print_alone(known.sound):
        end_row(row, DeliveryRow.State.REFUSED, fault="print_beside_sound")
        return
    try:
        sound = printed.sound_of_print(row.sha256)
    except printed.NotUsable as why:
        end_row(row, DeliveryRow.State.REFUSED, fault=f"{why.word} {row.file}"[:500])
        return
    with transaction.atomic():
        ROW.move(row, DeliveryRow.State.HEARD, sound_id=sound.pk)
        _tell(row)


def go_live(row: DeliveryRow) -> None:
    """heard → live: catalogued, known to the ear, announced; refused when the ISRC is somebody else's."""
    recording = _catalogued(row)
    if recording is None:
        return
    if not _known_to_ear(recording, row):
        ear.add_reference(recording.pk, _sound(row))
    with transaction.atomic():
        end_row(row, DeliveryRow.State.LIVE)
        outbox.announce("recording_delivered", recording=recording.pk, delivery_row=row.pk)


@transaction.atomic
def _catalogued(row: DeliveryRow) -> Recording | None:
    """The one recording of the row's ISRC with what the row says of it; None when the row was refused."""
    delivery = Delivery.objects.get(pk=row.delivery_id)
    recording, _new = Recording.objects.select_for_update().get_or_create(
        isrc=row.isrc,
        defaults={
            "title": row.title,
            "artist": row.artist,
            "organisation_id": delivery.organisation_id,
            "made_at": clock.now(),
        },
    )
    if recording.organisation_id != delivery.organisation_id:
        owner = recording.organisation.name
        end_row(row, DeliveryRow.State.REFUSED, fault=f"isrc_of_another {owner}"[:500])
        return None
    recording.title, recording.artist, recording.sound_id = row.title, row.artist, row.sound_id
    recording.release = release_of(row, delivery) or recording.release
    recording.save(update_fields=["title", "artist", "sound", "release"])
    DeliveryRow.objects.filter(pk=row.pk).update(recording=recording)
    return recording


def release_of(row: DeliveryRow, delivery: Delivery) -> Release | None:
    """The release the row names: the same product code is the same release, else the same title."""
    if not row.release_title and not row.icpn:
        return None
    mine = Release.objects.filter(organisation_id=delivery.organisation_id)
    title = row.release_title or row.title
    found = (mine.filter(icpn=row.icpn) if row.icpn else mine.filter(title=title)).order_by("pk").first()
    if found is None:
        return Release.objects.create(
            organisation_id=delivery.organisation_id,
            title=title,
            artist=row.artist,
            icpn=row.icpn,
            made_at=clock.now(),
        )
    if row.release_title and found.title != row.release_title:
        found.title = row.release_title
        found.save(update_fields=["title"])
    return found


def _sound(row: DeliveryRow) -> Sound:
    """The sound of a line that has its file."""
    if row.sound_id is None:
        raise Sound.DoesNotExist(row.pk)
    return Sound.objects.get(pk=row.sound_id)


def _known_to_ear(recording: Recording, row: DeliveryRow) -> bool:
    """Whether an earlier line taught the ear this very sound, and none taught it another since."""
    taught = DeliveryRow.objects.filter(recording=recording, state=DeliveryRow.State.LIVE)
    latest = taught.exclude(pk=row.pk).order_by("-pk").first()
    return latest is not None and latest.sound_id == row.sound_id


@transaction.atomic
def end_row(row: DeliveryRow, state: DeliveryRow.State, **fields: str) -> None:
    """Move a line to one of its ends; the last one ends the delivery."""
    # Two lines may end at once in two workers: the lock lets the second see the first.
    delivery = Delivery.objects.select_for_update().get(pk=row.delivery_id)
    ROW.move(row, state, **fields)
    _tell(row)
    finish_if_ended(delivery)


def finish_if_ended(delivery: Delivery) -> None:
    """reading → live once no line is unfinished."""
    if delivery.state != "reading":
        return
    if DeliveryRow.objects.filter(delivery=delivery, state__in=UNFINISHED).exists():
        return
    with transaction.atomic():
        DELIVERY.move(delivery, "live", finished_at=clock.now())
        outbox.tell(f"delivery:{delivery.pk}", "state", delivery=delivery.pk, state="live")
        tell_office(delivery.organisation_id, News.DELIVERY_FINISHED, delivery=delivery.pk)


def _tell(row: DeliveryRow) -> None:
    outbox.tell(
        f"delivery:{row.delivery_id}", "row", row=row.pk, line=row.line, state=row.state, fault=row.fault
    )


ROW = Life(
    name="delivery_row",
    model="catalogue.DeliveryRow",
    steps={"arrived": listen, "heard": go_live},
    ends=frozenset({"live", "refused"}),
)
DELIVERY = Life(
    name="delivery",
    model="catalogue.Delivery",
    steps={"reading": finish_if_ended},
    ends=frozenset({"live"}),
)
