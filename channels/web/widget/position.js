/** The resident's position, asked of the browser when they press a button for it. */

import { text } from "./words.js";

/** The postback of a button that asks where the resident is (`madoguchi/postback.py`). */
export const LOCATE = "locate";

const OPTIONS = { enableHighAccuracy: true, timeout: 15_000, maximumAge: 60_000 };
const DECIMALS = 5; // a metre or so

/**
 * Send the position; where the browser gives none, send the button itself: the answer says what
 * else can be done. The button waits meanwhile.
 */
export async function locate(pressed, label, send) {
  pressed.setAttribute("aria-disabled", "true");
  const said = await found().catch(() => ({ postback: LOCATE, label }));
  pressed.removeAttribute("aria-disabled");
  send(said);
}

async function found() {
  const { coords } = await new Promise((resolve, reject) =>
    navigator.geolocation.getCurrentPosition(resolve, reject, OPTIONS),
  );
  const near = [coords.latitude, coords.longitude].map((degrees) => degrees.toFixed(DECIMALS));
  return { postback: `near:${near.join(",")}`, label: text("position") };
}
