"""What is under way at the desk of a label: one of everything its office can hold."""

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from pathlib import Path

from akkord.cases import actions as orders
from akkord.cases import conflicts, inquiries, proceedings
from akkord.cases.models import Inquiry, OrderRow
from akkord.catalogue import actions as catalogue
from akkord.catalogue import batches
from akkord.catalogue.models import Organisation, Recording, ReleaseMessage
from akkord.deals import negotiating, simulating
from akkord.deals.models import Simulation
from akkord.deals.rules.talks import Terms
from akkord.flow import clock
from akkord.hooks import actions as hooks
from akkord.music import queries as music
from akkord.people.models import Person
from akkord.rights import actions as rights
from akkord.rights import terms
from akkord.rights.models import Policy
from akkord.rights.rules import facts as law
from akkord.rights.territories import WORLDWIDE
from akkord.sample.music import Style, compose, render
from akkord.sample.sound_file import write_mp3
from browser.disguise import unknown
from living_site import until

LENGTH = 12.0  # seconds of a song
SECONDS = 60.0  # a worker's patience with a sound
LIST = "isrc,title,artist,file\n"
HOOK = "http://127.0.0.1:9/"  # where nobody listens
BATCH = "N_20261129120000001"
MESSAGE = b'<?xml version="1.0"?>\n<NewReleaseMessage xmlns="http://ddex.net/xml/ern/43"/>\n'
# One that is heard, one an order forbids, one another label claims, one nobody may upload.
SONGS = ("Heron", "Kite", "Swift", "Crane")


def opened(artist: Person, folder: Path) -> tuple[Organisation, list[Recording]]:
    """A label of her own, with four songs that have arrived and a licence for all the world."""
    label = catalogue.register_organisation("Reed & Heron", "label", "DE")
    catalogue.appoint(label, artist)
    songs = delivered(artist, label, "DERH1", SONGS, folder)
    rights.grant_licence(
        artist, label, uses=list(terms.UseType), models=list(terms.CommercialModel), territories=WORLDWIDE
    )
    _says(artist, label, songs[3], terms.Action.BLOCK)
    return label, songs


def _says(artist: Person, label: Organisation, song: Recording, action: terms.Action) -> Policy:
    alone = law.Repertoire(recordings=frozenset({terms.RecordingId(song.pk)}))
    rule = law.PolicyRule(law.Condition(WORLDWIDE), action)
    return rights.set_policy(artist, label, rules=[rule], repertoire=alone)


def copy_of(song: Recording, folder: Path) -> Path:
    """The same song in another file."""
    path = folder / "at home.mp3"
    write_mp3(render(compose(_seed(song.isrc), Style.CHIPTUNE, LENGTH)), path, 96)
    return path


def _seed(isrc: str) -> int:
    return int(isrc[-7:]) + sum(isrc.encode())


def delivered(
    person: Person, label: Organisation, codes: str, titles: tuple[str, ...], folder: Path
) -> list[Recording]:
    """Recordings of this label, once each can be played."""
    known = {f"{codes}26{n:05d}": title for n, title in enumerate(titles, 1)}
    listing = LIST + "".join(f"{isrc},{title},Ida Reed,{isrc}.mp3\n" for isrc, title in known.items())
    delivery = catalogue.deliver(person, label, "Autumn", listing.encode())
    for isrc in known:
        path = unknown(folder, f"{isrc}.mp3", _seed(isrc), LENGTH)
        catalogue.add_file(person, delivery, path.name, [path.read_bytes()])
    until(lambda: _all_here(label, len(known)), SECONDS, 0.2, "the label's songs")
    return list(Recording.objects.filter(organisation=label).order_by("isrc"))


def _all_here(label: Organisation, wanted: int) -> bool:
    numbers = Recording.objects.filter(organisation=label).values_list("pk", flat=True)
    return sum(music.track_of_recording(number) is not None for number in numbers) == wanted


def at_the_desk(
    label: Organisation, artist: Person, operator: Person, songs: list[Recording], folder: Path
) -> dict[str, object]:
    """What she has stated, asked for and sent in."""
    policy = _says(artist, label, songs[1], terms.Action.REPORT)
    body = catalogue.register_organisation("Reeds Together", "body", "DE")
    batch = batches.open_batch(artist, label, BATCH)
    batches.put_file(artist, batch, "A1/A1.xml", [MESSAGE])
    simulation = simulating.simulate(artist, label, end=[policy])
    file = unknown(folder, "found.mp3", seed=5).read_bytes()
    inquiry = inquiries.ask(artist, label, "found.mp3", len(file), iter([file]))
    message = catalogue.receive_message(artist, label, "release.xml", [MESSAGE])
    until(lambda: _answered(simulation, inquiry, message), SECONDS, 0.2, "what she asked for to be answered")
    return {
        "policy": policy.pk,
        "grant": rights.grant(artist, label, account=2).pk,
        "mandate": catalogue.record_mandate(body, label, "mandate 1", territory="DE").pk,
        "hook": hooks.add_hook(artist, label, HOOK).public_id,
        "batch": batch.pk,
        "message": message.pk,
        "simulation": simulation.pk,
        "inquiry": inquiry.pk,
        "negotiation": _talks(label, artist, operator),
        **_order(label, artist, songs[1]),
    }


def _answered(simulation: Simulation, inquiry: Inquiry, message: ReleaseMessage) -> bool:
    for each in (simulation, inquiry, message):
        each.refresh_from_db()
    return (simulation.state, inquiry.state) == ("done", "answered") and message.state != "arrived"


def _talks(label: Organisation, artist: Person, operator: Person) -> object:
    """Her offer, and the site's answer: it is hers to speak."""
    asked = law.Licence(
        id=law.LicenceId(0), licensor=law.PartyId(label.pk), repertoire=law.CATALOGUE,
        uses=frozenset(terms.UseType), models=frozenset(terms.CommercialModel), territories=WORLDWIDE,
        recorded_at=clock.now(),
    )  # fmt: skip
    offered = Terms(asked, clock.now() + timedelta(days=30), since=clock.now() - timedelta(days=30))
    opened = negotiating.open_talks(artist, label, offered, note="For a year at first.")
    shorter = replace(offered, answer_by=clock.now() + timedelta(days=20))
    return negotiating.lay_terms(operator, opened.pk, 1, shorter, note="Sooner, please.").pk


def _order(label: Organisation, artist: Person, song: Recording) -> dict[str, object]:
    """Two rows, one of them a recording nobody knows."""
    filed = orders.file_order(
        artist, label, title="Autumn", reason="Not licensed.", text=f"{song.isrc}\nDEZZZ2699999", execute=True
    )
    block = OrderRow.objects.exclude(block=None).get(order=filed).block_id
    return {"order": filed.public_id, "block": block}


def before_a_court(label: Organisation, operator: Person, song: Recording) -> dict[str, object]:
    """A court's act, recorded and not carried out yet."""
    act = {
        "court": "Regional Court of Hamburg", "case_number": "308 O 1/26", "date": f"{clock.now():%Y-%m-%d}",
        "claimant": label.name, "defendant": "The site", "operative": "Remove it.", "kind": "interim",
        "rows": [song.isrc],
    }  # fmt: skip
    opened = proceedings.open_act("court", act, person=operator, country="DE", claimant=label)
    return {"case": opened.public_id}


def beside_others(
    neighbour: Person, operator: Person, songs: list[Recording], folder: Path
) -> dict[str, object]:
    """Another label has one of her songs in its catalogue, and has proven that another is its own."""
    rival = catalogue.register_organisation("Loud Neighbour", "label", "DE")
    catalogue.appoint(rival, neighbour)
    (again,) = delivered(neighbour, rival, "DELN1", ("Heron (again)",), folder)
    whole = {"f0": 0.0, "f1": LENGTH, "r0": 0.0, "r1": LENGTH, "score": 1.0}
    like = rights.Likeness([whole], (12_000, 12_000), 30.0, "earprint-2", 1e-9)
    rights.note_same_sound(songs[0].pk, again.pk, like)
    rights.record_ownership(
        operator, songs[2].pk, rival, Fraction(1), standing=terms.Standing.EVIDENCED, starts=clock.now(),
        source="contract",
    )  # fmt: skip
    found = conflicts.look_at(songs[2].pk)
    assert found is not None
    one, other = sorted((songs[0].pk, again.pk))
    return {"one": one, "other": other, "conflict": found.pk}
