// Requests to the API. Every one carries the header that no foreign page can send.

const HEADERS = { "X-ToneAtlas": "1" };
const PAUSES = [1, 2, 4, 8, 15, 15]; // seconds between tries of a connection that breaks

class Refusal extends Error {
  constructor(status, sentence) {
    super(sentence);
    this.status = status;
  }
}

// A connection that breaks or a server that is starting is asked again; a refusal is final.
function isPassing(status) {
  return status === 0 || status === 408 || status === 429 || (status >= 500 && status !== 507);
}

async function ask(path, options = {}) {
  for (let attempt = 0; ; attempt++) {
    const status = { code: 0, told: {} };
    try {
      const answer = await fetch(`/api/${path}`, { method: "POST", headers: HEADERS, ...options });
      status.code = answer.status;
      status.told = await answer.json();
      if (answer.ok) return status.told;
    } catch (error) {
      if (status.code && !isPassing(status.code)) throw error;
    }
    if (!isPassing(status.code) || attempt === PAUSES.length) throw new Refusal(status.code, status.told.error || "");
    await sleep(PAUSES[attempt]);
  }
}

// One file, once; `progress` hears of the bytes that went, `begun` gets the request so that it can be stopped,
// and may throw so that it never goes.
function put(path, file, { begun, progress }) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("PUT", `/api/${path}`);
    for (const [name, value] of Object.entries(HEADERS)) request.setRequestHeader(name, value);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.responseType = "json";
    request.upload.addEventListener("progress", (event) => progress(event.loaded));
    request.addEventListener("load", () => {
      if (request.status < 300) resolve(request.response || {});
      else reject(new Refusal(request.status, request.response?.error || ""));
    });
    request.addEventListener("error", () => reject(new Refusal(0, "")));
    request.addEventListener("abort", () => reject(new Refusal(-1, "")));
    begun(request);
    request.send(file);
  });
}

async function sha256(file) {
  const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function sleep(seconds) {
  return new Promise((resolve) => setTimeout(resolve, seconds * 1000));
}
