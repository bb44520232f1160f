"""What is done to the catalogue: organisations, who acts for them, and deliveries."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from akkord.flow import clock
from akkord.flow.lives import LIVES, AlreadyMoved
from akkord.people import actions as people
from akkord.people.errors import NoSuchToken
from akkord.sound.box import sound_of_file
from akkord.sound.printed import is_print
from akkord.store.files import files

from . import errors, rules
from .ern.identifiers import is_dpid
from .models import (
    Delivery,
    DeliveryRow,
    Mandate,
    Organisation,
    Recording,
    ReleaseMessage,
    Representative,
)
from .queries import (
    keys_of,
    may_act_for,
    must_manage,
    recording_numbers_of,
    recordings_by_isrcs,
    representatives_of,
    represented_by,
    rows_of,
    ways_to_act,
)
from .roles import Duty, Role, Scope, lesser, within
from .rules import ListedRow, ListFault

if TYPE_CHECKING:
    from akkord.people.models import Person
    from akkord.sound.models import Sound

LIST_FAULTS: dict[str, type[errors.UnreadableList]] = {
    fault.code: fault
    for fault in (
        errors.ListTooLarge,
        errors.NotASpreadsheet,
        errors.OldSpreadsheet,
        errors.SpreadsheetTooLarge,
        errors.TooManyRows,
        errors.NotText,
        errors.NoHeader,
        errors.ColumnTwice,
        errors.EmptyList,
    )
}


def register_organisation(name: str, kind: str, country: str = "") -> Organisation:
    """Enter a label, publisher, body, court or authority. Raises OrganisationExists, UnknownCountry."""
    code = country.strip().upper()
    if code and code not in rules.countries():
        raise errors.UnknownCountry(country)
    try:
        with transaction.atomic():
            return Organisation.objects.create(
                name=name.strip(), kind=Organisation.Kind(kind), country=code, made_at=clock.now()
            )
    except IntegrityError as taken:
        raise errors.OrganisationExists(name) from taken


def party_of(person: "Person") -> Organisation:
    """The person as the party of their own music: called by their number: its name stands in the log."""
    named = {"name": f"id{person.pk}", "kind": Organisation.Kind.MUSICIAN, "made_at": clock.now()}
    return Organisation.objects.get_or_create(member=person, defaults=named)[0]


def enter_own(party: Organisation, *, title: str, artist: str) -> Recording:
    """A recording its maker declares. It has no sound of its own: the ear never holds others against it."""
    return Recording.objects.create(
        organisation=party, title=title[:200], artist=artist[:200], made_at=clock.now()
    )


def record_dpid(organisation: Organisation, dpid: str) -> None:
    """Write down the DDEX party id its messages come from; empty takes it away. Raises NoDpid, DpidTaken."""
    bare = re.sub(r"[\s-]+", "", dpid).upper()
    if bare and not is_dpid(bare):
        raise errors.NoDpid(dpid)
    try:
        with transaction.atomic():
            Organisation.objects.filter(pk=organisation.pk).update(dpid=bare)
    except IntegrityError as taken:
        raise errors.DpidTaken(bare) from taken
    organisation.dpid = bare


def appoint(organisation: Organisation, person: "Person", role: Role = Role.MANAGER) -> Representative:
    """Let a person act for an organisation, as the operator decides; another role takes the place of the one
    held. Twice is once."""
    with transaction.atomic():
        held = Representative.objects.filter(organisation=organisation, person=person, ended_at=None)
        if (same := held.filter(role=role).first()) is not None:
            return same
        held.update(ended_at=clock.now())
        return Representative.objects.create(
            organisation=organisation, person=person, role=role, since=clock.now()
        )


def dismiss(organisation: Organisation, person: "Person") -> None:
    """End a person's acting for an organisation, as the operator decides."""
    Representative.objects.filter(organisation=organisation, person=person, ended_at=None).update(
        ended_at=clock.now()
    )


def give_role(manager: "Person", organisation: Organisation, person: "Person", role: Role | None) -> None:
    """A manager puts somebody at the organisation's desk, in this role or (None) no longer.

    Raises NotRepresented, RoleTooNarrow, LastManager.
    """
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=organisation.pk)  # two managers may leave at once
        must_manage(manager.pk, organisation)
        if role is None:
            dismiss(organisation, person)
        else:
            appoint(organisation, person, role)
        if not representatives_of(organisation.pk).filter(role=Role.MANAGER).exists():
            raise errors.LastManager


def record_mandate(
    agent: Organisation,
    principal: Organisation,
    document: str,
    *,
    territory: str = "Worldwide",
    recordings: Iterable[int] = (),
    delegable: bool = False,
    starts: datetime | None = None,
    ends: datetime | None = None,
    person: "Person | None" = None,
) -> Mandate:
    """Let `agent` act for `principal` there and then, by this document, for its catalogue or some recordings.

    `person` gives it for the principal and must represent it; without one the operator records it.
    Raises MandateOfAnother, NoDocument, MandateForOneself, MandateEndsEarly, UnknownCountry,
    MandateBeyondCatalogue.
    """
    begins = starts or clock.now()
    if person is not None and principal not in represented_by(person.pk, Duty.MANAGE):
        raise errors.MandateOfAnother
    if not document.strip():
        raise errors.NoDocument
    if agent.pk == principal.pk:
        raise errors.MandateForOneself
    if ends is not None and ends <= begins:
        raise errors.MandateEndsEarly
    try:
        where = rules.read_territory(territory)
    except rules.UnknownCode as unknown:
        raise errors.UnknownCountry(unknown.code) from unknown
    named = sorted(set(recordings))
    if strangers := set(named) - set(recording_numbers_of(principal.pk)):
        raise errors.MandateBeyondCatalogue(min(strangers))
    return Mandate.objects.create(
        agent=agent,
        principal=principal,
        territory=where,
        recordings=named,
        delegable=delegable,
        starts=begins,
        ends=ends,
        document=document.strip()[:200],
        person=person,
        recorded_at=clock.now(),
    )


def end_mandate(mandate: Mandate, person: "Person | None" = None) -> None:
    """Take a mandate back, or give it up, from now on. Twice is once. Raises MandateOfAnother."""
    sides = (mandate.principal, mandate.agent)
    if person is not None and not any(side in sides for side in represented_by(person.pk, Duty.MANAGE)):
        raise errors.MandateOfAnother
    Mandate.objects.filter(pk=mandate.pk, ended_at=None).update(ended_at=clock.now())


def make_key(
    person: "Person", organisation: Organisation, name: str, role: Role, expires: datetime | None = None
) -> str:
    """A key to the API for this organisation's desk alone, no further than the role; its text, this once.

    It opens no more than its person may do at the time of use. Raises NotRepresented, RoleTooNarrow,
    people.errors.TooManyTokens.
    """
    if within() is not None:
        raise errors.RoleTooNarrow  # a key makes no keys
    own = ways_to_act(person.pk, [organisation.pk], clock.now(), Duty.READ)[organisation.pk]
    direct = next((way for way in own if not way.by_mandate), None)
    if direct is None:
        raise errors.NotRepresented(organisation.pk)
    if lesser(role, direct.role) != role:
        raise errors.RoleTooNarrow(organisation.pk)
    return people.issue_token(person, name, scope=str(Scope(organisation.pk, role)), expires=expires)


def revoke_key(person: "Person", organisation: Organisation, number: int) -> None:
    """A key to the desk opens it no more: one's own, or as its manager anybody's.

    Raises NotRepresented, RoleTooNarrow, people.errors.NoSuchToken.
    """
    key = next((key for key in keys_of(organisation.pk) if key.pk == number), None)
    if key is None:
        raise NoSuchToken(number)
    if key.person_id != person.pk:
        must_manage(person.pk, organisation)
    people.revoke_token(key.person, number)


# --- deliveries --------------------------------------------------------------------------------------


def deliver(person: "Person", organisation: Organisation, name: str, listing: bytes) -> Delivery:
    """Take in a list of recordings; each line then waits for its sound file, or is refused at once.

    Raises NotRepresented, and UnreadableList in one of its kinds when no line can be read.
    """
    may_act_for(person.pk, organisation.pk, clock.now(), Duty.DELIVER)
    listed = read_list(listing)
    with transaction.atomic():
        delivery = _new_delivery(person, organisation, name)
        _begin(delivery, listed)
    return delivery


def propose(person: "Person", organisation: Organisation, name: str, listing: bytes) -> Delivery:
    """Keep a list to be looked at first (previewing.py); nothing follows before it is accepted.

    Raises NotRepresented, UnreadableList.
    """
    may_act_for(person.pk, organisation.pk, clock.now(), Duty.DELIVER)
    read_list(listing)
    kept = files().keep([listing])
    return _new_delivery(person, organisation, name, state="proposed", listing=kept.sha256)


def accept_list(person: "Person", delivery: Delivery) -> Delivery:
    """Take in a list that waited, as it was kept. Raises NotRepresented, UnreadableList, NotProposed."""
    may_act_for(person.pk, delivery.organisation_id, clock.now(), Duty.DELIVER)
    if delivery.state != "proposed":
        raise errors.NotProposed
    listed = read_list(files().read(delivery.listing))
    with transaction.atomic():
        if Delivery.objects.select_for_update().get(pk=delivery.pk).state != "proposed":
            raise errors.NotProposed
        Delivery.objects.filter(pk=delivery.pk).update(person=person)
        delivery.person = person
        _begin(delivery, listed)
    return delivery


def discard_list(person: "Person", delivery: Delivery) -> None:
    """Throw a list away that waited. Raises NotRepresented, NotProposed."""
    may_act_for(person.pk, delivery.organisation_id, clock.now(), Duty.DELIVER)
    if not Delivery.objects.filter(pk=delivery.pk, state="proposed").delete()[0]:
        raise errors.NotProposed


def read_list(listing: bytes) -> list[ListedRow]:
    """The lines of a delivered list. Raises UnreadableList in one of its kinds."""
    try:
        return rules.read_list(listing)
    except ListFault as fault:
        raise LIST_FAULTS[fault.word](fault.about) from fault


def _new_delivery(person: "Person", organisation: Organisation, name: str, **more: str) -> Delivery:
    return Delivery.objects.create(
        organisation=organisation, person=person, name=name.strip()[:200], made_at=clock.now(), **more
    )


def _begin(delivery: Delivery, listed: Iterable[ListedRow]) -> None:
    for row in new_rows(delivery, listed).filter(state=DeliveryRow.State.HEARD):
        LIVES["delivery_row"].begin(row)
    LIVES["delivery"].move(delivery, "reading")


def new_rows(delivery: Delivery, listed: Iterable[ListedRow]) -> QuerySet[DeliveryRow]:
    """Write the lines of a delivery that begins."""
    rows = list(listed)
    known = recordings_by_isrcs(row.isrc for row in rows if row.isrc)
    made = [_row(delivery, row, known.get(row.isrc)) for row in rows]
    DeliveryRow.objects.bulk_create(made, batch_size=500)
    return rows_of(delivery.pk)


def _row(delivery: Delivery, listed: ListedRow, known: Recording | None) -> DeliveryRow:
    row = DeliveryRow(
        delivery=delivery,
        line=listed.line,
        isrc=listed.isrc,
        title=listed.title,
        artist=listed.artist,
        release_title=listed.release,
        icpn=listed.icpn,
        file=listed.file,
        file_key=rules.file_key(listed.file),
        share=listed.share,
        territory=listed.territory,
        fault=listed.fault,
        warning=listed.warning,
    )
    row.fault = fault_beside(listed, known, delivery.organisation_id)
    if row.fault:
        row.state = DeliveryRow.State.REFUSED
    elif not row.file and known is not None:  # only its words change: the sound is here and was heard
        row.sound_id, row.state = known.sound_id, DeliveryRow.State.HEARD
    return row


def fault_beside(listed: ListedRow, known: Recording | None, organisation: int) -> str:
    """What is wrong with a line, by itself or beside the recording of its ISRC; empty when nothing is."""
    if listed.fault:
        return listed.fault
    if known is not None and known.organisation_id != organisation:
        return f"isrc_of_another {known.organisation.name}"[:500]
    if not listed.file and (known is None or known.sound_id is None):
        return "file_missing"
    return ""


def add_file(person: "Person", delivery: Delivery, filename: str, pieces: Iterable[bytes]) -> DeliveryRow:
    """Take in the sound file of one line, found by its name; bytes go to the store as they come.

    The same file twice is once. Raises NotRepresented, NoRowForFile, RowRefused, AnotherFileHere,
    FileTooLarge, EmptyFile.
    """
    may_act_for(person.pk, delivery.organisation_id, clock.now(), Duty.DELIVER)
    row = _row_for(delivery, filename)
    kept = files().keep(bounded(pieces))
    if kept.size == 0:
        raise errors.EmptyFile(filename)
    if row.state != DeliveryRow.State.WAITING:
        return _same_again(row, kept.sha256)
    try:
        arrive(row, kept.sha256, kept.size)
    except AlreadyMoved:
        return _same_again(row, kept.sha256)
    return row


def arrive(row: DeliveryRow, sha256: str, size: int) -> None:
    """waiting → arrived: the file of a line is in the store, a sound or a print. Raises AlreadyMoved."""
    sound = None if is_print(sha256) else sound_of_file(sha256, size)
    LIVES["delivery_row"].move(
        row, DeliveryRow.State.ARRIVED, sha256=sha256, sound_id=sound.pk if sound else None
    )


def _same_again(row: DeliveryRow, sha256: str) -> DeliveryRow:
    """The row whose file came before, if it was this very file."""
    row.refresh_from_db()
    if row.sha256 != sha256:
        raise errors.AnotherFileHere(row.file)
    return row


def _row_for(delivery: Delivery, filename: str) -> DeliveryRow:
    key = rules.file_key(filename)
    named = list(DeliveryRow.objects.filter(delivery=delivery, file_key=key).order_by("line")) if key else []
    if not named:
        raise errors.NoRowForFile(rules.base_name(filename))
    # A line refused for its double name stands beside the line that bears the name rightly.
    row = next((r for r in named if r.state != DeliveryRow.State.REFUSED), named[0])
    if row.state == DeliveryRow.State.REFUSED and not row.sha256:
        raise errors.RowRefused(row.why)
    return row


def bounded(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The pieces of a file somebody sends, up to what a file may be. Raises FileTooLarge."""
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > settings.MOST_UPLOAD_BYTES:
            raise errors.FileTooLarge(settings.MOST_UPLOAD_BYTES // 1024 // 1024)
        yield piece


# --- release messages --------------------------------------------------------------------------------


def receive_message(
    person: "Person", organisation: Organisation, filename: str, pieces: Iterable[bytes]
) -> ReleaseMessage:
    """Take in a DDEX message to be read; nothing follows from it until it is accepted. Twice is once.

    Raises NotRepresented, OutsideMandate, FileTooLarge, EmptyFile.
    """
    may_act_for(person.pk, organisation.pk, clock.now(), Duty.DELIVER)
    kept = files().keep(bounded(pieces))
    if kept.size == 0:
        raise errors.EmptyFile(filename)
    with transaction.atomic():
        message, new = note_message(person, organisation, rules.base_name(filename), kept.sha256)
        if new:
            LIVES["message"].begin(message)
    return message


def note_message(
    person: "Person", organisation: Organisation, name: str, sha256: str
) -> tuple[ReleaseMessage, bool]:
    """The message of a file in the store, and whether it is new: one that was refused may come again."""
    said = {"person": person, "name": name[:255], "made_at": clock.now(), "state": "arrived"}
    standing = ReleaseMessage.objects.exclude(state=ReleaseMessage.State.REFUSED)
    return standing.get_or_create(organisation=organisation, sha256=sha256, defaults=said)


def accept_message(person: "Person", message: ReleaseMessage) -> ReleaseMessage:
    """Take a message that was read into the catalogue, and its licences into the facts: as a job.

    Raises NotRepresented, OutsideMandate, MessageNotReady.
    """
    may_act_for(person.pk, message.organisation_id, clock.now())
    if message.state != ReleaseMessage.State.READ:
        raise errors.MessageNotReady
    try:
        LIVES["message"].move(message, ReleaseMessage.State.ACCEPTED, person=person)
    except AlreadyMoved as late:
        raise errors.MessageNotReady from late
    return message


def finish_message(message: ReleaseMessage, fault: str = "") -> None:
    """Its licences are stated, or could not be."""
    LIVES["message"].move(message, ReleaseMessage.State.DONE, fault=fault[:500], finished_at=clock.now())


def list_recording(organisation: Organisation, sound: "Sound", *, title: str, artist: str) -> Recording:
    """List the sound of a notice under the organisation that filed it: something to recognise, owned by
    nobody by that. Twice is once."""
    listed, _ = Recording.objects.get_or_create(
        organisation=organisation,
        sound=sound,
        isrc=None,
        defaults={"title": title[:200], "artist": artist[:200], "made_at": clock.now()},
    )
    return listed
