"""A court's act with its annex, through the staff's doors: rows by class, two people, the certificate."""

import json
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pypdf import PdfReader

from akkord.cases import actions, delivered_later
from akkord.cases.models import Letter, Proceeding, ProceedingRow
from akkord.catalogue.models import Organisation, Recording
from akkord.disclosure import check
from akkord.flow import clock, jobs
from akkord.flow.models import Job
from akkord.ledger.models import Entry
from akkord.ledger.sequencing import sequence
from akkord.music import queries as music
from akkord.music.models import Track
from akkord.music.rules import Listener
from akkord.people.models import Person
from akkord.rights import actions as rights
from akkord.rights.terms import CommercialModel, UseType, Verdict
from cases import makers

MON = datetime(2026, 11, 16, 9, tzinfo=UTC)
ACT = {
    "country": "RU",
    "subject": "music",
    "court": "Arbitration Court of St Petersburg",
    "case_number": "A56-20000/2014",
    "date": "2026-11-16",
    "claimant": "Northwind Records",
    "defendant": "The site",
    "operative": "Remove the recordings of the annex.",
    "kind": "final",
    "days": "10",
}


def desk() -> Client:
    client = Client()
    client.force_login(
        makers.person(is_staff=True), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    return client


def until(moment: datetime) -> Any:
    """The worker has done what fell due until then, each at its own time; and it is that time."""
    while job := Job.objects.filter(state="waiting", run_at__lte=moment).order_by("run_at", "pk").first():
        with clock.at(max(job.run_at, job.enqueued_at)):
            taken = jobs.take("tests")
            assert taken is not None
            assert jobs.run(taken, "tests"), Job.objects.get(pk=taken.id).error
    return clock.at(moment)


def verdicts(tracks: list[Track], territory: str = "RU") -> Counter[Verdict]:
    decided = music.decide_for(Listener(None, territory), tracks)
    return Counter(decided[track.pk].verdict for track in tracks)


def letters(template: str) -> Counter[int | None]:
    """Whom it was written to, and how often."""
    return Counter(Letter.objects.filter(template=template).values_list("person", flat=True))


@dataclass
class Acted:
    """An act on the operator's desk, recorded by one of the staff."""

    one: Client
    found: Proceeding

    @property
    def page(self) -> str:
        return f"/staff/proceedings/{self.found.public_id}"

    def step(self, event: str, by: str = "court", client: Client | None = None, **more: str) -> Proceeding:
        (client or self.one).post(f"{self.page}/step", {"event": event, "actor": by} | more)
        self.found.refresh_from_db()
        return self.found

    def approve(self, client: Client) -> Proceeding:
        client.post(f"/staff/approvals/{self.found.approvals.get(approved_at=None).pk}/approve")
        self.found.refresh_from_db()
        return self.found

    def certificate(self) -> dict[str, Any]:
        sequence.func()
        answer = self.one.get(f"{self.page}/certificate.json")
        said: dict[str, Any] = json.loads(b"".join(answer.streaming_content))
        return said


def acted(annex: list[str], procedure: str = "court", **more: Any) -> Acted:
    client = desk()
    answer = client.post(f"/staff/proceedings/new/{procedure}", ACT | {"rows": "\n".join(annex)} | more)
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    return Acted(client, Proceeding.objects.latest("pk"))


def faults(said: dict[str, Any]) -> list[str]:
    verifier = check.Verifier.from_vkey(said["log"]["vkey"])
    return [what for fine, what in check.check_certificate(said, verifier) if not fine]


def named_as(tracks: list[Track], recordings: list[Recording]) -> list[Track]:
    for track, recording in zip(tracks, recordings, strict=True):
        track.artist, track.title = recording.artist, recording.title
    Track.objects.bulk_update(tracks, ["artist", "title"], batch_size=500)
    return tracks


def licensed(name: str = "") -> tuple[Organisation, Person]:
    """A label that licenses everything everywhere: what is silent is so by the court."""
    label, rep = makers.label(name=name)
    rights.grant_licence(rep, label, uses=list(UseType), models=list(CommercialModel))
    return label, rep


class Annex:
    """A tenth of scenario 3: copies, renamed copies, names that two tracks bear, and what is not here."""

    def __init__(self, exact: int = 470, by_sound: int = 20, absent: int = 5, doubtful: int = 5) -> None:
        self.label, _ = licensed("Northwind Records")
        recordings = makers.recordings(self.label, exact + by_sound + doubtful)
        copies = makers.sounds(len(recordings))
        self.copies = makers.tracks(makers.person(), copies)
        makers.matched(copies, recordings)
        named_as(self.copies[:exact], recordings[:exact])
        named_as(self.copies[-doubtful:], recordings[-doubtful:])
        covers = makers.tracks(makers.person(), makers.sounds(doubtful))
        self.covers = named_as(covers, recordings[-doubtful:])
        half = exact // 2
        self.lines = [one.isrc or "" for one in recordings[:half]]
        self.lines += [f"/audio{one.pk}" for one in self.copies[half : exact + by_sound]]
        self.lines += [f"https://akkord.example/audio{10**9 + number}" for number in range(absent)]
        self.lines += [f"{one.artist} — {one.title}" for one in recordings[-doubtful:]]
        self.named = self.copies[: exact + by_sound]
        self.wanted = {
            "exact": exact,
            "sound_only": by_sound,
            "not_found": absent,
            "ambiguous": doubtful,
        }


def test_scenario_3_an_annex_is_carried_out_by_two_and_certified_row_by_row(log: Path) -> None:
    annex = Annex()
    with clock.at(MON):
        act = acted(annex.lines)
        page = act.one.get(act.page).content.decode()
        assert "Page 1 of 5" in page
        assert "by sound only" in act.one.get(f"{act.page}?page=5").content.decode()
        assert act.step("judgment").state == "filed"  # over fifty things: another one has to approve
        assert verdicts(annex.copies) == {Verdict.ALLOW: 495}
        assert act.approve(act.one).state == "filed"
        assert act.approve(desk()).state == "enforcing"
    assert verdicts(annex.named) == {Verdict.BLOCK: 490}
    assert Verdict.BLOCK not in verdicts(annex.covers)
    said = act.certificate()
    assert {kind: count for kind, count in said["summary"].items() if count} == annex.wanted
    assert Counter(row["class"] for row in said["rows"]) == annex.wanted
    assert said["order"]["count"] == 490
    assert said["order"]["case_number"] == "A56-20000/2014"
    assert {row["due_at"] for row in said["rows"]} == {"2026-11-26T21:00:00Z"}  # ten days, Moscow's midnight
    assert {row["acted_at"] for row in said["rows"] if row["line"]} == {"2026-11-16T09:00:00Z"}
    assert said["late"] == 0
    assert faults(said) == []
    assert letters("restricted_by_court") == {annex.copies[0].person_id: 1}  # one about all of them
    assert letters("judgment") == {None: 1}
    lines = Counter(Entry.objects.filter(ground="court").values_list("kind", flat=True))
    assert lines == {"step": 2, "restrict": 490, "order": 1}


def test_scenario_3_what_is_doubtful_waits_for_a_person_row_by_row(log: Path) -> None:
    annex = Annex(exact=3, by_sound=1, absent=1, doubtful=2)
    with clock.at(MON):
        act = acted(annex.lines)
        act.step("judgment")
    cover, other = annex.covers
    rows = list(ProceedingRow.objects.filter(found="ambiguous").order_by("line"))
    with clock.at(MON + timedelta(days=20)):
        assert f"/audio{cover.pk}" in act.one.get(act.page).content.decode()
        stranger = desk()
        Person.objects.filter(is_staff=True).exclude(pk=act.one.session["_auth_user_id"]).update(
            is_staff=False
        )
        address = f"{act.page}/rows/{rows[0].line}"
        assert stranger.post(address, {"track": cover.pk}).status_code == 404
        act.one.post(address, {"track": annex.copies[0].pk})  # not one of those the row may mean
        assert Verdict.BLOCK not in verdicts(annex.covers)
        act.one.post(address, {"track": cover.pk})
        act.one.post(f"{act.page}/rows/{rows[1].line}", {"track": "none"})
        act.one.post(address, {"track": "none"})  # it was decided
    assert (verdicts([cover]), Verdict.BLOCK in verdicts([other])) == ({Verdict.BLOCK: 1}, False)
    said = act.certificate()
    decided = [row for row in said["rows"] if row["decided_at"]]
    assert [row["line"] is not None for row in decided] == [True, False]
    assert (said["late"], said["order"]["count"]) == (1, 4)
    assert faults(said) == []
    said["late"] = 0
    assert faults(said)
    decided[0]["line"]["entry"] = decided[0]["line"]["entry"].replace("court", "rules")
    assert len(faults(said)) > 1


def test_the_paper_of_an_act_names_court_case_and_times(log: Path) -> None:
    annex = Annex(exact=3, by_sound=1, absent=1, doubtful=1)
    with clock.at(MON):
        act = acted(annex.lines)
        assert act.one.get(f"{act.page}/certificate.pdf").status_code == 302  # not executed yet
        act.step("judgment")
    sequence.func()
    answer = act.one.get(f"{act.page}/certificate.pdf")
    pages = [page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages]
    text = " ".join(" ".join(pages).split())
    for words in ("A56-20000/2014", "2026-11-16 09:00:00", "due 2026-11-26 21:00:00", "by sound only"):
        assert words in text


@pytest.mark.parametrize("confirmed", [False, True])
def test_what_one_person_did_alone_over_many_rows_is_reversed_after_a_day_unless_confirmed(
    log: Path, confirmed: bool
) -> None:
    annex = Annex(exact=60, by_sound=1, absent=1, doubtful=1)
    with clock.at(MON):
        act = acted(annex.lines)
        assert act.step("judgment", emergency="1").state == "enforcing"
        assert verdicts(annex.named) == {Verdict.BLOCK: 61}
        if confirmed:
            act.approve(desk())
    with until(MON + timedelta(hours=24)):
        silent = verdicts(annex.named)[Verdict.BLOCK]
    act.found.refresh_from_db()
    assert (silent, act.found.state) == ((61, "enforcing") if confirmed else (0, "filed"))
    said = act.certificate()
    assert sum(row["lifted"] is not None for row in said["rows"]) == (0 if confirmed else 61)
    assert faults(said) == []


def test_a_labels_own_order_over_its_own_recordings_needs_no_second_person(log: Path) -> None:
    label, rep = makers.label()
    recordings = makers.recordings(label, 60)
    sounds = makers.sounds(60)
    tracks = makers.tracks(makers.person(), sounds)
    makers.matched(sounds, recordings)
    text = "\n".join(one.isrc or "" for one in recordings)
    actions.file_order(rep, label, title="A", reason="B", text=text, execute=True)
    assert verdicts(tracks) == {Verdict.BLOCK: 60}
    with until(clock.now() + timedelta(hours=25)):
        assert verdicts(tracks) == {Verdict.BLOCK: 60}


# --- scenario 4 --------------------------------------------------------------------------------------


class Nine:
    """Nine artists of one label, three recordings each; a member has a copy of all of them."""

    def __init__(self) -> None:
        self.label, _ = licensed()
        self.recordings = makers.recordings(self.label, 27)
        for number, one in enumerate(self.recordings):
            one.artist = f"Artist {number // 3}"
        Recording.objects.bulk_update(self.recordings, ["artist"])
        sounds = makers.sounds(27)
        self.copies = makers.tracks(makers.person(), sounds)
        makers.matched(sounds, self.recordings)

    def delivered(self, of: Organisation) -> Track:
        """One more recording, with a member's copy of it, as the delivery announces it."""
        (recording,), sounds = makers.recordings(of, 1), makers.sounds(1)
        makers.matched(sounds, [recording])
        (copy,) = makers.tracks(makers.person(), sounds)
        delivered_later.extend_acts.func(recording=recording.pk, delivery_row=0)
        return copy


def test_scenario_4_a_sample_of_tracks_is_not_the_works_of_the_artists(log: Path) -> None:
    nine = Nine()
    sample = [number for number in range(27) if number % 3][:17]
    with clock.at(MON):
        act = acted([nine.recordings[number].isrc or "" for number in sample])
        act.step("judgment")
    silent = [number for number in range(27) if verdicts([nine.copies[number]])[Verdict.BLOCK]]
    assert silent == sample
    assert letters("restricted_by_court") == {nine.copies[0].person_id: 1}
    assert Entry.objects.filter(kind="restrict", ground="court").count() == 17
    assert verdicts([nine.delivered(nine.label)])[Verdict.BLOCK] == 0


@pytest.mark.parametrize("later", [True, False])
def test_scenario_4_a_second_order_reaches_the_claimants_delivered_catalogue(log: Path, later: bool) -> None:
    nine, (other, _) = Nine(), licensed()
    theirs = makers.sounds(1)
    (untouched,) = makers.tracks(makers.person(), theirs)
    makers.matched(theirs, makers.recordings(other, 1))
    said = {"organisation": str(nine.label.pk), "catalogue": "on"} | ({"later": "on"} if later else {})
    with clock.at(MON):
        act = acted([nine.recordings[0].isrc or ""], **said)
        assert act.found.rows.count() == 28
        before = nine.delivered(nine.label)  # after the act was recorded, before it is carried out
        act.step("judgment")
        after = nine.delivered(nine.label)
    assert verdicts(nine.copies) == {Verdict.BLOCK: 27}
    assert verdicts([before, after])[Verdict.BLOCK] == (2 if later else 0)
    assert verdicts([untouched, nine.delivered(other)])[Verdict.BLOCK] == 0
    assert faults(act.certificate()) == []
    act.step("settle", by="claimant")
    told = {nine.copies[0].person_id, None} | ({before.person_id, after.person_id} if later else set())
    assert letters("settled") == dict.fromkeys(told, 1)  # each uploader and the claimant, once
    assert Entry.objects.filter(kind="reverse").count() == Entry.objects.filter(kind="restrict").count()
    assert verdicts([*nine.copies, before, after])[Verdict.BLOCK] == 0


def test_a_catalogue_without_its_owner_is_asked_for(log: Path) -> None:
    answer = desk().post("/staff/proceedings/new/court", ACT | {"rows": "DEZZZ2600001", "catalogue": "on"})
    assert answer.status_code == 422
    assert "which organisation" in answer.content.decode()
    assert not Proceeding.objects.exists()
