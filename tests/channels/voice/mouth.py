"""Somebody who speaks into the microphone of a page in Chromium, and hears its loudspeaker.

``INTO_PAGE`` stands in for the microphone's driver alone: the page gets a real ``MediaStream``,
into which sentences are played, at the speed of speech and with silence between them.
"""

from __future__ import annotations

import base64
from functools import lru_cache

from playwright.sync_api import Page, expect

from madoguchi.voice.audio import Resampler
from madoguchi.voice.synthesis.synthesisers import synthesiser

RATE = 16_000

INTO_PAGE = """(() => {
  const RATE = __RATE__;
  const opened = [];
  window.microphonesAsked = () => opened.length;
  navigator.mediaDevices.getUserMedia = async () => {
    const sound = new AudioContext();
    await sound.resume();
    const mouth = sound.createMediaStreamDestination();
    opened.push(mouth);
    window.speakInto = (encoded) => new Promise((resolve) => {
      const bytes = Uint8Array.from(atob(encoded), (one) => one.charCodeAt(0));
      const samples = new Int16Array(bytes.buffer);
      const buffer = sound.createBuffer(1, samples.length, RATE);
      buffer.copyToChannel(Float32Array.from(samples, (one) => one / 32768), 0);
      const source = sound.createBufferSource();
      source.buffer = buffer;
      source.connect(mouth);
      source.onended = resolve;
      source.start();
    });
    const [track] = mouth.stream.getTracks();
    window.isMicrophoneLive = () => track.readyState === "live";
    window.pullOut = () => track.dispatchEvent(new Event("ended"));
    return mouth.stream;
  };
  window.understood = [];
  window.WebSocket = class extends WebSocket {
    constructor(...how) {
      super(...how);
      this.addEventListener("message", ({ data }) => {
        const message = typeof data === "string" ? JSON.parse(data) : {};
        if (message.type === "caption" && message.final) window.understood.push(message.text);
      });
    }
  };
  const played = [];
  window.loudspeaker = played;
  const { start, stop } = AudioBufferSourceNode.prototype;
  AudioBufferSourceNode.prototype.start = function (...when) {
    if (this.buffer.sampleRate !== RATE) {
      played.push({ seconds: this.buffer.duration, at: when[0], stopped: false, source: this });
    }
    return start.apply(this, when);
  };
  AudioBufferSourceNode.prototype.stop = function (...when) {
    for (const one of played) if (one.source === this) one.stopped = true;
    return stop.apply(this, when);
  };
})();""".replace("__RATE__", str(RATE))
"""Our voices speak at other rates than ``RATE``, which tells the two apart."""


@lru_cache
def speech(text: str, language: str) -> bytes:
    """Synthetic speech: mono 16-bit PCM at ``RATE``."""
    voice = synthesiser(language)
    assert voice is not None
    resampler = Resampler(voice.sample_rate, RATE)
    return resampler.feed(voice.speak(text)) + resampler.finish()


def say(page: Page, text: str, language: str = "ja") -> None:
    """Speak; returns when the last sound is out."""
    encoded = base64.b64encode(speech(text, language)).decode()
    page.evaluate("(encoded) => window.speakInto(encoded)", encoded)


def played(page: Page) -> list[dict[str, float | bool]]:
    """The sentences that the loudspeaker got: ``seconds``, ``at`` (s), ``stopped``."""
    found: list[dict[str, float | bool]] = page.evaluate(
        "window.loudspeaker.map(({ seconds, at, stopped }) => ({ seconds, at, stopped }))"
    )
    return found


def understood(page: Page) -> list[str]:
    """What was understood, utterance by utterance."""
    found: list[str] = page.evaluate("window.understood")
    return found


def wait_for(page: Page, *states: str, seconds: float = 60) -> None:
    """Wait until the voice of the widget is in one of these states."""
    selector = ", ".join(f".voice[data-state={state}]" for state in states)
    expect(page.locator(selector)).to_be_visible(timeout=seconds * 1000)
