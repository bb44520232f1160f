"""The rights office: who may enter, and what can be done there with plain links and forms."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from akkord.catalogue import actions as catalogue
from akkord.catalogue.models import Recording
from cases import makers

pytestmark = pytest.mark.django_db


def signed_in(person) -> Client:  # type: ignore[no-untyped-def]
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


SECTIONS = ("catalogue", "deliveries", "deliveries/new", "messages/new", "licences", "licences/new",
            "policies", "policies/new", "grants", "grants/new", "negotiations", "negotiations/new",
            "orders", "orders/new", "contests", "conflicts", "overlaps", "stay-downs",
            "held",
            "where", "mandates", "people", "hooks", "royalties", "usage-reports",
            "unmatched", "left-out")  # fmt: skip


@pytest.mark.parametrize("section", [*SECTIONS, "batches"])
def test_a_representative_sees_every_section_and_a_stranger_none(section: str) -> None:
    label, rep = makers.label()
    makers.recordings(label, 2)
    address = f"/rights/{label.pk}/{section}"
    assert signed_in(rep).get(address).status_code == 200
    assert signed_in(makers.person()).get(address).status_code == 404
    assert Client().get(address).status_code == 302
    assert signed_in(makers.person(is_staff=True)).get(address).status_code == 200
    assert signed_in(rep).get(f"/rights/{label.pk + 999}/{section}").status_code == 404


@pytest.fixture
def desk():  # type: ignore[no-untyped-def]
    """A label, its representative's browser and the address of the office."""
    label, rep = makers.label()
    return label, signed_in(rep), f"/rights/{label.pk}"


def test_a_delivery_is_sent_with_a_form_and_shows_every_line_with_its_fault(desk, settings) -> None:  # type: ignore[no-untyped-def]
    settings.WAKES = {event: [] for event in settings.WAKES}
    _, browser, office = desk
    listing = SimpleUploadedFile(
        "a.csv", b"isrc,title,artist,file\nDEA122600001,Morning,Anna,a.flac\nnonsense,Night,Anna,b.flac\n"
    )
    sounds = [SimpleUploadedFile("a.flac", b"sound"), SimpleUploadedFile("other.flac", b"x")]
    answer = browser.post(
        f"{office}/deliveries/new", {"name": "Autumn", "listing": listing, "sounds": sounds}, follow=True
    )
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "Morning" in text
    assert "“nonsense” is not an ISRC" in text
    assert "No line of this delivery names a file called “other.flac”" in text
    assert "file arrived, being examined" in text
    assert 'hx-trigger="every 2s"' in text


def test_a_delivery_tells_how_far_its_references_are_held_against_what_was_there(desk) -> None:  # type: ignore[no-untyped-def]
    from akkord.catalogue.models import DeliveryRow
    from akkord.music.actions import begin_reexamination
    from akkord.people.actions import issue_token

    label, browser, office = desk
    rep = label_rep(label)
    made = catalogue.deliver(rep, label, "A", b"isrc,title,artist,file\nDEA122600001,Morning,Anna,a.flac\n")
    DeliveryRow.objects.update(recording=makers.recordings(label, 1)[0], state="live")
    assert "asked for" not in browser.get(f"{office}/deliveries/{made.pk}").content.decode()
    begin_reexamination(DeliveryRow.objects.get().recording_id or 0)
    assert "0 of 1 references asked for" in browser.get(f"{office}/deliveries/{made.pk}").content.decode()
    headers = {"HTTP_AUTHORIZATION": f"Bearer {issue_token(rep, 'test')}"}
    told = Client().get(f"/api/v1/deliveries/{made.pk}", **headers).json()["reexamined"]
    assert (told["references"], told["asked"], told["found"]) == (1, 0, 0)


def test_an_unreadable_list_is_refused_in_words_beside_its_field(desk) -> None:  # type: ignore[no-untyped-def]
    _, browser, office = desk
    listing = SimpleUploadedFile("a.csv", b"name\nx\n")
    answer = browser.post(f"{office}/deliveries/new", {"name": "Autumn", "listing": listing})
    assert answer.status_code == 422
    assert "The first line must name the columns" in answer.content.decode()


def test_the_example_is_a_list_that_can_be_delivered(desk) -> None:  # type: ignore[no-untyped-def]
    label, browser, office = desk
    example = browser.get(f"{office}/deliveries/example.csv").content
    delivery = catalogue.deliver(label_rep(label), label, "Example", example)
    assert set(delivery.rows.values_list("fault", "warning")) == {("", "")}


def label_rep(label):  # type: ignore[no-untyped-def]
    from akkord.catalogue.queries import representatives_of

    return representatives_of(label.pk).first().person


LICENCE = {
    "uses": ["OnDemandStream"],
    "models": ["FreeOfChargeModel"],
    "territory": "DE AT",
    "scope": "catalogue",
    "starts": "2026-01-01",
    "ends": "2026-12-31",
    "source": "contract 7",
}


def test_a_licence_is_granted_shown_and_withdrawn(desk) -> None:  # type: ignore[no-untyped-def]
    from akkord.rights.queries import licences_of

    label, browser, office = desk
    shown = browser.post(f"{office}/licences/new", LICENCE, follow=True)
    assert "contract 7" in shown.content.decode()
    (row,) = licences_of(label.pk)
    assert (row.territory, str(row.ends.date())) == ("AT DE", "2027-01-01")
    asked = browser.get(f"{office}/licences/{row.pk}/withdraw").content.decode()
    assert "Withdraw licence" in asked
    assert licences_of(label.pk).exists()
    after = browser.post(f"{office}/licences/{row.pk}/withdraw", follow=True).content.decode()
    assert "Past licences" in after
    assert not licences_of(label.pk).exists()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"territory": "DE XX"}, "“XX” is not a country code."),
        ({"territory": "Nowhere"}, "is not a country code."),
        ({"scope": "recordings"}, "Choose at least one."),
        ({"ends": "2025-01-01"}, "The last day must not be before the first."),
        ({"uses": []}, "This field is required."),
    ],
)
def test_a_wrong_licence_keeps_what_was_typed_and_says_what_is_wrong(desk, wrong, said) -> None:  # type: ignore[no-untyped-def]
    _, browser, office = desk
    answer = browser.post(f"{office}/licences/new", LICENCE | wrong)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert said in text
    assert 'value="contract 7"' in text


def test_a_policy_is_set_with_its_conditions(desk) -> None:  # type: ignore[no-untyped-def]
    label, browser, office = desk
    mine = makers.recordings(label, 1)[0]
    said = {"action": "block", "territory": "Worldwide -RU", "seconds": "30", "percent_of_file": "50",
            "scope": "recordings", "recordings": [str(mine.pk)]}  # fmt: skip
    text = browser.post(f"{office}/policies/new", said, follow=True).content.decode()
    assert "at least 30 s match, at least 50 % of the upload match" in text
    assert "1 recording" in text


def test_an_order_is_previewed_executed_in_one_step_and_exported(desk) -> None:  # type: ignore[no-untyped-def]
    label, browser, office = desk
    mine = makers.recordings(label, 1)[0]
    sound, unknown = makers.sounds(2)
    track, lone = makers.tracks(makers.person(), [sound, unknown])
    makers.matched([sound], [mine])
    names = f"https://x.example/audio{track.pk}\n/audio{lone.pk}\n=cmd()"
    asked = {"title": "Autumn", "reason": "Not licensed", "territory": "DE", "names": names}
    preview = browser.post(f"{office}/orders/new", asked, follow=True)
    text = preview.content.decode()
    assert "Silence 2 rows now" in text
    assert "Your recording, every copy" in text
    assert "A file nobody has claimed" in text
    address = preview.redirect_chain[-1][0]
    done = browser.post(f"{address}/execute", follow=True).content.decode()
    assert "being written into the log" in done
    assert "Silence 2 rows now" not in done
    again = browser.post(f"{address}/execute", follow=True).content.decode()
    assert "already been executed" in again
    exported = b"".join(browser.get(f"{address}/rows.csv").streaming_content).decode("utf-8-sig").splitlines()
    assert exported[0].startswith("line,given,found")
    assert len(exported) == 4
    assert "'=cmd()" in exported[3]


def test_recordings_ticked_in_the_catalogue_begin_an_order_over_all_their_copies(desk) -> None:  # type: ignore[no-untyped-def]
    label, browser, office = desk
    mine = makers.recordings(label, 3)
    form = browser.get(f"{office}/orders/new?recording={mine[0].pk}&recording={mine[2].pk}").content.decode()
    assert form.count("checked") == 2
    asked = {"title": "A", "reason": "B", "territory": "Worldwide", "recordings": [mine[0].pk, mine[2].pk]}
    text = browser.post(f"{office}/orders/new", asked, follow=True).content.decode()
    assert "Silence 2 rows now" in text


def test_an_order_of_another_label_is_not_found(desk) -> None:  # type: ignore[no-untyped-def]
    from akkord.cases import actions

    _, browser, office = desk
    other, rep = makers.label()
    order = actions.file_order(rep, other, title="A", reason="B", text="/audio1")
    assert browser.get(f"{office}/orders/{order.public_id}").status_code == 404
    assert browser.post(f"{office}/orders/{order.public_id}/execute").status_code == 404


def test_a_recording_is_blocked_and_the_block_lifted(desk) -> None:  # type: ignore[no-untyped-def]
    label, browser, office = desk
    mine = makers.recordings(label, 1)[0]
    page = f"{office}/recordings/{mine.pk}"
    text = browser.post(f"{page}/block", {"territory": "DE"}, follow=True).content.decode()
    assert "Stay-down" in text
    block = _blocks(mine)[0]
    browser.post(f"{page}/lift/{block.pk}")
    assert _blocks(mine) == []


def _blocks(recording):  # type: ignore[no-untyped-def]
    from akkord.rights.queries import blocks_on
    from akkord.rights.terms import ScopeKind

    return list(blocks_on(ScopeKind.RECORDING, recording.pk))


def test_the_recording_page_shows_what_sounds_like_it_with_times_in_both(desk) -> None:  # type: ignore[no-untyped-def]
    label, browser, office = desk
    mine = makers.recordings(label, 1)[0]
    sound = makers.sound()
    makers.tracks(makers.person(), [sound], "Copy")
    makers.matched([sound], [mine])
    text = browser.get(f"{office}/recordings/{mine.pk}").content.decode()
    assert "Copy 0" in text
    assert text.count("0:00–1:00") == 2


def test_a_contest_is_read_and_answered_in_words(desk) -> None:  # type: ignore[no-untyped-def]
    label, browser, office = desk
    member = makers.person()
    track = makers.tracks(member, makers.sounds(1))[0]
    filed = makers.contested(label, track, "<b>Mine.</b>")
    assert f"/contests/{filed.pk}" in browser.get(f"{office}/contests").content.decode()
    page = f"{office}/contests/{filed.pk}"
    assert "&lt;b&gt;Mine.&lt;/b&gt;" in browser.get(page).content.decode()
    refused = browser.post(page, {"verdict": "stand", "answer": ""})
    assert refused.status_code == 422
    assert "Say why you stand by the restriction." in refused.content.decode()
    browser.post(page, {"verdict": "stand", "answer": "It is ours."})
    assert "It is ours." in browser.get(page).content.decode()
    assert browser.get(f"{office}/contests/{filed.pk + 1}").status_code == 404


def test_a_claim_by_word_is_filed_and_what_is_no_track_is_named(desk) -> None:  # type: ignore[no-untyped-def]
    _, browser, office = desk
    track = makers.tracks(makers.person(), makers.sounds(1))[0]
    address = f"{office}/claims/new"
    assert f'value="{track.pk}"' in browser.get(f"{address}?track={track.pk}").content.decode()
    for bad in ("nothing", "/audio999999"):
        assert browser.post(address, {"track": bad, "reason": "Ours."}).status_code == 422
    answer = browser.post(address, {"track": f"https://a.example/audio{track.pk}", "reason": "Ours."})
    assert answer.status_code == 302
    assert "Ours." in browser.get(answer["Location"]).content.decode()


def test_the_catalogue_is_searched_by_every_word_in_any_case_and_script(desk) -> None:  # type: ignore[no-untyped-def]
    label, browser, office = desk
    rain, snow = makers.recordings(label, 2)
    Recording.objects.filter(pk=rain.pk).update(title="Дождь", artist="Анна")
    found = browser.get(f"{office}/catalogue", {"q": "дождь анна"}).content.decode()
    assert "Дождь" in found
    assert snow.title not in found
    by_code = browser.get(f"{office}/catalogue", {"q": f"{snow.isrc[:5]}-{snow.isrc[5:]}"}).content.decode()
    assert snow.title in by_code
    assert browser.get(f"{office}/catalogue", {"q": "a\x00b", "page": "x"}).status_code == 200


def test_a_page_of_the_catalogue_asks_the_same_few_questions_for_any_number_of_recordings(desk) -> None:  # type: ignore[no-untyped-def]
    label, browser, office = desk
    counted = []
    for more in (2, 30):
        mine = makers.recordings(label, more)
        copies = makers.sounds(more)
        makers.tracks(makers.person(), copies)
        makers.matched(copies, mine)
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(f"{office}/catalogue").status_code == 200
        counted.append(len(asked))
    assert counted[1] <= counted[0]


def test_where_a_recording_may_be_heard_is_said_in_words(desk) -> None:  # type: ignore[no-untyped-def]
    label, browser, office = desk
    makers.recordings(label, 1)
    browser.post(f"{office}/licences/new", LICENCE | {"starts": "", "ends": ""})
    text = browser.get(f"{office}/catalogue").content.decode()
    assert "Austria, Germany" in text
    assert "everywhere except Austria, Germany" in text


def test_a_body_switches_between_those_it_has_a_mandate_from() -> None:
    body, rep = makers.label("body")
    first, _ = makers.label(name="First Label")
    catalogue.record_mandate(body, first, "mandate 1", territory="DE")
    browser = signed_in(rep)
    home = browser.get("/rights/").content.decode()
    assert f"/rights/{first.pk}/catalogue" in home
    assert f"/rights/{body.pk}/catalogue" in home
    asked = {"title": "A", "reason": "B", "names": "/audio1", "territory": "Worldwide"}
    refused = browser.post(f"/rights/{first.pk}/orders/new", asked)
    assert refused.status_code == 422
    assert "does not reach that far" in refused.content.decode()
    assert browser.post(f"/rights/{first.pk}/orders/new", asked | {"territory": "DE"}).status_code == 302


def test_the_operator_looks_but_does_not_act() -> None:
    label, _ = makers.label()
    staff = signed_in(makers.person(is_staff=True))
    answer = staff.post(f"/rights/{label.pk}/licences/new", LICENCE)
    assert answer.status_code == 422
    assert "You do not act for this organisation." in answer.content.decode()


def test_someone_who_acts_for_nobody_finds_no_office() -> None:
    assert signed_in(makers.person()).get("/rights/").status_code == 404


def test_a_list_is_looked_at_before_it_is_accepted(desk, settings) -> None:  # type: ignore[no-untyped-def]
    from akkord.catalogue.models import Delivery, DeliveryRow

    settings.WAKES = {event: [] for event in settings.WAKES}
    _, browser, office = desk

    def send(**more: object):  # type: ignore[no-untyped-def]
        listing = SimpleUploadedFile(
            "a.csv", b"isrc,title,artist,file\nDEA122600001,Morning,Anna,a.flac\nDE1,Night,Anna,b.flac\n"
        )
        said = {"name": "Autumn", "listing": listing, "look": "1"} | more
        return browser.post(f"{office}/deliveries/new", said, follow=True)

    shown = send(sounds=[SimpleUploadedFile("a.flac", b"sound")])
    text, page = shown.content.decode(), shown.redirect_chain[-1][0]
    assert "Nothing has happened yet" in text
    assert "1 new, 0 changed, 0 as before, 1 refused." in text
    assert "“DE1” is not an ISRC" in text
    assert "Add the sound files once the list is accepted." in text
    assert not DeliveryRow.objects.exists()
    assert "to be accepted" in browser.get(f"{office}/deliveries").content.decode()
    accepted = browser.post(f"{page}/accept", follow=True).content.decode()
    assert "0 of 2 lines are live; 1 wait for their sound file." in accepted
    assert "does not wait to be accepted" in browser.post(f"{page}/accept", follow=True).content.decode()
    other = send().redirect_chain[-1][0]
    browser.post(f"{other}/discard")
    assert Delivery.objects.count() == 1


def test_a_list_is_shown_first_through_the_api(desk) -> None:  # type: ignore[no-untyped-def]
    from akkord.people.actions import issue_token

    label, _, _ = desk
    headers = {"HTTP_AUTHORIZATION": f"Bearer {issue_token(label_rep(label), 'test')}"}
    listing = SimpleUploadedFile("a.csv", b"isrc,title,artist,file\nDEA122600001,Morning,Anna,a.flac\n")
    said = {"name": "Autumn", "list": listing, "preview": "true"}
    client = Client()
    made = client.post(f"/api/v1/organisations/{label.pk}/deliveries", said, **headers).json()
    assert (made["state"], made["preview"][0]["what"]) == ("proposed", "new")
    assert client.delete(f"/api/v1/deliveries/{made['number']}", **headers).status_code == 204
    listing.seek(0)
    made = client.post(f"/api/v1/organisations/{label.pk}/deliveries", said, **headers).json()
    accepted = client.post(f"/api/v1/deliveries/{made['number']}/accept", **headers).json()
    assert accepted["state"] == "reading"
    assert client.post(f"/api/v1/deliveries/{made['number']}/accept", **headers).status_code == 409
