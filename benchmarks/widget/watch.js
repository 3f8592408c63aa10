/** Runs in a page before anything of its own: notes what is drawn when, what blocks and what moves. */
(() => {
  const NAME = "madoguchi-widget";
  const TOLERATED_MS = 50; // what a longer task takes beyond this is time in which nothing can be pressed
  const seen = { button: null, pressed: null, answers: [], shift: 0, hostShift: 0, blocking: 0 };
  globalThis.seenByBenchmark = seen;

  /** The time at which the next frame is drawn: the task that follows its rendering. */
  function whenDrawn(then) {
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => then(performance.now());
      port2.postMessage(null);
    });
  }

  function watchAnswers(shadow) {
    let known = 0;
    new MutationObserver(() => {
      const said = Array.from(shadow.querySelectorAll(".from-assistant"));
      const count = said.filter((one) => one.checkVisibility()).length;
      if (count <= known) return;
      known = count;
      whenDrawn((at) => seen.answers.push(at));
    }).observe(shadow, { childList: true, subtree: true, attributes: true });
  }

  const page = new MutationObserver(() => {
    const shadow = document.querySelector(NAME)?.shadowRoot;
    if (!shadow) return;
    page.disconnect();
    whenDrawn((at) => (seen.button = at));
    watchAnswers(shadow);
  });
  page.observe(document, { childList: true, subtree: true });

  addEventListener("click", (event) => (seen.pressed = event.timeStamp), true);

  // What moves inside the widget's shadow tree is named by no node.
  const ofHost = ({ node }) => node !== null && (node.closest ? node : node.parentElement)?.closest(NAME) === null;
  new PerformanceObserver((list) => {
    for (const { value, hadRecentInput, sources } of list.getEntries()) {
      if (!hadRecentInput) seen.shift += value;
      if (sources.some(ofHost)) seen.hostShift += value;
    }
  }).observe({ type: "layout-shift", buffered: true });
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) seen.blocking += duration - TOLERATED_MS;
  }).observe({ type: "longtask", buffered: true });
})();
