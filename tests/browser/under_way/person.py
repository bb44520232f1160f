"""What is under way with a member: sent in and shared, contested, decided, bought, brought along."""

import io
from datetime import timedelta
from pathlib import Path
from typing import Any

from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.mfa.webauthn.internal.auth import WebAuthn

from akkord.alerts import actions as alerts
from akkord.alerts.models import Digest
from akkord.alerts.rules import Every
from akkord.archive import actions as archive
from akkord.archive import packing
from akkord.archive.models import Bringing, Line, Talk
from akkord.care import actions as care
from akkord.care.actions.deciding import Ruling
from akkord.care.rules import Measure, Thing
from akkord.cases import claim_queries, claims, proceedings
from akkord.flow import clock
from akkord.music import actions as music
from akkord.music.models import Track
from akkord.music.rules import Listener
from akkord.people import actions as people
from akkord.people.models import Person
from akkord.podcasts import actions as podcasts
from akkord.podcasts.models import Episode, Feed
from akkord.subscriptions import actions as subscriptions
from akkord.wall import actions as wall
from browser.under_way.passkeys import a_passkey
from living_site import until

SECONDS = 60.0  # a worker's patience
FEED = "https://radio.example/feed.xml"


def sent_in(artist: Person, file: Path, title: str) -> Track:
    """What she uploads, once it is decided."""
    data = file.read_bytes()
    upload = music.receive_whole(artist, file.name, len(data), iter([data]), title=title, artist="Ida Reed")
    until(lambda: Track.objects.filter(upload=upload).exists(), SECONDS, 0.2, title)
    return Track.objects.get(upload=upload)


def claimed(song: Track, artist: Person) -> dict[str, object]:
    """Her upload of a song that a label forbids, and her answer."""
    upload = song.upload_id
    assert upload is not None
    until(lambda: claim_queries.open_claims(upload), SECONDS, 0.2, "a label's claim")
    (filed,) = claims.contest(artist, upload, "owner", "I have written it myself.")
    return {"upload": upload, "contest": filed.pk}


def noticed(song: Track) -> dict[str, object]:
    """A stranger's notice about a song of hers."""
    given = {
        "signature": "Ada Holder", "works": "A song of mine", "places": f"/audio{song.pk}",
        "mail": "ada@label.example", "good_faith": True, "accuracy": True,
    }  # fmt: skip
    filed = proceedings.open_notice("dmca", given, country="US")
    return {"notice": filed.claimant_link, "proceeding": filed.public_id}


def decided(artist: Person, reporter: Person, operator: Person) -> object:
    """A post of hers that was reported and hidden."""
    post = wall.write_post(artist, wall_person=artist, text="Buy my record, buy my record")
    report = care.report(reporter, Thing.POST, post.pk, "spam", "", Listener(reporter.pk, "GB"))
    ruling = Ruling(measure=Measure.HIDE, rule="spam", words="Once is enough.")
    return care.decide(operator, report.matter_id, ruling).pk


def at_home(artist: Person, operator: Person, song: Track) -> dict[str, object]:
    """Her page, her room, her links to hand out."""
    assert song.by_id is not None
    claim = music.claim_artist(artist, song.by_id, "It is my voice and my guitar.")
    music.decide_claim(operator, claim.pk, granted=True, reason="Heard.")
    alerts.choose_digest(artist, Every.WEEK)
    address = EmailAddress.objects.create(user=artist, email="ida@reeds.example")
    bought = subscriptions.subscribe(artist, "plus", "GB")
    return {
        "singer": song.by_id,
        "share": music.share(artist, [song.pk], "Both of them").code,
        "room": _room(artist, song),
        "invitation": people.renew_invitation(artist),
        "letters": Digest.objects.get(person=artist).token,
        "key": EmailConfirmationHMAC(address).key,
        "payment": bought.rpartition("/")[2],
        "podcast": _podcast(artist).pk,
        "bringing": _brought(artist),
        "talk": _talk(artist),
    }


def _room(artist: Person, song: Track) -> object:
    """One that does not end when nobody is heard of in it for some minutes."""
    with clock.at(clock.now() + timedelta(days=1)):
        return music.open_room(artist, [song.pk], 0, 0).code


def guarded(somebody: Person) -> int:
    """Codes from a telephone, codes on paper and a passkey; the passkey's number."""
    TOTP.activate(somebody, generate_totp_secret())
    RecoveryCodes.activate(somebody)
    return WebAuthn.add(somebody, "laptop", a_passkey()).instance.pk


def _podcast(artist: Person) -> Feed:
    """A feed, as it is once its server has answered."""
    feed = podcasts.follow(artist, FEED)
    now = clock.now()
    Feed.objects.filter(pk=feed.pk).update(title="Radio of the reeds", about="Every week.", read_at=now)
    for number in range(3):
        Episode.objects.create(
            feed=feed, guid=str(number), title=f"Evening {number}", about="Talk and songs.", seconds=1800,
            address=f"https://radio.example/{number}.mp3", published_at=now - timedelta(days=number),
        )  # fmt: skip
    return feed


def _brought(artist: Person) -> object:
    """Her own archive, read and not agreed to."""
    packed = io.BytesIO()
    packing.pack(artist, Listener(artist.pk, "GB"), packed)
    data = packed.getvalue()
    brought = archive.bring(artist, [data], len(data))
    until(lambda: Bringing.objects.get(pk=brought.pk).state != "arrived", SECONDS, 0.2, "the archive")
    return brought.pk


def _talk(artist: Person) -> object:
    """A conversation of another site, as an archive brings it along."""
    now = clock.now()
    talk = Talk.objects.create(
        person=artist, site_key="old", site="https://old.example", chat=False, ref=5, title="Boris", size=2,
        last_at=now,
    )  # fmt: skip
    said: list[dict[str, Any]] = [{"by": 5, "name": "Boris", "text": "When?"}, {"by": 1, "text": "At ten."}]
    for number, line in enumerate(said, 1):
        Line.objects.create(talk=talk, number=number, at=now, **line)
    return talk.pk
