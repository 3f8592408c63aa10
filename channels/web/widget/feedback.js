/** 「お役に立ちましたか」 under an answer, and why not. */

import { Problem } from "./api.js";
import { button, element, newElementId, withRuby, worded } from "./element.js";
import { annotated, text } from "./words.js";

const REASONS = ["wrong", "unclear", "missing", "other"];

/** The question below the answer `seq`; nothing where it has been answered. */
export function feedback(seq, { api, conversation, store, announce }) {
  if (store.rated.includes(seq)) return null;
  const id = newElementId("helpful");
  const label = element("span", { id }, ...withRuby(annotated("helpful")));
  const group = worded("div", { class: "feedback", role: "group", "aria-labelledby": id }, label);

  const say = (key) => {
    label.replaceChildren(...withRuby(annotated(key)));
    announce(text(key));
  };

  const send = async (helpful, reason = null) => {
    try {
      await api.sendFeedback(conversation.current, seq, helpful, reason);
      store.rate(seq);
      for (const pressable of group.querySelectorAll("button")) pressable.remove();
      say("thanks");
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      say("not_rated");
    }
    group.closest(".message")?.focus({ preventScroll: true });
  };

  const askWhy = () => {
    say("why_not");
    const reasons = REASONS.map((reason) =>
      button({ class: "quiet" }, withRuby(annotated(`reason_${reason}`)), () => send(false, reason)),
    );
    group.replaceChildren(label, ...reasons);
    reasons[0].focus({ preventScroll: true });
  };

  group.append(
    button({ class: "quiet" }, withRuby(annotated("yes")), () => send(true)),
    button({ class: "quiet" }, withRuby(annotated("no")), askWhy),
  );
  return group;
}
