"""A third party's client (tuspy) sends files through the door as it is."""

import hashlib
import io
import os
from pathlib import Path
from typing import Any

import pytest
from pytest_django.live_server_helper import LiveServer
from tusclient import client as tuspy
from tusclient.exceptions import TusCommunicationError

from akkord.music.models import Upload
from akkord.people.actions import issue_token
from akkord.people.models import Person
from akkord.store.files import files

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def anna(transactional_db: None) -> Person:
    return Person.objects.create_user("anna@example.org", "a good long passphrase", name="Anna")


def _client(live_server: LiveServer, person: Person) -> tuspy.TusClient:
    headers = {"Authorization": f"Bearer {issue_token(person, 'tuspy')}"}
    return tuspy.TusClient(f"{live_server.url}/audio/uploads/", headers=headers)


def test_tuspy_sends_a_file_in_chunks_with_checksums(live_server: LiveServer, anna: Person) -> None:
    body = os.urandom(3_000_000)
    uploader = _client(live_server, anna).uploader(
        file_stream=io.BytesIO(body),
        chunk_size=1_000_000,
        metadata={"filename": "noise.wav"},
        upload_checksum=True,
    )
    uploader.upload()
    upload = Upload.objects.get(person=anna)
    assert (upload.state, upload.filename) == ("received", "noise.wav")
    assert files().path(upload.sound.sha256).read_bytes() == body


def test_tuspy_goes_on_where_it_was_cut(live_server: LiveServer, anna: Person, tmp_path: Path) -> None:
    body = os.urandom(2_500_000)
    path = tmp_path / "noise.wav"
    path.write_bytes(body)
    client = _client(live_server, anna)
    first = client.uploader(str(path), chunk_size=1_000_000, metadata={"filename": "noise.wav"})
    first.upload_chunk()
    again = client.uploader(str(path), url=first.url, chunk_size=1_000_000)
    assert again.offset == 1_000_000
    again.upload()
    assert Upload.objects.get(person=anna).sound.sha256 == hashlib.sha256(body).hexdigest()


def test_tuspy_is_told_when_a_file_is_too_big(live_server: LiveServer, anna: Person, settings: Any) -> None:
    settings.MOST_UPLOAD_BYTES = 1000
    uploader = _client(live_server, anna).uploader(file_stream=io.BytesIO(bytes(1001)), metadata={})
    with pytest.raises(TusCommunicationError) as told:
        uploader.upload()
    assert told.value.status_code == 413
