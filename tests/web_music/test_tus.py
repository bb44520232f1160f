"""What the tus door promises to any client of the protocol."""

import base64
import hashlib
import os
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from akkord.flow import clock
from akkord.music.models import Upload
from akkord.people.actions import issue_token
from akkord.people.models import Person
from akkord.store.partials import partials
from akkord.web import tus

OCTETS = "application/offset+octet-stream"


class TusClient:
    """Requests as a client of the protocol sends them."""

    def __init__(self, token: str) -> None:
        self.http = Client(enforce_csrf_checks=True)
        self.always = {"Authorization": f"Bearer {token}", "Tus-Resumable": "1.0.0"}

    def ask(self, method: str, url: str, body: bytes = b"", kind: str = OCTETS, **headers: str) -> Any:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.http.generic(method, url, body, kind, headers=self.always | named)

    def begin(self, size: int, **metadata: str) -> str:
        said = ",".join(f"{k} {base64.b64encode(v.encode()).decode()}" for k, v in metadata.items())
        answer = self.ask("POST", "/audio/uploads/", Upload_Length=str(size), Upload_Metadata=said)
        assert answer.status_code == 201, answer.content
        return str(answer["Location"])

    def send(self, url: str, offset: int, body: bytes, **headers: str) -> Any:
        return self.ask("PATCH", url, body, Upload_Offset=str(offset), **headers)


@pytest.fixture
def annas(token: str) -> TusClient:
    return TusClient(token)


def test_the_door_says_what_it_can(client: Client, db: None) -> None:
    answer = client.options("/audio/uploads/")
    assert answer.status_code == 204
    assert answer["Tus-Version"] == "1.0.0"
    assert set(answer["Tus-Extension"].split(",")) == {
        "creation",
        "creation-with-upload",
        "termination",
        "expiration",
        "checksum",
    }
    assert int(answer["Tus-Max-Size"]) == 500 * 1024 * 1024
    assert "sha1" in answer["Tus-Checksum-Algorithm"].split(",")


def test_a_file_sent_in_pieces_arrives_whole(annas: TusClient, anna: Person) -> None:
    body = os.urandom(700_000)
    url = annas.begin(len(body), filename="песня.mp3", title="Песня", artist="Анна")
    assert url.startswith("/audio/uploads/")
    first = annas.send(url, 0, body[:300_000])
    assert (first.status_code, first["Upload-Offset"]) == (204, "300000")
    assert "Upload-Expires" in first
    rest = annas.send(url, 300_000, body[300_000:])
    assert (rest.status_code, rest["Upload-Offset"]) == (204, "700000")
    upload = Upload.objects.get(person=anna)
    assert (upload.state, upload.filename, upload.title, upload.artist) == (
        "received",
        "песня.mp3",
        "Песня",
        "Анна",
    )
    assert upload.sound.sha256 == hashlib.sha256(body).hexdigest()


def test_the_first_bytes_may_come_with_the_announcement(annas: TusClient) -> None:
    answer = annas.ask("POST", "/audio/uploads/", b"12345", Upload_Length="10")
    assert (answer.status_code, answer["Upload-Offset"]) == (201, "5")
    head = annas.ask("HEAD", answer["Location"])
    assert (head["Upload-Offset"], head["Upload-Length"], head["Cache-Control"]) == ("5", "10", "no-store")


def test_a_post_may_stand_for_a_patch_that_a_proxy_would_not_carry(annas: TusClient) -> None:
    url = annas.begin(10)
    answer = annas.ask("POST", url, b"12345", Upload_Offset="0", X_HTTP_Method_Override="PATCH")
    assert (answer.status_code, answer["Upload-Offset"]) == (204, "5")


def test_a_wrong_offset_changes_nothing(annas: TusClient) -> None:
    url = annas.begin(10)
    annas.send(url, 0, b"12345")
    assert annas.send(url, 3, b"xxxx").status_code == 409
    assert annas.send(url, 0, b"xxxx").status_code == 409
    assert annas.ask("HEAD", url)["Upload-Offset"] == "5"


def test_what_is_too_big_is_refused_before_a_byte_is_taken(annas: TusClient) -> None:
    too_long = str(500 * 1024 * 1024 + 1)
    assert annas.ask("POST", "/audio/uploads/", Upload_Length=too_long).status_code == 413
    url = annas.begin(10)
    assert annas.send(url, 0, b"12345678901").status_code == 413
    assert annas.ask("HEAD", url)["Upload-Offset"] == "0"


@pytest.mark.parametrize("said", ["", "-1", "ten", "1.5", "9" * 16, "0", "٣"])
def test_a_length_that_is_none_is_refused(annas: TusClient, said: str) -> None:
    assert annas.ask("POST", "/audio/uploads/", Upload_Length=said).status_code == 400


def test_a_length_told_later_is_refused(annas: TusClient) -> None:
    assert annas.ask("POST", "/audio/uploads/", Upload_Defer_Length="1").status_code == 400


def test_somebody_elses_upload_does_not_exist(annas: TusClient, boris: Person) -> None:
    url = annas.begin(10)
    boriss = TusClient(issue_token(boris, "test"))
    assert boriss.ask("HEAD", url).status_code == 404
    assert boriss.send(url, 0, b"12345").status_code == 404
    assert boriss.ask("DELETE", url).status_code == 404
    assert annas.ask("HEAD", url)["Upload-Offset"] == "0"


def test_without_a_name_nothing_is_taken(db: None) -> None:
    stranger = TusClient("akk_wrong")
    assert stranger.ask("POST", "/audio/uploads/", Upload_Length="10").status_code == 401


def test_a_session_needs_its_csrf_token(anna: Person) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(anna, backend="allauth.account.auth_backends.AuthenticationBackend")
    headers = {"Tus-Resumable": "1.0.0", "Upload-Length": "10"}
    assert browser.post("/audio/uploads/", headers=headers).status_code == 403
    secret = "a" * 32
    browser.cookies["csrftoken"] = secret
    well = browser.post("/audio/uploads/", headers=headers | {"X-CSRFToken": secret})
    assert well.status_code == 201


def test_another_version_of_the_protocol_is_refused(annas: TusClient) -> None:
    answer = annas.ask("POST", "/audio/uploads/", Upload_Length="10", Tus_Resumable="0.2.2")
    assert (answer.status_code, answer["Tus-Version"]) == (412, "1.0.0")


@pytest.mark.parametrize("algorithm", ["sha1", "sha256"])
def test_a_piece_that_changed_on_the_way_leaves_no_trace(annas: TusClient, algorithm: str) -> None:
    url = annas.begin(10)
    right = base64.b64encode(hashlib.new(algorithm, b"12345").digest()).decode()
    assert annas.send(url, 0, b"12346", Upload_Checksum=f"{algorithm} {right}").status_code == 460
    assert annas.ask("HEAD", url)["Upload-Offset"] == "0"
    assert annas.send(url, 0, b"12345", Upload_Checksum=f"{algorithm} {right}").status_code == 204
    assert annas.ask("HEAD", url)["Upload-Offset"] == "5"


def test_an_unknown_checksum_is_refused(annas: TusClient) -> None:
    url = annas.begin(10)
    assert annas.send(url, 0, b"12345", Upload_Checksum="crc32 AAAA").status_code == 400
    assert annas.send(url, 0, b"12345", Upload_Checksum="sha1 not-base64!").status_code == 400


def test_what_nobody_finished_is_gone_after_its_time(annas: TusClient, anna: Person) -> None:
    url = annas.begin(10)
    Upload.objects.filter(person=anna).update(expires_at=clock.now() - timedelta(seconds=1))
    assert annas.ask("HEAD", url).status_code == 410
    assert annas.send(url, 0, b"12345").status_code == 410


def test_a_given_up_upload_is_gone(annas: TusClient, anna: Person) -> None:
    url = annas.begin(10)
    annas.send(url, 0, b"12345")
    upload = Upload.objects.get(person=anna)
    assert annas.ask("DELETE", url).status_code == 204
    assert annas.ask("HEAD", url).status_code == 404
    assert not partials().path(upload.pk).exists()


def test_a_complete_upload_takes_no_more_and_is_not_given_up(annas: TusClient) -> None:
    url = annas.begin(5)
    annas.send(url, 0, b"12345")
    head = annas.ask("HEAD", url)
    assert (head["Upload-Offset"], head["Upload-Length"]) == ("5", "5")
    assert annas.send(url, 0, b"12345").status_code == 409
    assert annas.ask("DELETE", url).status_code == 409


def test_another_kind_of_body_is_refused(annas: TusClient) -> None:
    url = annas.begin(10)
    assert annas.ask("PATCH", url, b"12345", kind="audio/mpeg", Upload_Offset="0").status_code == 415


@pytest.mark.parametrize(
    "said",
    [
        "filename ***",
        "filename QQ==,filename QQ==",
        "filename /w==",
        "lawful_use " + base64.b64encode(b"theft").decode(),
        "filename " + "A" * 5000,
    ],
)
def test_metadata_that_is_none_is_refused(annas: TusClient, said: str) -> None:
    answer = annas.ask("POST", "/audio/uploads/", Upload_Length="10", Upload_Metadata=said)
    assert answer.status_code == 400


@given(st.dictionaries(st.from_regex(r"[a-z_]{1,10}", fullmatch=True), st.text(max_size=40), max_size=5))
def test_metadata_is_read_as_it_was_written(said: dict[str, str]) -> None:
    header = ", ".join(f"{k} {base64.b64encode(v.encode()).decode()}".strip() for k, v in said.items())
    assert tus.parse_metadata(header) == said
