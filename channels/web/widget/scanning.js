/**
 * Use by a single switch: what can be pressed is stepped through, one at a time, with a strong mark
 * and an announcement. Space steps and Enter chooses; or steps come by themselves, and either chooses.
 */

const PRESSABLE = "button, a[href], input:not([type='date']), select, textarea, summary";
const OLDER_MESSAGES = 3;

function isPressable(one) {
  return one.checkVisibility() && one.getAttribute("aria-disabled") !== "true" && !one.disabled;
}

function pressables(place) {
  return Array.from(place.querySelectorAll(PRESSABLE)).filter(isPressable);
}

function labelOf(target) {
  if (target.matches(".keys")) return target.textContent.split("").join(" ");
  const label = target.getAttribute("aria-label") ?? target.labels?.[0]?.textContent;
  return (label ?? target.textContent).trim();
}

export class Scanner {
  #at = null;
  #row = null;
  #timer = null;

  /**
   * @param {{panel: () => HTMLElement, keyboard: () => import("./keyboard.js").Keyboard,
   *   announce: (said: string) => void, isOpen: () => boolean}} parts
   */
  constructor(parts) {
    this.parts = parts;
    this.isOn = false;
    this.seconds = 0;
    addEventListener("keydown", (event) => this.#press(event), { capture: true });
  }

  /** Turn it on or off; `seconds` between steps, 0 where Space steps. */
  set(isOn, seconds) {
    this.isOn = isOn;
    this.seconds = seconds;
    this.#mark(null);
    this.#row = null;
    this.#tick();
  }

  #tick() {
    clearInterval(this.#timer);
    this.#timer = null;
    if (!this.isOn || this.seconds <= 0) return;
    this.#timer = setInterval(() => this.parts.isOpen() && this.#step(), this.seconds * 1000);
  }

  #press(event) {
    if (!this.isOn || !this.parts.isOpen() || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key !== " " && event.key !== "Enter") return;
    // Somebody writes in the page around the widget: that is theirs.
    const target = event.composedPath()[0];
    const inside = event.composedPath().includes(this.parts.panel());
    if (!inside && target.matches?.("input, textarea, select, button, a, [contenteditable]")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (event.repeat) return; // a switch held down is pressed once
    if (event.key === " " && this.seconds === 0) this.#step();
    else this.#choose();
  }

  /** What can be pressed, the likeliest first. */
  #targets() {
    const panel = this.parts.panel();
    const dialog = panel.querySelector("dialog[open]");
    if (dialog !== null) return pressables(dialog);
    const keyboard = this.parts.keyboard();
    if (keyboard.isOpen) {
      const row = this.#row !== null && this.#row.isConnected ? this.#row : null;
      return row === null ? keyboard.rows : pressables(row);
    }
    const menu = panel.querySelector(".menu");
    if (!menu.hidden) return pressables(menu);
    const messages = Array.from(panel.querySelectorAll(".list > *")).filter(
      (one) => pressables(one).length > 0,
    );
    const open = panel.querySelector(".message.open");
    const newest = messages.reverse().filter((one) => one !== open).slice(0, OLDER_MESSAGES);
    return [
      ...(open === null ? [] : pressables(open)),
      ...newest.flatMap(pressables),
      ...pressables(panel.querySelector(".voice")),
      ...pressables(panel.querySelector(".composer")),
      ...pressables(panel.querySelector("header")),
    ];
  }

  #step() {
    const targets = this.#targets();
    const at = targets.indexOf(this.#at);
    // Behind the last key of a row come the rows again, so that a wrong row costs one round.
    if (this.#row !== null && at === targets.length - 1) {
      const row = this.#row;
      this.#row = null;
      this.#mark(row);
      return;
    }
    this.#mark(targets[(at + 1) % targets.length] ?? null);
  }

  #choose() {
    const target = this.#at;
    if (target === null || !target.isConnected || !target.checkVisibility()) {
      this.#step();
      return;
    }
    this.#tick(); // the next step is a whole pause away
    const keyboard = this.parts.keyboard();
    if (target.matches(".keys")) {
      this.#row = target;
      this.#mark(null);
      this.#step();
      return;
    }
    this.#row = null;
    this.#mark(null);
    if (target.matches("select")) keyboard.openOptions(target);
    else if (target.matches("textarea, input:not([type='checkbox'], [type='file'])")) keyboard.open(target);
    else target.click();
  }

  #mark(target) {
    this.#at?.classList.remove("scanned");
    this.#at = target;
    if (target === null) return;
    target.classList.add("scanned");
    target.scrollIntoView({ block: "nearest" });
    this.parts.announce(labelOf(target));
  }
}
