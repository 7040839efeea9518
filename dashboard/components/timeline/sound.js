// The recording's decoded sound: one <audio> element, and one gain per channel so that a voice can be heard alone.

class Sound {
  constructor(onChange) {
    this.audio = new Audio();
    this.audio.preload = "auto";
    this.until = null; // seconds at which playing a region stops, or starts again when it loops
    this.loop = null;
    this.gains = [];
    this.muted = new Set();
    for (const name of ["play", "pause", "seeked", "loadedmetadata", "ratechange", "error"]) {
      this.audio.addEventListener(name, () => onChange(name));
    }
  }

  load(url) {
    if (this.audio.getAttribute("src") === url) return;
    this.audio.src = url;
  }

  get time() {
    return this.audio.currentTime;
  }

  get playing() {
    return !this.audio.paused;
  }

  seek(second) {
    this.audio.currentTime = Math.max(0, second);
    if (this.loop && (second < this.loop.start || second >= this.loop.end)) this.loop = null;
  }

  toggle() {
    if (this.playing) this.audio.pause();
    else this.start();
  }

  // Sound that could not be had is asked for again: a worker may decode it by now.
  start() {
    if (this.audio.error) this.audio.load();
    this.audio.play().catch((problem) => {
      if (problem.name !== "AbortError") this.audio.dispatchEvent(new Event("pause"));
    });
  }

  playRegion(region) {
    this.loop = region;
    this.audio.currentTime = region.start;
    this.start();
  }

  // Called on every frame while playing: keeps a looped region inside its ends.
  keepInside() {
    if (this.loop && this.playing && this.time >= this.loop.end) this.audio.currentTime = this.loop.start;
  }

  mute(channel, channels) {
    if (this.muted.has(channel)) this.muted.delete(channel);
    else this.muted.add(channel);
    if (!this.gains.length) this.split(channels);
    this.gains.forEach((gain, index) => {
      gain.gain.value = this.muted.has(index) ? 0 : 1;
    });
  }

  split(channels) {
    this.context = new AudioContext();
    const splitter = this.context.createChannelSplitter(channels);
    const merger = this.context.createChannelMerger(1);
    this.context.createMediaElementSource(this.audio).connect(splitter);
    this.gains = Array.from({ length: channels }, (_, index) => {
      const gain = this.context.createGain();
      splitter.connect(gain, index);
      gain.connect(merger, 0, 0);
      return gain;
    });
    merger.connect(this.context.destination);
    this.context.resume();
  }

  close() {
    this.audio.pause();
    this.audio.removeAttribute("src");
    this.audio.load();
    this.context?.close();
  }
}
