/**
 * Sound at the rate of the sound card into sound at the rate of recognition: a windowed sinc, which
 * lets nothing pass that the lower rate could not hold (J. O. Smith, Digital Audio Resampling).
 */

const ZERO_CROSSINGS = 16;
const ROLL_OFF = 0.94; // of the lower half rate: where the filter begins to fall
const STEPS = 128; // of the table between two crossings

/** The right half of sinc(x) under a Hann window, x up to `ZERO_CROSSINGS`. */
function table() {
  const values = new Float32Array(ZERO_CROSSINGS * STEPS + 2);
  for (let at = 0; at < values.length; at += 1) {
    const x = at / STEPS;
    const sinc = x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
    values[at] = x >= ZERO_CROSSINGS ? 0 : sinc * Math.cos((Math.PI * x) / (2 * ZERO_CROSSINGS)) ** 2;
  }
  return values;
}

export class Resampler {
  #kernel = table();
  #kept = new Float32Array(0);
  #next; // where the next sample lies, in samples of the source from the start of what is kept

  /** @param {number} from - Hz of what comes; @param {number} to - Hz of what is wanted */
  constructor(from, to) {
    this.step = from / to;
    this.scale = Math.min(1, to / from) * ROLL_OFF;
    this.reach = Math.ceil(ZERO_CROSSINGS / this.scale);
    this.#next = 0;
  }

  /** The samples that can be told by now; they come `reach` samples of the source late. */
  feed(samples) {
    const source = new Float32Array(this.#kept.length + samples.length);
    source.set(this.#kept);
    source.set(samples, this.#kept.length);
    const made = [];
    for (; this.#next + this.reach < source.length; this.#next += this.step) {
      made.push(this.#at(source, this.#next));
    }
    const done = Math.max(0, Math.min(source.length, Math.floor(this.#next) - this.reach));
    this.#kept = source.slice(done);
    this.#next -= done;
    return Float32Array.from(made);
  }

  #at(source, position) {
    const first = Math.max(0, Math.ceil(position - this.reach));
    const last = Math.min(source.length - 1, Math.floor(position + this.reach));
    let sum = 0;
    for (let at = first; at <= last; at += 1) {
      const place = Math.abs(position - at) * this.scale * STEPS;
      const below = Math.floor(place);
      if (below >= ZERO_CROSSINGS * STEPS) continue;
      const weight =
        this.#kernel[below] + (place - below) * (this.#kernel[below + 1] - this.#kernel[below]);
      sum += weight * source[at];
    }
    return sum * this.scale;
  }
}

/** Samples between -1 and 1 as 16-bit integers. */
export function asIntegers(samples) {
  return Int16Array.from(samples, (sample) => Math.round(Math.max(-1, Math.min(1, sample)) * 32767));
}
