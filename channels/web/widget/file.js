/** A file to hand in: a photograph or a PDF, checked before it is sent. */

import { Problem } from "./api.js";
import { element, newElementId } from "./element.js";
import { text } from "./words.js";

const TYPES = ["image/jpeg", "image/png", "application/pdf"];
const MOST_BYTES = 10 * 1024 * 1024;

export function filePart(message, { api, conversation, announce }) {
  const control = element("input", {
    id: newElementId("answer"),
    type: "file",
    accept: TYPES.join(","),
    "aria-required": message.required ? "true" : null,
  });
  const send = async (file) => {
    announce(text("file_sending"));
    try {
      const { id, name } = await api.sendFile(await conversation.ensure(), message.field, file);
      return { postback: `answer:${message.field}:${id}`, label: name };
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      return { wrong: problem.detail ?? problem.advice };
    }
  };
  return {
    control,
    nodes: [control],
    read() {
      const [file] = control.files;
      if (file === undefined) return { wrong: text("file_none") };
      // Where the browser does not know the type, the gateway looks at the content.
      if (file.type !== "" && !TYPES.includes(file.type)) return { wrong: text("file_type") };
      if (file.size > MOST_BYTES) {
        const megabytes = Math.ceil((file.size / 1024 / 1024) * 10) / 10;
        return { wrong: text("file_too_big", { megabytes }) };
      }
      return { upload: () => send(file) };
    },
  };
}
