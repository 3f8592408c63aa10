/** The panel: a dialog beside the page, with its head, the log, the settings and the composer. */

import { button, element, externalLink, newElementId, phoneLink, withRuby } from "./element.js";
import { icon } from "./icon.js";
import { annotated, htmlLanguage, text } from "./words.js";

const CLOSE_ICON = "M6 6l12 12M18 6L6 18";
const MENU_ICON = ["M4 7h16", "M4 12h16", "M4 17h16"];

export class Panel {
  /**
   * @param {{log: import("./log.js").Log, composer: import("./composer.js").Composer,
   *   menu: import("./menu.js").Menu, keyboard: import("./keyboard.js").Keyboard}} parts
   * @param {{close: () => void, toggleMenu: () => void}} act
   */
  constructor({ log, composer, menu, keyboard }, act) {
    const titleId = newElementId("title");
    this.menuButton = button(
      { class: "icon", "aria-expanded": "false" },
      [icon(...MENU_ICON), element("span", {}, ...withRuby(annotated("settings")))],
      act.toggleMenu,
    );
    this.closeButton = button(
      { class: "icon" },
      [icon(CLOSE_ICON), element("span", {}, ...withRuby(annotated("close")))],
      act.close,
    );
    this.ward = element("span", { class: "ward", lang: "ja" });
    this.banner = element("div", { class: "banner", role: "group", "aria-label": text("urgent"), hidden: true });
    this.application = element("section", { class: "application", "aria-label": text("progress"), hidden: true });
    this.announcer = element("div", { class: "visually-hidden", role: "status", "aria-live": "polite" });
    this.offline = element("p", { class: "offline", role: "status" });
    this.voice = element("section", { class: "voice", "aria-label": text("voice_title"), hidden: true });
    this.composer = composer;
    this.box = element(
      "div",
      {
        class: "panel",
        role: "dialog",
        "aria-modal": "false",
        "aria-labelledby": titleId,
        lang: htmlLanguage(),
        tabindex: "-1",
        hidden: true,
      },
      element(
        "header",
        {},
        element(
          "div",
          { class: "name" },
          element("h2", { id: titleId }, ...withRuby(annotated("name"))),
          element("p", {}, ...withRuby(annotated("tagline"))),
        ),
        this.ward,
        this.menuButton,
        this.closeButton,
      ),
      this.banner,
      this.application,
      this.offline,
      menu.box,
      log.scroller,
      keyboard.box,
      this.voice,
      composer.box,
      this.announcer,
    );
  }

  /** Have a screen reader say this, politely. */
  announce(said) {
    const nodes = Array.isArray(said) ? said : [element("p", {}, said)];
    this.announcer.replaceChildren(...nodes);
  }

  /** Show what the gateway says beside the messages. */
  showState({ ward, application, banner }) {
    this.ward.textContent = ward?.name ?? "";
    this.composer.phone.replaceChildren();
    if (ward?.phone) this.composer.phone.append(`${ward.name}役所 `, phoneLink(ward.phone));
    this.#showBanner(banner);
    this.#showApplication(application);
  }

  showOffline(isOffline) {
    const said = isOffline ? text("offline") : "";
    if (this.offline.textContent !== said) this.offline.textContent = said;
  }

  #showBanner(banner) {
    if (this.shownBanner === banner?.text) return;
    this.shownBanner = banner?.text;
    this.banner.hidden = !banner;
    this.banner.replaceChildren();
    if (!banner) return;
    this.banner.append(element("p", { lang: "ja" }, ...withRuby(banner.text)));
    if (banner.url) this.banner.append(externalLink(banner.url, withRuby(annotated("details"))));
    this.announce(banner.text);
  }

  #showApplication(application) {
    this.application.hidden = application === null;
    this.application.replaceChildren();
    if (application === null) return;
    const id = newElementId("application");
    const { title, step, steps } = application;
    const label = element("span", { id }, ...withRuby(annotated("application", { title })));
    const counted = steps > 0;
    this.application.append(
      element("p", {}, label, counted ? element("span", {}, `${step}／${steps}`) : null),
    );
    if (counted) {
      this.application.append(element("progress", { max: steps, value: step ?? 0, "aria-labelledby": id }));
    }
  }
}

/** Ask before something that cannot be undone, or needs consent; whether the resident agrees. */
export function confirm(place, { title, question, agree, values = {}, look = "danger" }) {
  const titleId = newElementId("dialog");
  const textId = newElementId("dialog");
  const cancel = element("button", { value: "cancel", autofocus: true }, ...withRuby(annotated("cancel")));
  const dialog = element(
    "dialog",
    { "aria-labelledby": titleId, "aria-describedby": textId, lang: htmlLanguage() },
    element(
      "form",
      { method: "dialog" },
      element("h2", { id: titleId }, ...withRuby(annotated(title))),
      element("p", { id: textId }, ...withRuby(annotated(question, values))),
      element(
        "div",
        { class: "dialog-buttons" },
        cancel,
        element("button", { class: look, value: "agree" }, ...withRuby(annotated(agree))),
      ),
    ),
  );
  place.append(dialog);
  const focused = place.getRootNode().activeElement;
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      focused?.focus({ preventScroll: true });
      resolve(dialog.returnValue === "agree");
    });
  });
}
