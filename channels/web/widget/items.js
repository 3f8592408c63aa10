/** A list of things or people, one a line: ソファ 2 / 椅子 1. */

import { button, element, newElementId, withRuby, worded } from "./element.js";
import { annotated, text } from "./words.js";

const MOST = 50;

export function itemsPart(message, typed) {
  const most = message.maximum ?? MOST;
  const list = element("ol", { class: "items", role: "list" });
  const more = button({ class: "choice" }, withRuby(annotated("add_item")), () => {
    add().focus();
    settle();
  });

  const rows = () => Array.from(list.children);

  /** Number the rows anew, and offer only what is possible. */
  const settle = () => {
    for (const [index, row] of rows().entries()) {
      const number = index + 1;
      row.querySelector("label").replaceChildren(...withRuby(annotated("item", { number })));
      const remove = row.querySelector("button");
      remove.setAttribute("aria-label", text("remove_item", { number }));
      remove.hidden = rows().length === 1;
    }
    more.hidden = rows().length >= most;
  };

  const add = (said = "") => {
    const id = newElementId("item");
    const input = element("input", { id, type: "text" });
    input.value = said;
    const row = worded(
      "li",
      {},
      element("label", { for: id }),
      input,
      button({ class: "quiet" }, withRuby(annotated("remove")), () => {
        const next = row.nextElementSibling ?? row.previousElementSibling;
        row.remove();
        settle();
        next.querySelector("input").focus();
      }),
    );
    list.append(row);
    return input;
  };

  for (const line of typed.split("\n")) add(line);
  settle();

  return {
    isGroup: true,
    control: list.querySelector("input"),
    nodes: [list, more],
    read() {
      const inputs = Array.from(list.querySelectorAll("input"));
      const lines = inputs.map((input) => input.value.trim()).filter((line) => line !== "");
      if (lines.length > 0) return { text: lines.join("\n") };
      return { wrong: text("empty", { field: message.label }), at: inputs[0] };
    },
  };
}
