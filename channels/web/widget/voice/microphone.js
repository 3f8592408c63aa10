/** The microphone: asks the browser for it, and hands on what it hears as long as it is open. */

const WORKLET = new URL("capture-worklet.js", import.meta.url);
const WISHES = { channelCount: 1, echoCancellation: true, noiseSuppression: true, autoGainControl: true };

/** Why there is no sound; `key` is what to tell the resident. */
export class NoMicrophone extends Error {
  constructor(key) {
    super(key);
    this.name = "NoMicrophone";
    this.key = key;
  }
}

const REASONS = {
  NotAllowedError: "voice_denied",
  SecurityError: "voice_denied",
  NotFoundError: "voice_no_microphone",
  OverconstrainedError: "voice_no_microphone",
};

export class Microphone {
  #stream;
  #source;
  #node;

  /**
   * Open it; the resident may have to allow it first.
   *
   * @param {AudioContext} sound
   * @param {{heard: (pcm: ArrayBuffer) => void, lost: () => void}} act - `heard`: 40 ms of mono
   *   16-bit sound at 16 kHz; `lost`: it was pulled out, or the permission withdrawn
   * @throws {NoMicrophone}
   */
  static async open(sound, act) {
    // Browsers have these on secure pages only.
    if (!navigator.mediaDevices || !sound.audioWorklet) throw new NoMicrophone("voice_insecure");
    let stream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: WISHES });
    } catch (error) {
      throw new NoMicrophone(REASONS[error.name] ?? "voice_in_use");
    }
    const microphone = new Microphone(stream);
    try {
      await sound.audioWorklet.addModule(WORKLET);
      microphone.#connect(sound, act);
    } catch {
      microphone.close();
      throw new NoMicrophone("voice_away"); // the module did not come
    }
    return microphone;
  }

  constructor(stream) {
    this.#stream = stream;
  }

  #connect(sound, { heard, lost }) {
    this.#source = sound.createMediaStreamSource(this.#stream);
    this.#node = new AudioWorkletNode(sound, "capture", { numberOfOutputs: 0, channelCount: 1, channelCountMode: "explicit" });
    this.#node.port.onmessage = ({ data }) => heard(data);
    this.#source.connect(this.#node);
    for (const track of this.#stream.getTracks()) track.addEventListener("ended", lost);
  }

  /** Whether it hears; where not, its sound is silence from the browser on. */
  set isListening(listening) {
    for (const track of this.#stream.getTracks()) track.enabled = listening;
  }

  /** Let go of it. */
  close() {
    this.#source?.disconnect();
    if (this.#node) this.#node.port.onmessage = null;
    for (const track of this.#stream.getTracks()) track.stop();
  }
}
