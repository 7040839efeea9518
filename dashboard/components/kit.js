// What our components share: elements made from text alone, the palette of the page's theme, clocks, one player.

const NAMES = ["angry", "disgusted", "fearful", "sad", "surprised", "other", "unknown", "neutral", "happy"];

// An element with a class and, if given, text. Text never becomes markup: names of files are a stranger's.
function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined && text !== null) made.textContent = text;
  return made;
}

function themed(host, name) {
  return getComputedStyle(host).getPropertyValue(name).trim();
}

// Colour of each emotion in the theme that the page shows now.
function paletteOf(host) {
  const colours = themed(host, "--st-chart-categorical-colors").split(",");
  return Object.fromEntries(NAMES.map((name, index) => [name, colours[index] || "#888"]));
}

function clock(seconds, decimals = 0) {
  const scale = 10 ** decimals;
  const total = Math.round(seconds * scale) / scale;
  const hours = Math.floor(total / 3600);
  const minutes = Math.floor((total % 3600) / 60);
  const rest = (total % 60).toFixed(decimals).padStart(decimals ? 3 + decimals : 2, "0");
  return hours ? `${hours}:${String(minutes).padStart(2, "0")}:${rest}` : `${minutes}:${rest}`;
}

function fromBase64(text) {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}

// A canvas as sharp as the screen, with a context whose unit is one CSS pixel.
function sharpen(canvas, width, height) {
  const ratio = window.devicePixelRatio || 1;
  canvas.width = Math.max(1, Math.round(width * ratio));
  canvas.height = Math.max(1, Math.round(height * ratio));
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  const pen = canvas.getContext("2d");
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  return pen;
}

// Plays one stretch of one recording at a time and stops to the millisecond a screen can show. `onEnd` hears of a
// stretch that came to its end by itself, `onFail` of one that cannot be played.
class Player {
  constructor(onChange, onEnd = () => {}, onFail = () => {}) {
    this.audio = new Audio();
    this.audio.preload = "auto";
    this.clip = null;
    this.onChange = onChange;
    this.onEnd = onEnd;
    this.onFail = onFail;
    for (const name of ["play", "pause", "waiting", "playing"]) {
      this.audio.addEventListener(name, () => this.onChange());
    }
    this.audio.addEventListener("ended", () => this.end());
    this.audio.addEventListener("timeupdate", () => this.check()); // a hidden page draws no frame, yet is heard
    this.audio.addEventListener("error", () => this.fail(this.clip));
  }

  get playing() {
    return this.clip !== null && !this.audio.paused;
  }

  isPlaying(clip) {
    return this.playing && this.clip.url === clip.url && this.clip.start === clip.start;
  }

  // 0 … 1 of the stretch
  get progress() {
    if (!this.clip) return 0;
    return Math.min(1, Math.max(0, (this.audio.currentTime - this.clip.start) / (this.clip.end - this.clip.start)));
  }

  async play(clip) {
    this.stop();
    this.clip = clip;
    if (this.audio.getAttribute("src") !== clip.url) this.audio.src = clip.url;
    this.audio.currentTime = clip.start;
    this.onChange();
    try {
      await this.audio.play();
    } catch (problem) {
      if (problem.name !== "AbortError") this.fail(clip);
      return;
    }
    this.watch();
  }

  // A missing file is told twice, by the element and by the promise: the first counts. Another try loads it anew.
  fail(clip) {
    if (clip === null || clip !== this.clip) return;
    this.stop();
    this.audio.removeAttribute("src");
    this.onFail(clip);
    this.onChange();
  }

  watch() {
    if (!this.playing) return;
    this.check();
    this.onChange();
    requestAnimationFrame(() => this.watch());
  }

  check() {
    if (this.clip !== null && !this.audio.seeking && this.audio.currentTime >= this.clip.end) this.end();
  }

  end() {
    this.stop();
    this.onEnd();
  }

  stop() {
    this.audio.pause();
    this.clip = null;
  }

  close() {
    this.stop();
    this.audio.removeAttribute("src");
    this.audio.load();
  }
}
