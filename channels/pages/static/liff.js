/**
 * The form page inside LINE: asks LINE's SDK (window.liff) who is there, has the server check that,
 * and goes on to the form. The SDK comes from LINE; it is the only script of this site that does.
 */

const place = document.getElementById("liff");
const status = document.getElementById("liff-status");
const retry = document.getElementById("liff-retry");
const TRIED_LOGIN = "madoguchi.liff.login";

function fail(text) {
  status.textContent = text ?? document.getElementById("liff-unreachable").textContent;
  retry.hidden = false;
}

/** Log in once more, for a token that the SDK has kept for too long; not again and again. */
function logInAgain() {
  if (sessionStorage.getItem(TRIED_LOGIN) !== null) return false;
  sessionStorage.setItem(TRIED_LOGIN, "yes");
  liff.logout();
  liff.login({ redirectUri: location.href });
  return true;
}

async function open() {
  await liff.init({ liffId: place.dataset.liffId });
  if (!liff.isLoggedIn()) {
    liff.login({ redirectUri: location.href });
    return;
  }
  // liff.init() has put the link's own query here.
  const procedure = new URLSearchParams(location.search).get("procedure");
  const answer = await fetch(place.dataset.session, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ id_token: liff.getIDToken() ?? "", procedure }),
  });
  const said = await answer.json();
  if (answer.ok) {
    sessionStorage.removeItem(TRIED_LOGIN);
    location.replace(said.url);
  } else if (said.code !== "bad-id-token" || !logInAgain()) {
    fail(said.detail);
  }
}

async function tryToOpen() {
  try {
    await open();
  } catch {
    fail(null); // the SDK has not come, LINE is out of reach, or no network at all
  }
}

retry.addEventListener("click", () => location.reload());
// Deferred and module scripts run in their order: the SDK is there, or never will be.
tryToOpen();
