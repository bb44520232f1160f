"""CPU of the web's process per call of a music player, over 20,000 tracks of 2,000 artists.

./akkord bench subsonic [--times N] [--tracks N]      Beside: supysonic 0.7.9 (gunicorn, SQLite), measured on
20,000 tracks of 2,020 artists with the same calls; its figures stand here, it is not run.
"""

import argparse
import hashlib

import _living
import httpx

GOALS = {  # call → (goal, supysonic), CPU milliseconds a request
    "ping": (0.5, 1.36),
    "getAlbumList2": (8.0, 151.0),
    "getArtists": (30.0, 943.0),
    "getAlbum": (3.0, 24.9),
    "search3": (15.0, 91.0),
    "stream": (1.5, 6.8),
    "getCoverArt": (0.5, 6.6),
}

MAKE = """
import django; django.setup()
from akkord.flow import clock
from akkord.music import rules
from akkord.music.models import Album, Artist, Hearing, Track, Upload
from akkord.people.models import Person
from akkord.people.actions import connect_device
from akkord.sound.models import Sound
from akkord.store.files import files
person = Person.objects.get(email={email!r})
sender = Person.objects.create(email="sender@example.org", name="Sender")
now, tracks = clock.now(), {tracks}
kept, cover = files().keep([bytes(5_000_000)]), files().keep([b"\\x89PNG\\r\\n\\x1a\\n" + bytes(40_000)])
word = lambda n: "".join("бвгдклмнпрст"[n // 12 ** i % 12] + "аеиоуыэюя"[n // 9 ** i % 9] for i in range(4))
names = [word(7 * n + 1).title() if n % 2 else f"Artist {{n}}" for n in range(tracks // 10)]
artists = Artist.objects.bulk_create([
    Artist(name=f"{{w}} {{n}}", key=rules.folded(f"{{w}} {{n}}")) for n, w in enumerate(names)])
albums = Album.objects.bulk_create([
    Album(title=f"Album {{n}}", key=f"album {{n}}", artist=a, person=sender, year=1960 + n % 60, made_at=now)
    for n, a in enumerate(artists)])
said = dict(size=5_000_000, state="examined", seconds=210.0, rendition=kept.sha256, rendition_size=5_000_000,
            cover=cover.sha256, loudness=-12.0, container="mp3", codec="mp3", bitrate=192_000,
            waveform=bytes(800), tags={{"title": "a", "artist": "b"}})
names_of_files = [kept.sha256 if n == tracks // 4 else f"{{n:064x}}" for n in range(tracks)]
sounds = Sound.objects.bulk_create([Sound(sha256=name, **said) for name in names_of_files], batch_size=500)
Hearing.objects.bulk_create([Hearing(sound=s, generation=1, at=now) for s in sounds], batch_size=500)
uploads = Upload.objects.bulk_create([
    Upload(person=sender, filename="a.mp3", size=1, state="live", sound=s, made_at=now, decided_at=now)
    for s in sounds], batch_size=500)
rows = []
for n, (s, u) in enumerate(zip(sounds, uploads)):
    album = albums[n // 10]
    title, artist = f"{{word(13 * n + 5).title()}} {{n}}", artists[n // 10].name
    rows.append(Track(
        title=title, artist=artist, sound=s, upload=u, person=sender, seconds=210.0, made_at=now,
        by=artists[n // 10], album=album, place=n % 10 + 1, genre=f"Genre {{n // 10 % 20}}", year=album.year,
        words=f"{{rules.folded(artist)}} {{rules.folded(title)}} {{album.key}}"))
Track.objects.bulk_create(rows, batch_size=500)
word_of = rules.folded(rows[tracks // 3].title).split()[0]
print(connect_device(person, "bench"), rows[tracks // 4].pk, rows[tracks // 4].album_id, word_of)
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--times", type=int, default=200)
    parser.add_argument("--tracks", type=int, default=20_000)
    arguments = parser.parse_args()
    with _living.site() as living:
        made = living.python(MAKE.format(email=_living.EMAIL, tracks=arguments.tracks)).split()
        token, track, album, word = made[-4:]
        proof = hashlib.md5((token + "salt12").encode(), usedforsecurity=False).hexdigest()
        who = {"u": _living.EMAIL, "t": proof, "s": "salt12", "v": "1.16.1", "c": "bench", "f": "json"}
        asked = {
            "ping": {},
            "getAlbumList2": {"type": "newest", "size": "50"},
            "getArtists": {},
            "getAlbum": {"id": f"al-{album}"},
            "search3": {"query": word},
            "stream": {"id": f"tr-{track}"},
            "getCoverArt": {"id": f"tr-{track}"},
        }
        print(f"\nCPU of the web per request, {arguments.tracks} tracks, milliseconds")
        print(f"  {'':16}{'n':>6}{'ours':>9}{'goal':>9}{'supysonic':>11}{'ratio':>8}")
        with httpx.Client(base_url=f"{living.url}/rest/", timeout=60) as client:
            for call, parameters in asked.items():
                near = {"Range": "bytes=0-65535"} if call == "stream" else {}
                for _ in range(20):
                    said = client.get(call, params={**who, **parameters}, headers=near).raise_for_status()
                kind = {"stream": "audio/mpeg", "getCoverArt": "image/png"}.get(call, "application/json")
                assert said.headers["content-type"].startswith(kind), said.text
                times = max(20, arguments.times // (10 if call == "getArtists" else 1))
                before = _living.cpu_of(living.web)
                for _ in range(times):
                    client.get(call, params={**who, **parameters}, headers=near)
                ours = (_living.cpu_of(living.web) - before) * 1000 / times
                goal, other = GOALS[call]
                print(f"  {call:16}{times:6}{ours:9.2f}{goal:9.1f}{other:11.1f}{other / ours:8.0f}")


if __name__ == "__main__":
    main()
