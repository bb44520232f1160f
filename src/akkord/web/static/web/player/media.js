// Media Session: the keys of the keyboard, the headset and the lock screen play this player.

import * as audio from "./audio.js";
import * as player from "./player.js";

const SKIP = 10;

function describe() {
  const track = audio.track();
  const session = navigator.mediaSession;
  session.playbackState = !track ? "none" : audio.state() === "playing" ? "playing" : "paused";
  const told = session.metadata;
  if (!track) session.metadata = null;
  else if (told?.title !== track.title || told?.artist !== track.artist) {
    session.metadata = new MediaMetadata({ title: track.title, artist: track.artist });
  }
  const duration = audio.length();
  if (track && duration > 0) {
    session.setPositionState({ duration, position: Math.min(audio.position(), duration), playbackRate: audio.speed() });
  }
}

export function start() {
  if (!("mediaSession" in navigator)) return;
  const answers = {
    play: player.play,
    pause: player.pause,
    stop: player.pause,
    previoustrack: player.previous,
    nexttrack: player.next,
    seekto: ({ seekTime }) => player.seek(seekTime),
    seekbackward: ({ seekOffset }) => player.seek(audio.position() - (seekOffset || SKIP)),
    seekforward: ({ seekOffset }) => player.seek(audio.position() + (seekOffset || SKIP)),
  };
  for (const [action, answer] of Object.entries(answers)) navigator.mediaSession.setActionHandler(action, answer);
  audio.events.addEventListener("change", describe);
}
