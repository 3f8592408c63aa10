/** A list of things with their numbers, such as bulky waste: ソファ 1, 椅子 2. */

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
      const [name, count] = row.querySelectorAll("label");
      name.replaceChildren(...withRuby(annotated("item_name", { number })));
      count.replaceChildren(...withRuby(annotated("item_count")));
      const remove = row.querySelector("button");
      remove.setAttribute("aria-label", text("remove_item", { number }));
      remove.hidden = rows().length === 1;
    }
    more.hidden = rows().length >= most;
  };

  const add = (said = "", howMany = "1") => {
    const nameId = newElementId("item");
    const countId = newElementId("count");
    const name = element("input", { id: nameId, type: "text", class: "item-name" });
    const count = element("input", { id: countId, type: "text", inputmode: "numeric", class: "item-count" });
    name.value = said;
    count.value = howMany;
    const row = worded(
      "li",
      {},
      element("div", {}, element("label", { for: nameId }), name),
      element("div", {}, element("label", { for: countId }), count),
      button({ class: "quiet" }, withRuby(annotated("remove")), () => {
        const next = row.nextElementSibling ?? row.previousElementSibling;
        row.remove();
        settle();
        next.querySelector("input").focus();
      }),
    );
    list.append(row);
    return name;
  };

  for (const line of typed.split("\n")) {
    const [, said, howMany] = /^(.*?)(?:\s+(\d+))?$/u.exec(line.normalize("NFKC"));
    add(said, howMany ?? "1");
  }
  settle();

  return {
    isGroup: true,
    control: list.querySelector("input"),
    nodes: [list, more],
    read() {
      const lines = [];
      for (const row of rows()) {
        const [name, count] = row.querySelectorAll("input");
        const said = name.value.trim();
        if (said === "") continue;
        const howMany = count.value.normalize("NFKC").trim();
        if (!/^[1-9]\d{0,2}$/.test(howMany)) return { wrong: text("item_count_wrong"), at: count };
        lines.push(`${said} ${howMany}`);
      }
      const first = list.querySelector("input");
      if (lines.length === 0) return { wrong: text("empty", { field: message.label }), at: first };
      return { text: lines.join("\n") };
    },
  };
}
