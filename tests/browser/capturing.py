"""What a page really plays, sample by sample: its elements are led through Web Audio into a recorder."""

import base64

import numpy as np
from playwright.sync_api import BrowserContext, Page

RATE = 48_000
RECORDER = """(() => {
    if (!isSecureContext) return;  // about:blank, before the site
    const {Audio} = window;
    const code = `registerProcessor("recorder", class extends AudioWorkletProcessor {
        process([input]) {
            const heard = input[0] ?? new Float32Array(128);
            this.port.postMessage([currentFrame, heard.slice()]);
            return true;
        }
    });`;
    const context = new AudioContext({sampleRate: 48000});
    const module = URL.createObjectURL(new Blob([code], {type: "text/javascript"}));
    const ready = context.audioWorklet.addModule(module);
    const heard = window.heard = [];
    const recorder = ready.then(() => {
        const mono = {channelCount: 1, channelCountMode: "explicit"};
        const node = new AudioWorkletNode(context, "recorder", mono);
        node.port.onmessage = ({data}) => { heard.push(data); if (heard.length > 12000) heard.shift(); };
        node.connect(context.destination);
        return node;
    });
    window.Audio = function (...said) {
        const made = new Audio(...said);
        const source = context.createMediaElementSource(made);
        recorder.then((node) => source.connect(node));
        return made;
    };
    window.recording = () => {
        const from = heard[0][0], all = new Float32Array(heard.at(-1)[0] + 128 - from);
        for (const [frame, samples] of heard) all.set(samples, frame - from);
        const bytes = new Uint8Array(all.buffer);
        let words = "";
        for (let i = 0; i < bytes.length; i += 32768) {
            words += String.fromCharCode(...bytes.subarray(i, i + 32768));
        }
        return btoa(words);
    };
})()"""


def record(context: BrowserContext) -> None:
    """From now on the pages of this context (made with bypass_csp) keep the last half minute they play."""
    context.add_init_script(RECORDER)


def recording(page: Page) -> np.ndarray:
    """What was heard lately, one channel at RATE."""
    return np.frombuffer(base64.b64decode(page.evaluate("() => recording()")), "<f4")


def place_of(piece: np.ndarray, source: np.ndarray) -> tuple[int, float]:
    """Where in the source the piece lies, in samples, and how alike they are there (1: the same)."""
    size = 1 << (len(source) + len(piece) - 1).bit_length()
    product = np.fft.rfft(source, size) * np.conj(np.fft.rfft(piece, size))
    at = int(np.argmax(np.fft.irfft(product, size)[: len(source) - len(piece) + 1]))
    there = source[at : at + len(piece)]
    return at, float(there @ piece / np.sqrt((there @ there) * (piece @ piece) + 1e-12))
