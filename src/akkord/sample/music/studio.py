"""Plays a score and mixes it: every part on its own track, effects, room, then one loudness for the song."""

import numpy as np
from scipy.fft import irfft, next_fast_len, rfft

from akkord.sample.music.drums import TAKES, build_kit
from akkord.sample.music.score import Part, Song
from akkord.sample.music.styles import SHEETS
from akkord.sample.music.voices import RATE, Sound, play

CEILING = 0.97
BLOCK = 1 << 17


def render(song: Song) -> Sound:
    """The song as samples: float32 [round(seconds * 44100), 2], within ±0.97, same song same samples."""
    total = round(song.seconds * RATE)
    mix = np.zeros((2, total), np.float32)
    send = np.zeros(total, np.float32)
    beat = pumping(song, total)
    for part in song.parts:
        track = record(part, song, total)
        treat(track, part, song, beat)
        mix += track
        send += np.float32(part.player.reverb * 0.5) * (track[0] + track[1])
    drums = record_drums(song, total)
    level(drums, SHEETS[song.style].drum_gain, most=4)
    mix += drums
    send += np.float32(0.06) * (drums[0] + drums[1])
    add_room(mix, send, song)
    shape_ends(mix, song)
    return master(mix, song.loudness)


def record(part: Part, song: Song, total: int) -> Sound:
    """One player's track, [2, total]. A note played before on the same instrument is not made again."""
    track = np.zeros((2, total), np.float32)
    angle = (part.player.pan + 1) * np.pi / 4
    sides = np.array((np.cos(angle), np.sin(angle)), np.float32)[:, None]
    made: dict[tuple[int, float, int], Sound] = {}
    for note in part.notes:
        name = (note.pitch, note.length, note.bright)
        if name not in made:
            hz = 440 * 2 ** ((note.pitch - 69 + song.tuning_cents / 100) / 12)
            made[name] = sides * play(part.voice, hz, note.length, note.bright)
        lay(track, made[name], note.start, note.velocity)
    return track


def lay(track: Sound, sound: Sound, start: float, gain: float) -> None:
    """Adds a sound to a track at an instant."""
    at = int(start * RATE)
    count = min(sound.shape[1], track.shape[1] - at)
    if count > 0:
        track[:, at : at + count] += np.float32(gain) * sound[:, :count]


def record_drums(song: Song, total: int) -> Sound:
    """The drummer's track, [2, total]."""
    track = np.zeros((2, total), np.float32)
    rng = np.random.default_rng((song.seed, 77, len(song.hits)))
    kit = build_kit({hit.drum for hit in song.hits}, SHEETS[song.style].kit, rng)
    for number, hit in enumerate(song.hits):
        lay(track, kit[hit.drum][number % TAKES], hit.start, hit.velocity**1.4)
    return track


def treat(track: Sound, part: Part, song: Song, beat: Sound) -> None:
    """Amplifier, level, pumping and echo of one track, in place."""
    player = part.player
    level(track, 0)
    if player.drive:
        np.tanh(track * np.float32(player.drive), out=track)
        soften(track)
    level(track, player.gain)
    if player.duck:
        track *= 1 - np.float32(player.duck) * beat
    if player.echo:
        add_echo(track, 45 / song.tempo, player.echo)


def level(track: Sound, decibels: float, most: float = np.inf) -> None:
    """Brings a track to a loudness, measured where it plays (the louder half of its tenths of a second).

    `most` bounds the amplification before `decibels`: a hat that plays alone stays a hat.
    """
    blocks = track[:, : track.shape[1] // 4410 * 4410].reshape(2, -1, 4410)
    power = np.sort(np.einsum("cbs,cbs->b", blocks, blocks) / 4410)
    loud = float(np.mean(power[len(power) // 2 :])) if len(power) else 0.0
    if loud > 0:
        track *= np.float32(10 ** (decibels / 20) * min(most, 1 / np.sqrt(loud)))


def soften(track: Sound) -> None:
    """A loudspeaker cabinet: takes an amplifier's fizz above some 5 kHz off (a short smoothing, in place)."""
    smooth = track.copy()
    smooth[:, 2:-2] = 0.1 * (track[:, :-4] + track[:, 4:]) + 0.22 * (track[:, 1:-3] + track[:, 3:-1])
    smooth[:, 2:-2] += np.float32(0.36) * track[:, 2:-2]
    track[:] = smooth


def add_echo(track: Sound, delay: float, amount: float) -> None:
    """Dotted-eighth echoes that cross from side to side and die away, in place."""
    step = max(1, int(delay * RATE))
    dry = track.copy()
    for turn in (1, 2, 3):
        shift = step * turn
        if shift < track.shape[1]:
            source = dry[::-1] if turn % 2 else dry
            track[:, shift:] += np.float32(amount**turn) * source[:, :-shift]


def pumping(song: Song, total: int) -> Sound:
    """1 at every kick, back to 0 within a quarter of a second: how far others make way for it."""
    beat = np.zeros((1, total), np.float32)
    if any(part.player.duck for part in song.parts):
        shape = (np.linspace(1, 0, RATE // 4, dtype=np.float32) ** 1.5)[None]
        for hit in song.hits:
            if hit.drum == "kick":
                at = int(hit.start * RATE)
                place = beat[:, at : at + shape.shape[1]]
                np.maximum(place, shape[:, : place.shape[1]], out=place)
    pumped: Sound = beat[0]
    return pumped


def add_room(mix: Sound, send: Sound, song: Song) -> None:
    """Reverberation: the sends through a room of decaying noise, computed at half the rate, in place."""
    rng = np.random.default_rng((song.seed, 5))
    seconds = float(rng.uniform(*SHEETS[song.style].room))
    half = send[: len(send) // 2 * 2].reshape(-1, 2).mean(axis=1)
    count = int(seconds * RATE / 2)
    fade = np.exp(-6.9 * np.arange(count, dtype=np.float32) / count)
    for side in range(2):
        room = rng.standard_normal(count).astype(np.float32) * fade
        room[: int(rng.uniform(0.008, 0.03) * RATE / 2)] = 0
        room /= np.sqrt(np.sum(room**2))
        wet = np.repeat(convolved(half, room), 2)
        wet[1:] = 0.5 * (wet[1:] + wet[:-1])
        mix[side, : len(wet)] += wet


def convolved(signal: Sound, room: Sound) -> Sound:
    """Overlap-add convolution, cut to the signal's length, in single precision."""
    size = next_fast_len(BLOCK + len(room) - 1, real=True)
    spectrum = rfft(room, size)
    out = np.zeros(len(signal) + size, np.float32)
    for at in range(0, len(signal), BLOCK):
        block = signal[at : at + BLOCK]
        out[at : at + size] += irfft(rfft(block, size) * spectrum, size)
    cut: Sound = out[: len(signal)]
    return cut


def shape_ends(mix: Sound, song: Song) -> None:
    """No click at the start; a short ring at the end, or the long fade of a record that never ends."""
    rise = int(0.004 * RATE)
    mix[:, :rise] *= np.linspace(0, 1, rise, dtype=np.float32)
    tail = min(int((6.0 if song.fades_out else 0.6) * RATE), mix.shape[1] // 3)
    mix[:, -tail:] *= np.linspace(1, 0, tail, dtype=np.float32) ** 1.5


def master(mix: Sound, loudness: float) -> Sound:
    """Sets the loudness and rounds off the peaks.

    About LUFS: without K-weighting, measured in the louder half; 1.7 dB make up for that on average.
    """
    mix -= mix.mean(axis=1, keepdims=True)
    level(mix, loudness + 1.7)
    knee = np.float32(0.72)
    for side in mix:
        over = np.flatnonzero(np.abs(side) > knee)
        loud = side[over]
        room = np.float32(CEILING) - knee
        side[over] = np.sign(loud) * (knee + room * np.tanh((np.abs(loud) - knee) / room))
    return np.ascontiguousarray(mix.T)
