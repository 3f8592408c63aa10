/** In the thread of the sound: what the microphone hears as frames of 40 ms at 16 kHz, 16-bit. */

import { asIntegers, Resampler } from "./resampling.js";

const RATE = 16_000;
const FRAME = (RATE * 40) / 1000;

class Capture extends AudioWorkletProcessor {
  #resampler = new Resampler(sampleRate, RATE);
  #frame = new Float32Array(FRAME);
  #filled = 0;

  process([[channel]]) {
    if (channel === undefined) return true; // nothing is connected at the moment
    for (const sample of this.#resampler.feed(channel)) {
      this.#frame[this.#filled] = sample;
      this.#filled += 1;
      if (this.#filled < FRAME) continue;
      this.#filled = 0;
      const { buffer } = asIntegers(this.#frame);
      this.port.postMessage(buffer, [buffer]);
    }
    return true;
  }
}

registerProcessor("capture", Capture);
