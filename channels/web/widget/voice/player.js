/** Plays sentences one behind the other without a gap, and says when each has been heard. */

const LEAD_S = 0.03; // so that the first sample is not late already

export class Player {
  #sound;
  #told;
  #sources = new Map();
  #free = 0;

  /**
   * @param {AudioContext} sound
   * @param {{played: (mark: number) => void, changed: () => void}} told
   */
  constructor(sound, told) {
    this.#sound = sound;
    this.#told = told;
  }

  get isSpeaking() {
    return this.#sources.size > 0;
  }

  /** Play a sentence: mono 16-bit little-endian PCM, `rate` in Hz. One without sound is over at once. */
  play(mark, pcm, rate) {
    const samples = new Int16Array(pcm.slice(0, pcm.byteLength - (pcm.byteLength % 2)));
    if (samples.length === 0) {
      this.#told.played(mark);
      return;
    }
    const buffer = this.#sound.createBuffer(1, samples.length, rate);
    buffer.copyToChannel(Float32Array.from(samples, (sample) => sample / 32768), 0);
    const source = this.#sound.createBufferSource();
    source.buffer = buffer;
    source.connect(this.#sound.destination);
    const start = Math.max(this.#free, this.#sound.currentTime + LEAD_S);
    this.#free = start + buffer.duration;
    this.#sources.set(mark, source);
    source.onended = () => {
      this.#sources.delete(mark);
      this.#told.played(mark);
      this.#told.changed();
    };
    source.start(start);
    this.#told.changed();
  }

  /** Be silent at once; what was still to be played is forgotten. */
  clear() {
    for (const source of this.#sources.values()) {
      source.onended = null;
      source.stop();
      source.disconnect();
    }
    this.#sources.clear();
    this.#free = 0;
    this.#told.changed();
  }
}
