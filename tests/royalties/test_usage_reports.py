"""A month's uses as DDEX reports, read strictly, with every counted play in one; claims in answer to them."""

import io
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from akkord.cases.models import Conflict
from akkord.catalogue.errors import NotRepresented
from akkord.catalogue.models import Organisation
from akkord.flow.models import Job
from akkord.money import MICRO
from akkord.music.models import Play, Track
from akkord.people.actions import issue_token
from akkord.rights.models import Ownership
from akkord.royalties import actions, month_life, queries, usage_reports
from akkord.royalties.dsr.reading import Fault, ReadRow, Source, read_report
from akkord.royalties.errors import BadClaims, ClaimedBefore, NoPartyId, NotNow, NotOurReport, NotTheirMessage
from akkord.royalties.models import ClaimedShare, ClaimMessage, Exclusion, Month, UsageReport
from akkord.store.files import files
from akkord.subscriptions.models import Offer
from cases import makers
from labels.test_office_pages import signed_in
from music import world
from royalties.test_months import OCTOBER, World, on

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(log: None, settings: Any) -> World:
    settings.DPID = "PADPIDA2026112801A"
    made = World()
    with on(9, 2):
        made.society, made.collector = makers.label(name="Society of authors")
    Organisation.objects.filter(pk=made.society.pk).update(kind="body", dpid="PADPIDA2026112803C")
    made.society.refresh_from_db()
    return made


def read(report: UsageReport) -> list[ReadRow]:
    sources = [
        Source(name, lambda sha256=sha256: files().path(sha256).open("rb")) for name, sha256 in report.files
    ]
    found = list(read_report(sources))
    assert [str(each) for each in found if isinstance(each, Fault)] == []
    return [each for each in found if isinstance(each, ReadRow)]


def written(month: Month) -> dict[str, UsageReport]:
    month.refresh_from_db()
    usage_reports.order(month)
    world.work_off()
    return {report.profile: report for report in UsageReport.objects.all()}


def test_members_uploads_are_told_with_their_uses_and_the_money_adds_up_to_the_pool(site: World) -> None:
    site.heard(0, 3, day=5)
    site.heard(1, 2, day=6, territory="AT")
    site.heard(2, 2, day=6)
    month = site.earned(OCTOBER, 1_000_001)
    site.earned(OCTOBER, 777_777, sold_in="AT")
    site.closed(month)
    reports = written(month)
    assert set(reports) == {"UGC"}, "labels delivered no track of their own, so nothing of the other kind"
    rows = read(reports["UGC"])
    uses = [row for row in rows if row.record == "SU03.02"]
    assert sum(row.cells["Usages"] for row in uses) == 7 == reports["UGC"].uses
    assert sum(int(row.cells["NetRevenue"] * MICRO) for row in uses) == 1_777_778
    assert {str(row.cells["IsRoyaltyBearing"]).lower() for row in uses} == {"true"}
    titles = {
        row.cells["ResourceTitle"]: row.cells["DspResourceId"] for row in rows if row.record == "AS02.03"
    }
    assert f"sound{site.unknown.pk}" in titles.values(), "what nobody knows is told, too"
    assert str(site.songs[0].pk) in titles.values()


def test_a_subscription_is_told_with_its_service_market_and_part(site: World) -> None:
    Offer.objects.create(
        slug="plus", name_en="Plus", name_ru="Плюс", model="SubscriptionModel",
        opened_at=site.tracks[0].made_at,
    )  # fmt: skip
    site.heard(0, 3, day=5)
    Play.objects.update(offer="plus", sold_in="DE")
    month = site.earned(OCTOBER, 1_000_000, offer="plus")
    site.closed(month)
    rows = read(written(month)["UGC"])
    assert [row.record for row in rows if row.record.startswith("SY")] == ["SY04.01", "SY09.01", "SY05.03"]


def test_what_labels_delivered_is_basic_audio_and_a_play_left_out_bears_no_royalty(site: World) -> None:
    delivered = Track.objects.create(
        title="Delivered", artist="Somebody", sound=site.tracks[0].sound, recording=site.songs[0],
        seconds=60, made_at=site.tracks[0].made_at,
    )  # fmt: skip
    site.heard(0, 4, day=5)
    Play.objects.update(track=delivered)
    month = site.earned(OCTOBER, 1_000_000)
    with on(11, 3):
        month_life.count(month)
        Exclusion.objects.create(
            play=Play.objects.values_list("pk", flat=True)[0], month=month, track=delivered, reason="loop",
            found_at=site.tracks[0].made_at,
        )  # fmt: skip
    site.closed(month)
    reports = written(month)
    assert set(reports) == {"BasicAudio"}
    streams = [row for row in read(reports["BasicAudio"]) if row.record == "SU02.02"]
    told = {str(row.cells["IsRoyaltyBearing"]).lower(): row.cells["NumberOfStreams"] for row in streams}
    assert told == {"true": 3, "false": 1}


def test_reports_are_written_once_after_the_close_and_not_without_a_party_id(
    site: World, settings: Any
) -> None:
    site.heard(0, 1, day=5)
    month = site.earned(OCTOBER, 1_000_000)
    with pytest.raises(NotNow):
        usage_reports.order(month)
    site.closed(month)
    month.refresh_from_db()
    first = written(month)["UGC"]
    assert written(month)["UGC"].made_at == first.made_at
    settings.DPID = ""
    with pytest.raises(NoPartyId):
        usage_reports.order(month)


def test_a_tier_paid_in_two_currencies_loses_no_money_and_tells_each_use_once(
    site: World,
) -> None:
    site.heard(0, 3, day=5)
    site.heard(1, 2, day=6)
    month = site.earned(OCTOBER, 1_000_001)
    site.earned(OCTOBER, 777_777, currency="USD")
    with on(11, 3):
        for step in (month_life.count, month_life.check, month_life.share):
            step(month)
    Month.objects.update(state="closed")  # statements would need a rate of exchange
    rows = read(written(month)["UGC"])
    currencies = {
        row.cells["SummaryRecordId"]: row.cells["CurrencyOfReporting"]
        for row in rows
        if row.record.startswith("SY")
    }
    assert sorted(currencies.values()) == ["EUR", "USD"]
    uses = [row.cells for row in rows if row.record == "SU03.02"]
    assert sum(cells["Usages"] for cells in uses) == 5
    money = dict.fromkeys(currencies.values(), 0)
    for cells in uses:
        money[currencies[cells["SummaryRecordId"]]] += int(cells["NetRevenue"] * MICRO)
    assert money == {"EUR": 1_000_001, "USD": 777_777}


def test_a_subscription_nobody_paid_for_in_the_month_is_told_with_no_subscriber(site: World) -> None:
    Offer.objects.create(
        slug="plus", name_en="Plus", name_ru="Плюс", model="SubscriptionModel",
        opened_at=site.tracks[0].made_at,
    )  # fmt: skip
    site.heard(0, 3, day=5)
    Play.objects.update(offer="plus", sold_in="DE")
    month = site.earned(OCTOBER, 1_000_000)
    site.closed(month)
    rows = read(written(month)["UGC"])
    (service,) = [row.cells for row in rows if row.record == "SY04.01"]
    assert (service["Subscribers"], service["ConsumerPaidUnitPrice"]) == (0, 0)


def test_the_close_orders_the_reports_a_job_for_each_licensor(
    site: World,
) -> None:
    with on(9, 3):
        rival, _ = makers.label(name="A")
    Organisation.objects.filter(pk=rival.pk).update(kind="publisher", dpid="PADPIDA2026112804D")
    site.heard(0, 3, day=5)
    site.closed(site.earned(OCTOBER, 1_000_000))
    jobs = Job.objects.filter(task__endswith="write_reports")
    assert {job.arguments["args"][1] for job in jobs} == {rival.pk, site.society.pk}
    world.work_off()
    assert UsageReport.objects.count() == 2


def test_what_a_member_withdrew_is_told_by_its_number(site: World) -> None:
    site.heard(2, 3, day=5)
    month = site.earned(OCTOBER, 1_000_000)
    Track.objects.filter(sound=site.unknown).update(withdrawn_at=site.tracks[0].made_at, title="A real name")
    site.closed(month)
    (row,) = [row for row in read(written(month)["UGC"]) if row.record == "AS02.03"]
    assert row.cells["ResourceTitle"] == f"sound{site.unknown.pk}"
    assert "ResourceDisplayArtistName" not in row.cells


# --- claims in answer to a report ------------------------------------------------------------------------

HEAD = (
    "CDMH.01\tCDM/2.0/9/2.0\t{id}\t2026-12-20T10:00:00Z\tClaimsAmounts\t2.0\t\t{report}\t2026-10-01\t2026-10-31"
    "\t{sender}\tSociety\tAkkord\tPADPIDA2026112801A\tAkkord\t\t\t"
)
SUMMARY = (
    "CS01.01\t1\t\tSociety\tISNI::0000000081266409\t\t\t2026-10-01\t2026-10-31\tFreeOfChargeModel"
    "\tOnDemandStream\tDE\tAkkord\tEUR\tEUR\t1\t\t\t\t50\t50\t\t0.3"
)
CLAIM = (
    "CD01.01\tc1\t1\t{resource}\t\tSong\tBand\t\tw9\t\tWork\t\t\t\tDirect\t{share}\t{share}\t{share}"
    "\t{sale}\t{uses}\t\t\t\t0.1\t0.2\t\t\t0.3"
)


def claims(report: UsageReport, resource: int, share: int = 50, uses: int = 3, message: str = "m1") -> bytes:
    sale = f"2026-10-U1-{resource}"
    head = HEAD.format(id=message, report=report.message_id, sender=report.organisation.dpid)
    claim = CLAIM.format(resource=resource, share=share, sale=sale, uses=uses)
    return "".join(f"{line}\n" for line in (head, SUMMARY, claim, "SRFO\t4\t1")).encode()


def told(site: World) -> UsageReport:
    site.heard(0, 3, day=5)
    month = site.earned(OCTOBER, 1_000_000)
    site.closed(month)
    written(month)
    return UsageReport.objects.get(organisation=site.society)


def stated(party: Organisation) -> dict[str, tuple[str, str, str, str]]:
    """Shares of works claimed now: right → share, territory, first and last day."""
    rows = ClaimedShare.objects.filter(organisation=party, replaced_by=None)
    return {row.right: (row.share, row.territory, str(row.starts), str(row.ends)) for row in rows}


def message_of(report: UsageReport, *lines: str, name: str = "m1") -> bytes:
    """A message of these claims, under one summary."""
    head = HEAD.format(id=name, report=report.message_id, sender=report.organisation.dpid)
    whole = (
        head,
        SUMMARY.removesuffix("0.3") + f"{len(lines) * 3 / 10}",
        *lines,
        f"SRFO\t{len(lines) + 3}\t1",
    )
    return "".join(f"{line}\n" for line in whole).encode()


def test_shares_of_works_are_kept_and_are_nothing_of_the_recording(site: World) -> None:
    """A society that claims the whole work owns nothing of the recording: nobody is asked or silenced."""
    report = told(site)
    song = site.songs[0].pk
    with on(11, 20):
        world.work_off()
        taken = actions.take_claims(site.collector, site.society.pk, "c.tsv", claims(report, song, share=100))
        world.work_off()
    assert (taken.statuses, taken.stated) == ({"NoConflict": 1}, 1)
    held = ("1", "DE", "2026-10-01", "2026-10-31")
    assert stated(site.society) == {"MechanicalRight": held, "PerformingRight": held}
    assert not Ownership.objects.filter(party=site.society).exists()
    assert not Conflict.objects.exists()
    assert list(queries.answers_to(taken)) == []


def test_claims_of_one_message_add_up_and_the_next_message_takes_their_place(site: World) -> None:
    report = told(site)
    song = site.songs[0].pk
    one = CLAIM.format(resource=song, share=25, sale=f"2026-10-U1-{song}", uses=3)
    two = one.replace("c1\t1", "c2\t1").replace("w9", "w10")
    take, society = actions.take_claims, site.society.pk
    with on(11, 20):
        assert take(site.collector, society, "c.tsv", message_of(report, one, two)).stated == 2
    assert {share for share, *_ in stated(site.society).values()} == {"1/2"}
    with on(11, 21):
        november = message_of(report, one, name="m2").replace(b"2026-10-31\tFree", b"2026-10-15\tFree")
        take(site.collector, society, "d.tsv", november)
    standing = ClaimedShare.objects.filter(replaced_by=None, right="PerformingRight").order_by("pk")
    assert [(row.share, str(row.ends)) for row in standing] == [("1/2", "2026-10-31"), ("1/4", "2026-10-15")]
    with on(11, 22):
        nothing = one.replace("\t25\t25\t25", "\t0\t0\t0")
        assert take(site.collector, society, "e.tsv", message_of(report, nothing, name="m3")).stated == 0
    assert stated(site.society)["PerformingRight"] == ("1/4", "DE", "2026-10-01", "2026-10-15")


def test_plays_of_listeners_nobody_can_place_are_told_as_worldwide_and_claimed(site: World) -> None:
    site.heard(0, 3, day=5, territory="ZZ")
    month = site.earned(OCTOBER, 1_000_000)
    site.closed(month)
    written(month)
    report = UsageReport.objects.get(organisation=site.society)
    assert {row.cells["Territory"] for row in read(report) if row.record.startswith("SY")} == {"Worldwide"}
    body = claims(report, site.songs[0].pk).replace(b"\tDE\t", b"\tWorldwide\t")
    with on(11, 20):
        taken = actions.take_claims(site.collector, site.society.pk, "c.tsv", body)
    assert taken.statuses == {"NoConflict": 1}
    assert stated(site.society)["MechanicalRight"][1] == "Worldwide"


def test_a_report_whose_cells_cannot_be_read_answers_all_the_same(site: World) -> None:
    """Reports written before said ZZ, which the strict reader leaves out."""
    report = told(site)
    kept = report.files[0][1]
    text = files().read(kept).replace(b"\tDE\t", b"\tZZ\t")
    UsageReport.objects.update(files=[[report.files[0][0], files().keep([text]).sha256]])
    with on(11, 20):
        body = claims(report, site.songs[0].pk)
        taken = actions.take_claims(site.collector, site.society.pk, "c.tsv", body)
    assert taken.statuses == {"DataInconsistent": 1}


def test_many_claims_ask_the_books_once(site: World, django_assert_max_num_queries: Any) -> None:
    report = told(site)
    song = site.songs[0].pk
    one = CLAIM.format(resource=song, share=0, sale=f"2026-10-U1-{song}", uses=3)
    lines = [one.replace("c1\t1", f"c{number}\t1") for number in range(300)]
    with on(11, 20), django_assert_max_num_queries(25):
        actions.take_claims(site.collector, site.society.pk, "c.tsv", message_of(report, *lines))


def test_what_contradicts_the_report_is_answered_and_not_stated(site: World) -> None:
    report = told(site)
    with on(11, 20):
        body = claims(report, site.songs[0].pk, uses=5)
        taken = actions.take_claims(site.collector, site.society.pk, "c.tsv", body)
    assert (taken.statuses, taken.stated) == ({"DataInconsistent": 1}, 0)
    assert stated(site.society) == {}
    ((name, lines),) = queries.answers_to(taken)
    assert name.startswith("DataDiscrepancies_PADPIDA2026112803C_PADPIDA2026112801A_Akkord_2026-10_Multi_")
    assert b"Usages" in lines


def test_two_licensors_who_claim_more_than_the_whole_are_both_told(site: World) -> None:
    report = told(site)
    with on(9, 3):
        rival, acting = makers.label(name="Rivals")
    Organisation.objects.filter(pk=rival.pk).update(kind="publisher", dpid="PADPIDA2026112804D")
    written(report.month)
    theirs = UsageReport.objects.get(organisation=rival)
    with on(11, 20):
        song = site.songs[0].pk
        first = actions.take_claims(site.collector, site.society.pk, "c.tsv", claims(report, song, share=60))
        second = actions.take_claims(acting, rival.pk, "r.tsv", claims(theirs, song, share=70))
    assert (first.stated, second.stated) == (1, 0)
    assert second.statuses == {"Conflict": 1}
    assert stated(rival) == {}
    for message in (first, second):
        assert [name.split("_")[0] for name, _ in queries.answers_to(message)] == ["OverclaimDiscrepancies"]


def test_a_bad_message_is_refused_whole_and_by_name(site: World) -> None:
    report = told(site)
    song, good = site.songs[0].pk, claims(report, site.songs[0].pk)
    refused: list[tuple[bytes, type[Exception]]] = [
        (good.replace(b"SRFO\t4", b"SRFO\t9"), BadClaims),
        (good.replace(b"\t%d\t\tSong" % song, b"\t999999\t\tSong"), BadClaims),
        (good.replace(b"\tm1\t", b"\t%s\t" % (b"m" * 201)), BadClaims),
        (good.replace(b"2026-10-31\tFree", b"2026-09-30\tFree"), BadClaims),
        (good.replace(b"\t50\t50\t50", b"\t33.33333333333\t0\t0"), BadClaims),
        (b"", BadClaims),
        (b"\xff\xfe nonsense", BadClaims),
        (good.replace(b"PADPIDA2026112803C", b"PADPIDA2026112899X"), NotTheirMessage),
        (good.replace(report.message_id.encode(), b"2026-10-UGC-0"), NotOurReport),
    ]
    for body, reason in refused:
        with on(11, 20), pytest.raises(reason):
            actions.take_claims(site.collector, site.society.pk, "c.tsv", body)
    with on(11, 20), pytest.raises(NotRepresented):
        actions.take_claims(site.clerk, site.society.pk, "c.tsv", good)
    assert not ClaimMessage.objects.exists()
    assert stated(site.society) == {}
    with on(11, 20):
        actions.take_claims(site.collector, site.society.pk, "c.tsv", good)
        with pytest.raises(ClaimedBefore):
            actions.take_claims(site.collector, site.society.pk, "c.tsv", good)


def test_the_desk_shows_the_reports_takes_claims_and_gives_the_answer(site: World) -> None:
    report = told(site)
    office, browser = f"/rights/{site.society.pk}/usage-reports", signed_in(site.collector)
    assert report.message_id in browser.get(office).content.decode()
    given = browser.get(f"{office}/{report.pk}.zip")
    assert zipfile.ZipFile(io.BytesIO(given.getvalue())).namelist() == [name for name, _ in report.files]
    assert signed_in(site.clerk).get(f"{office}/{report.pk}.zip").status_code == 404
    bad = browser.post(office, {"message": SimpleUploadedFile("c.tsv", b"nonsense\n")})
    assert bad.status_code == 422
    assert "Nothing of the message was taken" in bad.content.decode()
    sent = SimpleUploadedFile("c.tsv", claims(report, site.songs[0].pk, uses=5))
    assert "contradicts the report" in browser.post(office, {"message": sent}, follow=True).content.decode()
    answer = browser.get(f"{office}/claims/{ClaimMessage.objects.get().pk}.zip")
    assert [name.split("_")[0] for name in zipfile.ZipFile(io.BytesIO(answer.getvalue())).namelist()] == [
        "DataDiscrepancies"
    ]
    page = signed_in(site.operator).get("/staff/usage-reports").content.decode()
    assert "Society of authors" in page
    assert signed_in(site.operator).post("/staff/months/2026-10/usage-reports").status_code == 302


def test_a_program_reads_the_reports_and_sends_claims(site: World) -> None:
    report = told(site)
    headers = {"HTTP_AUTHORIZATION": f"Bearer {issue_token(site.collector, 'test')}"}
    api = f"/api/v1/organisations/{site.society.pk}"
    listed = Client().get(f"{api}/usage-reports", **headers).json()
    assert [each["message_id"] for each in listed["items"]] == [report.message_id]
    assert Client().get(f"{api}/usage-reports/{report.pk}/files", **headers).status_code == 200
    new = {"name": "c.tsv", "text": claims(report, site.songs[0].pk).decode()}
    made = Client().post(f"{api}/claim-messages", new, content_type="application/json", **headers)
    assert (made.status_code, made.json()["statuses"]) == (201, {"NoConflict": 1})
    again = Client().post(f"{api}/claim-messages", new, content_type="application/json", **headers)
    assert again.status_code == 409
    (share, _) = Client().get(f"{api}/claimed-shares", **headers).json()["items"]
    assert (share["share"], share["territory"], share["ends"]) == ("1/2", "DE", "2026-10-31")
    answers = Client().get(f"{api}/claim-messages/{made.json()['message']}/answers", **headers)
    assert answers.status_code == 200
