"""Whose a message is: its party must be the organisation it is sent for; who accepts it must reach so far."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from akkord.catalogue import actions, queries
from akkord.catalogue.errors import DpidTaken, MessageNotReady, NoDpid, NotRepresented, OutsideMandate
from akkord.catalogue.models import Organisation, ReleaseMessage
from akkord.flow import clock
from akkord.people.models import Person
from akkord.rights.models import Licence
from akkord.store.files import Files
from catalogue import makers
from catalogue.ern.writing import ANOTHER, LABEL, Terms, el, new_release

pytestmark = pytest.mark.django_db

AT = datetime(2014, 7, 1, 12, tzinfo=UTC)
BEHALF = "<MessageRecipient>"


def on_behalf_of(dpid: str, written: str) -> str:
    return written.replace(BEHALF, el("SentOnBehalfOf", el("PartyId", dpid)) + BEHALF, 1)


@pytest.fixture(autouse=True)
def _summer() -> Iterator[None]:
    with clock.at(AT):
        yield


@pytest.fixture
def label(monkeypatch: pytest.MonkeyPatch, store: Files, settings) -> Organisation:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(queries, "files", lambda: store)
    settings.WAKES = settings.WAKES | {"message_catalogued": ["akkord.rights.tasks.license_delivered"]}
    made = makers.organisation()
    actions.record_dpid(made, LABEL)
    return made


def sent(to: Organisation, by: Person, written: str) -> ReleaseMessage:
    message = actions.receive_message(by, to, "m.xml", [written.encode()])
    makers.work_off()
    message.refresh_from_db()
    return message


def accepted(message: ReleaseMessage, by: Person) -> ReleaseMessage:
    actions.accept_message(by, message)
    makers.work_off()
    message.refresh_from_db()
    return message


WHOSE = [
    (new_release(), ""),
    (on_behalf_of(LABEL, new_release(sender=ANOTHER)), ""),  # its distributor sent it
    (new_release(sender=LABEL.lower()), ""),
    (new_release(sender="PA-DPIDA-2013042401-U"), ""),
    (new_release(sender=ANOTHER), f"other_sender {ANOTHER}"),
    (on_behalf_of(ANOTHER, new_release()), f"other_sender {ANOTHER}"),
    (new_release().replace(el("PartyId", LABEL), "", 1), "other_sender A Label"),
]


@pytest.mark.parametrize(("written", "fault"), WHOSE)
def test_only_a_message_of_the_organisation_itself_is_read(
    label: Organisation, written: str, fault: str
) -> None:
    message = sent(label, makers.representative(label), written)
    assert (message.state, message.fault) == (("refused", fault) if fault else ("read", ""))
    if fault:
        assert "which is not the DPID of your organisation" in message.why
        with pytest.raises(MessageNotReady):
            actions.accept_message(makers.representative(label), message)


def test_a_message_for_an_organisation_without_a_dpid_tells_whom_to_ask(label: Organisation) -> None:
    actions.record_dpid(label, "")
    message = sent(label, makers.representative(label), new_release())
    assert (message.state, message.fault) == ("refused", "no_dpid")
    assert "ask the operator" in message.why


def test_who_does_not_act_for_the_organisation_sends_and_accepts_nothing(label: Organisation) -> None:
    stranger = makers.representative(makers.organisation())
    with pytest.raises(NotRepresented):
        actions.receive_message(stranger, label, "m.xml", [b"<x/>"])
    message = sent(label, makers.representative(label), new_release())
    with pytest.raises(NotRepresented):
        actions.accept_message(stranger, message)


def test_a_mandate_for_some_recordings_sends_no_messages(label: Organisation) -> None:
    body = makers.organisation("body")
    agent = makers.representative(body)
    one = makers.recording(label)
    actions.record_mandate(body, label, "contract of 2014", recordings=[one.pk])
    with pytest.raises(OutsideMandate):
        actions.receive_message(agent, label, "m.xml", [new_release().encode()])


def test_licences_beyond_the_mandate_of_who_accepts_are_not_stated(label: Organisation) -> None:
    body = makers.organisation("body")
    agent = makers.representative(body)
    actions.record_mandate(body, label, "contract of 2014", territory="DE AT")
    wide = new_release(created="2014-06-01T12:00:00Z", deals=(Terms(territories=("DE", "FR")),))
    message = accepted(sent(label, agent, wide), agent)
    assert (message.state, message.fault.split()[0]) == ("done", "not_licensed")
    assert not Licence.objects.exists()
    within = new_release(created="2014-06-02T12:00:00Z", deals=(Terms(territories=("DE",)),))
    message = accepted(sent(label, agent, within), agent)
    assert (message.state, message.fault) == ("done", "")
    assert {row.territory for row in Licence.objects.all()} == {"DE"}


FORMS = [
    ("PADPIDA2013042401U", LABEL),
    ("padpida2013042401u", LABEL),
    (" PA-DPIDA-2013042401-U ", LABEL),
    ("", ""),
]


@pytest.mark.parametrize(("written", "kept"), FORMS)
def test_a_dpid_is_kept_without_ornaments(written: str, kept: str) -> None:
    label = makers.organisation()
    actions.record_dpid(label, written)
    label.refresh_from_db()
    assert label.dpid == kept


@pytest.mark.parametrize(
    "written", ["PADPIDA2013042401V", "PADPIDA", "DPIDA2013042401U", "PADPIDA2013О42401U", "2013042401U", "x"]
)
def test_what_is_no_dpid_is_not_recorded(written: str) -> None:
    label = makers.organisation()
    with pytest.raises(NoDpid):
        actions.record_dpid(label, written)
    label.refresh_from_db()
    assert label.dpid == ""


def test_a_dpid_belongs_to_one_organisation(label: Organisation) -> None:
    other = makers.organisation()
    with pytest.raises(DpidTaken):
        actions.record_dpid(other, LABEL)
