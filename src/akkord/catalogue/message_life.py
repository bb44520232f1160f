"""The life of a DDEX release message, on one page.

message   arrived → read → accepted → catalogued → done
          arrived → refused

arrived      the file is safe under its hash
read         understood; a person looks at it, and accepts it or not
accepted     to be taken in
catalogued   its recordings stand in the catalogue, each a line of a delivery that waits for its sound, or has
             the one that came in the same batch; what its deals license is announced, and stated a floor
             above (rights.tasks.license_delivered)
done         its licences are stated, or it had nothing to say here

Every step may run twice: what it made the first time is found and left as it is.
"""

from typing import Any

from django.conf import settings
from django.db import transaction

from akkord.flow import clock, outbox
from akkord.flow.lives import LIVES, Life

from . import queries, understanding
from .actions import new_rows
from .batches import hand_over
from .delivery_life import finish_if_ended, release_of
from .ern.message import Message
from .ern.timeline import is_about
from .models import Delivery, DeliveryRow, MessageKey, Recording, ReleaseMessage
from .news import News, tell_office

State = ReleaseMessage.State


def read(message: ReleaseMessage) -> None:
    """arrived → read, or refused: not readable, or not this organisation's."""
    said = queries.whole_message(message, message.name, by_schema=True)
    fault = _fault(message, said)
    header = said.header
    MESSAGE.move(
        message,
        State.REFUSED if fault else State.READ,
        fault=fault,
        understood=understanding.summary_of(said, settings.DPID),
        message_id=header.message_id[:200] if header else "",
        created=header.created if header else None,
        kind=said.version.kind if said.version else "",
        test=header.test if header else False,
        finished_at=clock.now() if fault else None,
    )
    _tell(message)


def _fault(message: ReleaseMessage, said: Message) -> str:
    if said.refused or said.header is None:
        return "not_read"
    if not message.organisation.dpid:
        return "no_dpid"
    party = understanding.party_of(said.header)
    if message.organisation.dpid not in party.dpids:
        sender = ", ".join(sorted(party.dpids)) or party.name
        return f"other_sender {sender}"[:500]
    return ""


def take_in(message: ReleaseMessage) -> None:
    """accepted → catalogued: what it is about is known, and its recordings stand in the catalogue."""
    said = queries.whole_message(message)
    with transaction.atomic():
        _remember(message, said)
        fields: dict[str, Any] = {}
        if said.recordings and not message.test and not queries.is_outdated(message):
            fields["delivery"] = _deliver(message, said)
        MESSAGE.move(message, State.CATALOGUED, **fields)
        hand_over(message)
        outbox.announce("message_catalogued", message=message.pk)
    _tell(message)


def _remember(message: ReleaseMessage, said: Message) -> None:
    main, other = is_about(said)
    keys = [
        MessageKey(message=message, key=queries.hashed(key), main=key in main) for key in sorted(main | other)
    ]
    MessageKey.objects.bulk_create(keys, batch_size=500, ignore_conflicts=True)


def _deliver(message: ReleaseMessage, said: Message) -> Delivery:
    """A delivery with a line for each recording; those whose sound is here only change their words."""
    delivery = Delivery.objects.create(
        organisation=message.organisation,
        person=message.person,
        name=f"{_title(said)} (DDEX {message.message_id})"[:200],
        made_at=clock.now(),
    )
    rows = new_rows(delivery, understanding.listed_rows(said))
    for row in rows:
        if row.isrc and (not row.fault or row.fault == "file_missing"):
            _catalogue(row, delivery)
    DeliveryRow.objects.bulk_update(rows, ["recording", "sound", "state"], batch_size=500)
    for row in rows:
        if row.state == DeliveryRow.State.HEARD:
            LIVES["delivery_row"].begin(row)
    LIVES["delivery"].move(delivery, "reading")
    finish_if_ended(delivery)
    return delivery


def _title(said: Message) -> str:
    return next((each.title for each in said.releases if each.title), said.file)


def _catalogue(row: DeliveryRow, delivery: Delivery) -> None:
    """The recording of a line stands in the catalogue at once, so that its licences can name it."""
    recording, new = Recording.objects.get_or_create(
        isrc=row.isrc,
        defaults={
            "title": row.title,
            "artist": row.artist,
            "organisation_id": delivery.organisation_id,
            "release": release_of(row, delivery),
            "made_at": clock.now(),
        },
    )
    row.recording = recording
    if not new and recording.sound_id is not None and row.state == DeliveryRow.State.WAITING:
        row.sound_id, row.state = recording.sound_id, DeliveryRow.State.HEARD


def _tell(message: ReleaseMessage) -> None:
    outbox.tell(f"message:{message.pk}", "state", message=message.pk, state=message.state)
    tell_office(message.organisation_id, News.MESSAGE_MOVED, message=message.pk, state=message.state)


MESSAGE = Life(
    name="message",
    model="catalogue.ReleaseMessage",
    steps={"arrived": read, "accepted": take_in},
    ends=frozenset({"read", "refused", "catalogued", "done"}),
)
