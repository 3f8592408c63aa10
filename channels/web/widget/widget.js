/**
 * The loader: draws the button at once, and fetches the rest of the widget when it is first needed.
 *
 * `<script src="https://HOST/widget.js" data-ward="shibuya" data-language="ja" async></script>`
 */
(() => {
  "use strict";

  // Language tag: [name of the widget, label of its button, what that says when the widget could not
  // be loaded]. The gateway fills this in from catalogue/ui.
  const LABELS = {};
  const NAME = "madoguchi-widget";
  const CONTINUATION = /^#continue=([3-9]\d{3}-\d{4})$/;
  const STYLE = `
    :host { all: initial !important; display: block !important; direction: ltr !important; }
    .launcher {
      all: initial; position: fixed; z-index: 2147483000; inset: auto max(16px, env(safe-area-inset-right))
      max(16px, env(safe-area-inset-bottom)) auto; box-sizing: border-box; display: flex; gap: .5em;
      align-items: center; min-width: 3.5em; min-height: 3.5em; padding: .4em 1.3em .4em .75em;
      border: 2px solid #fffdf9; border-radius: 2em; background: #17594a; color: #fff;
      box-shadow: 0 2px 10px rgb(0 0 0 / 30%); cursor: pointer; line-height: 1.4;
      font: 600 medium/1.4 system-ui, -apple-system, "Hiragino Sans", "Yu Gothic UI", "Noto Sans JP", sans-serif;
    }
    .launcher:hover { background: #0f4438; }
    .launcher:focus-visible { outline: 3px solid #0b57c9; outline-offset: 3px; }
    .launcher[hidden] { display: none; }
    .launcher[aria-busy="true"] { cursor: progress; }
    .launcher.news::after {
      content: ""; position: absolute; inset: -.1em -.1em auto auto; width: .9em; height: .9em;
      border: 2px solid #fff; border-radius: 50%; background: #c8321f;
    }
    svg { flex: none; width: 2em; height: 2em; }
    @media (forced-colors: active) { .launcher { border-color: ButtonText; } }
    @media print { :host { display: none !important; } }
  `;
  const ICON = [
    ["path", { d: "M13 22a11 11 0 0 1 22 0v11H13z", fill: "#fdf9f0" }],
    ["path", { d: "M24 12v21M13 23h22", stroke: "#17594a", "stroke-width": "2.4" }],
    ["rect", { x: "9", y: "33", width: "30", height: "4.5", rx: "2.25", fill: "#f0c987" }],
  ];

  const script = document.currentScript;
  const base = new URL(".", script.src);

  function drawIcon() {
    const space = "http://www.w3.org/2000/svg";
    const svg = document.createElementNS(space, "svg");
    svg.setAttribute("viewBox", "6 8 36 32");
    svg.setAttribute("aria-hidden", "true");
    for (const [name, attributes] of ICON) {
      const shape = document.createElementNS(space, name);
      for (const [key, value] of Object.entries(attributes)) shape.setAttribute(key, value);
      svg.append(shape);
    }
    return svg;
  }

  function kept(storage, key) {
    try {
      return JSON.parse(globalThis[storage].getItem(key) ?? "null");
    } catch {
      return null; // storage is blocked, or holds something else
    }
  }

  /** The language chosen before, that of the tag, of the page, or of the browser; else Japanese. */
  function languageFor(element) {
    const wanted = [
      kept("localStorage", "madoguchi.preferences")?.language,
      element.dataset.language,
      document.documentElement.lang,
      ...navigator.languages,
    ];
    for (const tag of wanted) {
      if (!tag) continue;
      if (Object.hasOwn(LABELS, tag)) return tag;
      if (/^zh\b/i.test(tag)) return /hant|tw|hk|mo/i.test(tag) ? "zh-Hant" : "zh-Hans";
      const [first] = tag.toLowerCase().replace(/^fil\b/, "tl").split("-");
      if (Object.hasOwn(LABELS, first)) return first;
    }
    return "ja";
  }

  class MadoguchiWidget extends HTMLElement {
    #launcher = null;
    #loading = null;

    connectedCallback() {
      if (this.shadowRoot !== null) return;
      const shadow = this.attachShadow({ mode: "open" });
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(STYLE);
      shadow.adoptedStyleSheets = [sheet];
      const place = document.createElement("section");
      this.#launcher = document.createElement("button");
      this.#launcher.type = "button";
      this.#launcher.className = "launcher";
      this.#launcher.setAttribute("aria-haspopup", "dialog");
      this.#launcher.setAttribute("aria-expanded", "false");
      this.#launcher.append(drawIcon(), document.createElement("span"));
      this.#launcher.addEventListener("click", () => this.#load().then((mounted) => mounted?.open()));
      place.append(this.#launcher);
      shadow.append(place);
      this.label(languageFor(this));
      addEventListener("hashchange", () => this.#goOn()); // a link was followed within the page
      if (this.#goOn()) return;
      const wasOpen = kept("sessionStorage", `${this.storageKey}.open`) === true;
      const opens = wasOpen || this.dataset.open !== undefined || this.dataset.scan !== undefined;
      if (opens) this.#load().then((mounted) => mounted?.open({ takeFocus: false }));
      else if (kept("localStorage", `${this.storageKey}.conversation`) !== null) this.#load();
    }

    /**
     * Whether the page was opened by a link that carries a continuation code: then the panel opens
     * and asks. The code is a secret, so it leaves the address bar and the history first.
     */
    #goOn() {
      const code = CONTINUATION.exec(location.hash)?.[1];
      if (code === undefined) return false;
      history.replaceState(history.state, "", location.pathname + location.search);
      this.#load().then((mounted) => mounted?.goOnWith(code));
      return true;
    }

    /** What the page's storage knows this widget by: one conversation for a ward. */
    get storageKey() {
      return `madoguchi.${base.host}.${this.dataset.ward ?? ""}`;
    }

    /** Say the button, and name the whole widget, in a language. */
    label(language, which = 1) {
      const place = this.#launcher.parentElement;
      place.lang = language === "ja-easy" ? "ja" : language;
      place.setAttribute("aria-label", LABELS[language][0]);
      this.#launcher.lastChild.textContent = LABELS[language][which];
    }

    #load() {
      this.#loading ??= this.#mount().catch((error) => {
        console.warn("Madoguchi could not be loaded:", error.message);
        this.#loading = null; // the next press tries again
        this.label(languageFor(this), 2);
        return null;
      });
      return this.#loading;
    }

    async #mount() {
      this.#launcher.setAttribute("aria-busy", "true");
      try {
        const { mount } = await import(new URL("widget/main.js", base).href);
        const language = languageFor(this);
        const mounted = await mount({ host: this, launcher: this.#launcher, base, language });
        this.label(language);
        return mounted;
      } finally {
        this.#launcher.removeAttribute("aria-busy");
      }
    }
  }

  function place() {
    if (document.querySelector(NAME) !== null) return;
    const element = document.createElement(NAME);
    Object.assign(element.dataset, script.dataset);
    document.body.append(element);
  }

  if (customElements.get(NAME)) return; // the tag stands on the page twice
  customElements.define(NAME, MadoguchiWidget);
  if (document.body === null) addEventListener("DOMContentLoaded", place, { once: true });
  else place();
})();
