"""The main job over the API: uploaded, recognised, decided, heard, ordered away, and it stays away."""

import subprocess
import sys

import httpx
import pytest

from living_site import LivingSite, until
from road import sounds
from road.conftest import Road

LIST = "isrc,title,artist,file\nDEA122600001,Dawn,Ada,dawn.flac\nDEA122600002,Dusk,Ada,dusk.flac\n"
USES = {
    "uses": [
        "OnDemandStream",
        "NonInteractiveStream",
        "UserMakeAvailableLabelProvided",
        "UserMakeAvailableUserProvided",
    ],
    "models": ["FreeOfChargeModel"],
    "territory": "RU",
}


def client_in(road: Road, address: str) -> httpx.Client:
    """Somebody without a session, from an address of that country."""
    return httpx.Client(
        base_url=road.site.url, transport=httpx.HTTPTransport(local_address=address), timeout=60
    )


@pytest.fixture(scope="module")
def delivered(road: Road) -> dict[str, int]:
    """ISRC → recording, once the label's two recordings are live and licensed for Russia only."""
    said = road.agent.post(
        f"/organisations/{road.label}/deliveries",
        files={"list": ("list.csv", LIST.encode())},
        data={"name": "Autumn"},
    )
    assert said.status_code == 201, said.text
    number = said.json()["number"]
    files = [("files", (f"{name}.flac", sounds.flac(sounds.song(name)))) for name in ("dawn", "dusk")]
    assert road.agent.post(f"/deliveries/{number}/files", files=files).status_code == 200
    until(lambda: road.agent.get(f"/deliveries/{number}").json()["state"] == "live", 120, 0.3, "the delivery")
    granted = road.agent.post(f"/organisations/{road.label}/licences", json=USES)
    assert granted.status_code == 201, granted.text
    listed = road.agent.get(f"/organisations/{road.label}/recordings").json()["items"]
    return {r["isrc"]: r["number"] for r in listed}


@pytest.fixture(scope="module")
def copy(road: Road, delivered: dict[str, int]) -> dict:  # type: ignore[type-arg]
    """A member's upload of the label's song, recognised."""
    return road.upload(road.anna, "my-song.mp3", sounds.disguises("dawn")["re-encode at 64 kbit/s"])


@pytest.fixture(scope="module")
def stranger(road: Road, delivered: dict[str, int]) -> dict:  # type: ignore[type-arg]
    return road.upload(road.anna, "Nobody - Waltz.mp3", sounds.mp3(sounds.song("stranger")))


def test_a_re_encode_is_recognised_and_gets_its_labels_verdict_in_two_countries(
    road: Road,
    copy: dict,
    delivered: dict[str, int],  # type: ignore[type-arg]
) -> None:
    assert copy["state"] == "live"
    assert [m["isrc"] for m in copy["matches"]] == ["DEA122600001"]
    assert copy["verdicts"]["ALLOW"] == "RU"
    assert "RU" in copy["verdicts"]["BLOCK"]
    heard = road.start(road.anna, copy["track"])
    assert heard.status_code == 200, heard.text
    silent = road.start(road.boris, copy["track"])
    assert silent.status_code == 403
    telling = silent.json()["telling"]
    assert (telling["why"], telling["party"], telling["territory"]) == ("unlicensed", "Northern Light", "DE")


def test_the_first_decision_that_silences_has_its_line_in_the_public_log(road: Road, copy: dict) -> None:  # type: ignore[type-arg]
    story = until(lambda: (s := road.anna.get(f"/uploads/{copy['id']}").json())["entry"] and s, 30)
    assert story["entry"] > 0
    assert httpx.get(f"{road.site.url}/log/{story['entry']}").status_code == 200


def test_a_stranger_is_unknown_and_plays_everywhere(road: Road, stranger: dict) -> None:  # type: ignore[type-arg]
    assert (stranger["state"], stranger["matches"]) == ("live", [])
    assert (stranger["title"], stranger["artist"]) == ("Waltz", "Nobody")
    for who in (road.anna, road.boris):
        assert road.start(who, stranger["track"]).status_code == 200


def test_ranges_add_up_to_the_whole(road: Road, stranger: dict) -> None:  # type: ignore[type-arg]
    url = road.start(road.anna, stranger["track"]).json()["url"]
    with client_in(road, "127.0.1.1") as browser:
        whole = browser.get(url)
        assert whole.headers["content-type"] == "audio/webm"
        size, half = len(whole.content), len(whole.content) // 2
        first = browser.get(url, headers={"Range": f"bytes=0-{half - 1}"})
        rest = browser.get(url, headers={"Range": f"bytes={half}-"})
        assert (first.status_code, rest.status_code) == (206, 206)
        assert first.content + rest.content == whole.content
        assert browser.get(url, headers={"Range": f"bytes={size}-"}).status_code == 416
        assert browser.head(url).headers["content-length"] == str(size)


def test_an_order_silences_every_path_at_once_and_what_comes_again_is_blocked(
    road: Road,
    copy: dict,
    delivered: dict[str, int],  # type: ignore[type-arg]
) -> None:
    own = track_of_label(road, delivered["DEA122600001"])
    urls = [road.start(road.anna, number).json()["url"] for number in (copy["track"], own)]
    listener = client_in(road, "127.0.1.1")
    assert all(listener.get(url, headers={"Range": "bytes=0-99"}).status_code == 206 for url in urls)
    rows = [f"{road.site.url}/audio{copy['track']}", "DEA122600001"]
    with listener.stream("GET", urls[0]) as open_stream:
        pieces = open_stream.iter_raw(1024)
        next(pieces)
        order = road.agent.post(
            f"/organisations/{road.label}/orders",
            json={"title": "Autumn", "reason": "Not for this site", "rows": rows, "execute": True},
        )
        assert order.status_code == 201, order.text
        assert order.json()["state"] == "executed"
    for url in urls:
        assert listener.get(url, headers={"Range": "bytes=100-199"}).status_code == 403
        assert listener.get(url).status_code == 403
    for who in (road.anna, road.boris):
        for number in (copy["track"], own):
            refused = who.post(f"/tracks/{number}/listen")
            assert refused.status_code == 403
            assert refused.json()["telling"]["party"] == "Northern Light"
    assert road.anna.get(f"/tracks/{copy['track']}").json()["playable"] is False
    until(lambda: road.anna.get(f"/uploads/{copy['id']}").json()["state"] == "blocked", 30)


def track_of_label(road: Road, recording: int) -> int:
    rows = road.anna.get("/tracks").json()["items"]
    return next(row["number"] for row in rows if row["title"] == "Dawn")


def test_scenario_6_no_disguise_brings_it_back_and_one_strike_is_counted(
    road: Road,
    copy: dict,
    delivered: dict[str, int],  # type: ignore[type-arg]
) -> None:
    removed = [
        row["entry"]["id"]
        for order in road.agent.get(f"/organisations/{road.label}/orders").json()["items"]
        for row in road.agent.get(f"/orders/{order['id']}").json()["rows"]
        if row["entry"]
    ]
    sent = {
        disguise: road.send(road.anna, "new.mp3", sound, title="Quite another song")["id"]
        for disguise, sound in sounds.disguises("dawn").items()
    }
    for disguise, upload in sent.items():
        story = road.ended(road.anna, upload, 180)
        assert story["state"] == "blocked", (disguise, story)
        assert "DEA122600001" in [m["isrc"] for m in story["matches"]], disguise
        for who in (road.anna, road.boris):
            assert road.start(who, story["track"]).status_code == 403
    story = until(lambda: (s := road.anna.get(f"/uploads/{upload}").json())["entry"] and s, 30)
    line = httpx.get(f"{road.site.url}/log/{story['entry']}").text
    assert any(line_id in line for line_id in removed), "the line names those it carries out"
    counted = (
        "import django; django.setup()\n"
        "from akkord.cases.models import Strike\n"
        "print(Strike.objects.filter(person__email='anna@example.org').count())"
    )
    until(lambda: road.site.python(counted).strip() == "1", 60, 1, "one strike")


def test_the_labels_other_recording_still_plays_where_it_is_licensed(
    road: Road, delivered: dict[str, int]
) -> None:
    story = road.upload(road.anna, "dusk.mp3", sounds.mp3(sounds.song("dusk")))
    assert story["verdicts"]["ALLOW"] == "RU"
    assert road.start(road.anna, story["track"]).status_code == 200


def test_afterwards_a_strangers_audit_and_the_operators_pass(road: Road, tmp_path) -> None:  # type: ignore[no-untyped-def]
    until(lambda: audited(road.site), 60, 2, "the operator's audit")
    vkey = httpx.get(f"{road.site.url}/log/vkey").text.strip()
    done = subprocess.run(
        [sys.executable, "-m", "tilelog", "audit", f"{road.site.url}/log", "--vkey", vkey],
        env=road.site.env, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


def audited(site: LivingSite) -> bool:
    said = site.manage("audit", check=False)
    return "OK:" in said
