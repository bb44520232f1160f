"""One sound in two files goes on as one: measured sample by sample in what the page plays."""

import wave
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Page, expect
from scipy.signal import butter, sosfilt

from browser import capturing, hearing
from browser.conftest import NewContext
from browser.roles import MEMBER
from living_site import LivingSite, until

RATE = capturing.RATE
HALF = 14 * RATE
MOST_GAP_MS = 5.0
HAND_IN = f"""
import django; django.setup()
from pathlib import Path
from akkord.music import actions
from akkord.people.models import Person
member = Person.objects.get(email="{MEMBER}")
for name in ("first half", "second half"):
    path = Path("{{folder}}") / f"{{{{name}}}}.wav"
    said = {{{{"title": name, "artist": "Noise"}}}}
    actions.receive_whole(member, path.name, path.stat().st_size, [path.read_bytes()], **said)
"""
LINE_UP = f"""
import django; django.setup()
from akkord.music import actions
from akkord.music.models import Track
from akkord.people.models import Person
tracks = list(Track.objects.filter(artist="Noise", withdrawn_at=None).order_by("title"))
if len(tracks) == 2 and all(track.sound.rendition for track in tracks):
    member = Person.objects.get(email="{MEMBER}")
    made = actions.make_playlist(member, "Seam", public=True)
    actions.add_to_playlist(member, made.pk, [track.pk for track in tracks])
    print(f"/playlist{{member.pk}}_{{made.pk}}")
"""
TAKE_BACK = """
import django; django.setup()
from django.utils import timezone
from akkord.music.models import Playlist, Track
Playlist.objects.filter(title="Seam").delete()
Track.objects.filter(artist="Noise").update(withdrawn_at=timezone.now())
"""


def noise() -> np.ndarray:
    """Two halves of one sound that is nowhere like itself a moment later."""
    white = np.random.default_rng(7).standard_normal(2 * HALF)
    return np.asarray(0.05 * sosfilt(butter(4, (150, 5000), "bandpass", fs=RATE, output="sos"), white))


def written(path: Path, samples: np.ndarray) -> None:
    with wave.open(str(path), "wb") as out:
        out.setparams((1, 2, RATE, len(samples), "NONE", ""))
        out.writeframes((samples * 32767).astype("<i2").tobytes())


@pytest.fixture
def seam(site: LivingSite, tmp_path: Path) -> Iterator[tuple[str, np.ndarray]]:
    """The address of a playlist of both halves, and what they are together."""
    sound = noise()
    written(tmp_path / "first half.wav", sound[:HALF])
    written(tmp_path / "second half.wav", sound[HALF:])
    site.python(HAND_IN.format(folder=tmp_path))
    try:
        yield until(lambda: site.python(LINE_UP).strip(), 120, 1, "both halves to be playable"), sound
    finally:
        site.python(TAKE_BACK)


def test_what_was_cut_in_two_is_heard_as_one(person: NewContext, seam: tuple[str, np.ndarray]) -> None:
    context = person(MEMBER, bypass_csp=True)
    hearing.listen_in(context)
    capturing.record(context)
    page = context.new_page()
    page.goto(seam[0])
    page.locator("main button.track-play").first.click()
    hearing.wait_for_sound(page)
    expect(page.locator("player-bar [data-role=title]")).to_have_text("Noise — second half", timeout=40_000)
    page.wait_for_timeout(3000)
    gap = seam_of(page, seam[1])
    assert abs(gap) <= MOST_GAP_MS, f"{gap:+.1f} ms"


def seam_of(page: Page, sound: np.ndarray) -> float:
    """Milliseconds that are heard between the halves and belong to neither; below 0: they overlap."""
    heard = capturing.recording(page)
    second = RATE
    last, alike_last = capturing.place_of(heard[-second:], sound)
    there = len(heard) - second - (last - HALF)  # where the second half seems to begin
    first, alike_first = capturing.place_of(heard[there - 2 * second : there - second], sound)
    assert min(alike_last, alike_first) > 0.8, (alike_last, alike_first)
    return 1000 * ((there - (there - 2 * second)) - (HALF - first)) / RATE
