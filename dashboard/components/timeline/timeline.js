// The picture of a call: a lane per role with its emotion curve and loudness, one playhead, regions, zoom, keys.

const SHORTEST = 2; // seconds: no zoom goes further
const CURVE_HEIGHT = 148;
const LOUD_HEIGHT = 40;
const MAP_HEIGHT = 34;
const AXIS_HEIGHT = 24;
const ASK_AFTER = 120; // milliseconds of rest before the server is asked for a finer curve
const DRAG_FROM = 4; // pixels: less is a click
const timelines = new WeakMap();

class Timeline {
  constructor(root) {
    this.root = root;
    this.host = root.querySelector(".timeline");
    this.sound = new Sound((what) => this.heard(what));
    this.view = null;
    this.region = null;
    this.focus = null;
    this.mode = "stack";
    this.host.tabIndex = 0;
    this.host.addEventListener("keydown", (event) => this.key(event));
    this.resized = new ResizeObserver(() => this.data && this.draw());
    this.resized.observe(this.host);
  }

  update({ data, setStateValue, setTriggerValue }) {
    const other = !this.data || this.data.recording !== data.recording;
    const rebuilt = other || JSON.stringify(this.shape(data)) !== JSON.stringify(this.shape(this.data));
    this.data = data;
    this.state = setStateValue;
    this.trigger = setTriggerValue;
    this.lanes = data.lanes.map((lane) => ({
      ...lane,
      slabs: [lane.detail, lane.overview].filter(Boolean).map(slabOf),
      loud: [lane.loud_detail, lane.loud_overview]
        .filter(Boolean)
        .map(({ start, end, levels }) => ({ start, end, levels: fromBase64(levels) })),
    }));
    if (other) this.begin();
    if (rebuilt) this.build();
    if (other && document.activeElement === document.body) this.host.focus({ preventScroll: true });
    this.sound.load(data.url);
    drawRegion(this);
    this.flags.fill(data.marks);
    this.draw();
  }

  // What the skeleton of the page depends on.
  shape(data) {
    return [data.recording, data.texts, data.lines.length, data.lanes.map((lane) => [lane.role, lane.read, lane.title, lane.said])];
  }

  begin() {
    this.view = { start: 0, end: this.data.seconds };
    this.window = this.data.window;
    this.region = null;
    const at = this.data.at;
    if (at !== null) {
      if (this.data.seconds > 90) this.open(at);
      this.sound.audio.addEventListener("loadedmetadata", () => this.sound.seek(at), { once: true });
      this.pending = at;
    } else this.pending = 0;
  }

  // A long call is opened at a minute around the second that is asked for.
  open(second) {
    const start = Math.min(Math.max(0, second - 30), Math.max(0, this.data.seconds - 60));
    this.view = { start, end: Math.min(this.data.seconds, start + 60) };
    this.ask();
  }

  get labels() {
    return this.data.labels;
  }

  get width() {
    return Math.max(120, this.stage.clientWidth - this.gutter);
  }

  get gutter() {
    return this.stage.clientWidth > 620 ? 124 : 0;
  }

  get scale() {
    return new Scale(this.view.start, this.view.end, this.width);
  }

  // ------- skeleton: built once per recording and language

  build() {
    const { texts } = this.data;
    this.playButton = this.button("play", texts.play, () => this.sound.toggle());
    this.clockText = element("span", "clock");
    this.note = element("span", "problem");
    this.stage = element("div", "stage");
    this.map = this.canvasRow("map", "");
    this.rows = this.lanes.map((lane, index) => this.laneRow(lane, index));
    this.axis = this.canvasRow("axis", "");
    this.playhead = element("div", "playhead");
    this.hair = element("div", "hair");
    this.shade = element("div", "shade");
    this.flags = new Flags((second) => this.seek(second));
    this.glass = element("div", "glass");
    this.glass.append(this.shade, this.hair, this.flags.element, this.playhead);
    this.tip = element("div", "tip");
    this.frame = element("div", "frame");
    this.window_ = element("div", "window");
    this.map.append(this.frame);
    this.frame.append(this.window_);
    this.stage.append(this.map, ...this.rows, this.axis, this.glass, this.tip);
    this.panel = element("div", "panel");
    this.transcript = new Transcript((second) => this.seek(second));
    this.transcript.fill(this.data.lines, texts.transcript);
    this.host.replaceChildren(toolbarOf(this), this.stage, legendOf(this), this.panel, this.transcript.element);
    listenToPointer(this);
  }

  button(className, text, press, help = text) {
    const button = element("button", className, className === "play" ? undefined : text);
    button.type = "button";
    button.title = help;
    button.setAttribute("aria-label", help);
    button.onclick = press;
    return button;
  }

  canvasRow(className, title) {
    const row = element("div", `row ${className}`);
    row.append(element("div", "name", title), element("canvas"));
    return row;
  }

  laneRow(lane, index) {
    const row = this.canvasRow("lane", "");
    const name = row.querySelector(".name");
    const title = element("div", "title", lane.title);
    name.append(title, element("div", "said", lane.said));
    if (this.data.channels > 1 && lane.channel !== null) {
      const mute = this.button("plain mute", this.data.texts.hear, () => {
        this.sound.mute(lane.channel, this.data.channels);
        const heard = !this.sound.muted.has(lane.channel);
        mute.setAttribute("aria-pressed", String(heard));
        mute.textContent = heard ? this.data.texts.hear : this.data.texts.muted;
      }, this.data.texts.hear_help);
      mute.setAttribute("aria-pressed", "true");
      name.append(mute);
    }
    row.dataset.role = lane.role;
    row.lane = index;
    return row;
  }

  // ------- drawing

  // Draw what is shown with the next frame, however many turns of a wheel come before it.
  paint() {
    cancelAnimationFrame(this.painting);
    this.painting = requestAnimationFrame(() => this.drawShown());
  }

  get look() {
    return {
      labels: this.labels,
      palette: paletteOf(this.host),
      focus: this.focus,
      seam: themed(this.host, "--st-background-color"),
      ink: themed(this.host, "--st-text-color"),
    };
  }

  draw() {
    if (!this.stage?.clientWidth) return;
    const { look } = this;
    this.host.querySelectorAll(".dot").forEach((dot) => (dot.style.background = look.palette[dot.dataset.name]));
    this.stage.style.setProperty("--gutter", `${this.gutter}px`);
    this.drawMap(look);
    this.drawShown(look);
  }

  // All but the whole call in small, of which a zoom moves only the frame.
  drawShown(look = this.look) {
    if (!this.stage?.clientWidth) return;
    this.host.dataset.view = `${this.view.start.toFixed(3)}-${this.view.end.toFixed(3)}`;
    this.rows.forEach((row, index) => this.drawLane(row.querySelector("canvas"), this.lanes[index], look));
    const font = `12px ${themed(this.host, "--st-font")}`;
    const pen = sharpen(this.axis.querySelector("canvas"), this.width, AXIS_HEIGHT);
    drawAxis(pen, this.scale, { height: AXIS_HEIGHT, colour: look.ink, font });
    this.placeFrame();
    this.place();
  }

  drawLane(canvas, lane, look) {
    const curve = lane.read ? CURVE_HEIGHT : 0;
    const pen = sharpen(canvas, this.width, curve + LOUD_HEIGHT + 6);
    const { scale } = this;
    const { ink } = look;
    if (lane.read) {
      const slab = this.bestSlab(lane.slabs);
      this.host.dataset.step = ((slab.end - slab.start) / slab.count).toFixed(4);
      const picture = { ...look, height: curve };
      pen.save();
      pen.beginPath();
      pen.rect(0, 0, this.width, curve);
      pen.clip();
      if (this.mode === "stack") drawStack(pen, slab, scale, { ...picture, seam: this.dense(slab) ? null : look.seam });
      else drawLines(pen, slab, scale, picture);
      pen.restore();
      pen.globalAlpha = 0.28;
      pen.fillStyle = ink;
      for (let x = 0; x < this.width; x += 8) pen.fillRect(x, curve / 2, 3, 1);
      pen.globalAlpha = 1;
    }
    pen.translate(0, curve + 6);
    pen.globalAlpha = lane.read ? 0.5 : 0.36;
    const loud = this.bestSlab(lane.loud);
    if (loud) drawLoudness(pen, loud, scale, { height: LOUD_HEIGHT - 6, colour: ink });
    pen.globalAlpha = 0.75;
    drawBars(pen, lane.turns, scale, { top: LOUD_HEIGHT - 4, height: 3, colour: ink });
    pen.globalAlpha = 1;
    for (const note of lane.notes) drawBars(pen, [[note.start, note.end]], scale, { top: -5, height: 3, colour: ink });
  }

  // The finest slab that covers what is shown, else the one of the whole call.
  bestSlab(slabs) {
    const { start, end } = this.view;
    return slabs.find((slab) => slab.start <= start + 1e-6 && slab.end >= end - 1e-6) ?? slabs[slabs.length - 1];
  }

  dense(slab) {
    return (slab.count / (slab.end - slab.start)) * (this.view.end - this.view.start) > this.width;
  }

  drawMap(look) {
    const whole = new Scale(0, this.data.seconds, this.width);
    const pen = sharpen(this.map.querySelector("canvas"), this.width, MAP_HEIGHT);
    const lane = this.lanes.find((one) => one.read);
    if (lane) drawStack(pen, lane.slabs[lane.slabs.length - 1], whole, { ...look, height: MAP_HEIGHT, seam: null });
    else for (const one of this.lanes) drawBars(pen, one.turns, whole, { top: 12, height: 10, colour: look.ink });
  }

  // Which part of the whole call is shown.
  placeFrame() {
    const whole = new Scale(0, this.data.seconds, this.width);
    const [left, right] = [whole.x(this.view.start), whole.x(this.view.end)];
    this.window_.style.left = `${left}px`;
    this.window_.style.width = `${Math.max(6, right - left)}px`;
    this.map.classList.toggle("whole", right - left > this.width - 1);
  }

  // Where the playhead, the region and the marks are now.
  place() {
    const { scale } = this;
    const time = this.now;
    this.playhead.style.transform = `translateX(${scale.x(time)}px)`;
    this.playhead.style.display = time < scale.start - 1e-3 || time > scale.end + 1e-3 ? "none" : "";
    this.host.dataset.time = time.toFixed(3);
    this.clockText.textContent = `${clock(time, 1)} / ${clock(this.data.seconds, 1)}`;
    const shown = this.region && this.region.end > scale.start && this.region.start < scale.end;
    this.shade.style.display = shown ? "" : "none";
    if (shown) {
      this.shade.style.left = `${scale.x(this.region.start)}px`;
      this.shade.style.width = `${Math.max(1, scale.x(this.region.end) - scale.x(this.region.start))}px`;
    }
    this.flags.place(scale);
    this.transcript.follow(time, this.sound.playing);
  }

  get now() {
    return this.sound.audio.readyState > 0 ? this.sound.time : this.pending;
  }

  // ------- what is asked of the server

  ask() {
    clearTimeout(this.asking);
    this.asking = setTimeout(() => {
      this.state("view", { ...this.view, window: this.window, points: Math.round(this.width) });
    }, ASK_AFTER);
  }

  show(start, end) {
    const span = Math.min(this.data.seconds, Math.max(Math.min(SHORTEST, this.data.seconds), end - start));
    const from = Math.min(Math.max(0, start), this.data.seconds - span);
    this.view = { start: from, end: from + span };
    hideTip(this);
    this.paint();
    this.ask();
  }

  zoom(factor, around = null) {
    const { start, end } = this.view;
    const centre = around ?? (this.now >= start && this.now <= end ? this.now : (start + end) / 2);
    const span = Math.min(this.data.seconds, Math.max(Math.min(SHORTEST, this.data.seconds), (end - start) * factor));
    const from = centre - ((centre - start) / (end - start)) * span;
    this.show(from, from + span);
  }

  // ------- sound

  heard(what) {
    if (what === "loadedmetadata") {
      this.state("loaded", true);
      if (this.note) this.note.textContent = "";
    }
    if (what === "error") this.note.textContent = this.data.texts.no_sound;
    if (!this.playButton) return;
    this.playButton.classList.toggle("playing", this.sound.playing);
    this.playButton.title = this.sound.playing ? this.data.texts.pause : this.data.texts.play;
    this.place();
    if (what === "play") this.follow();
  }

  follow() {
    this.sound.keepInside();
    const { start, end } = this.view;
    if (this.now > end && end < this.data.seconds - 0.01) this.show(this.now - (end - start) * 0.08, this.now + (end - start) * 0.92);
    this.place();
    if (this.sound.playing) requestAnimationFrame(() => this.follow());
  }

  seek(second) {
    this.pending = Math.min(Math.max(0, second), this.data.seconds);
    this.sound.seek(this.pending);
    if (this.pending < this.view.start || this.pending > this.view.end) {
      const { start, end } = this.view;
      this.show(this.pending - (end - start) / 2, this.pending + (end - start) / 2);
    }
    this.place();
  }

  key(event) {
    if (event.target.closest("select, input") || event.ctrlKey || event.metaKey || event.altKey) return;
    const step = event.shiftKey ? 5 : 1;
    const keys = {
      " ": () => this.sound.toggle(),
      ArrowLeft: () => this.seek(this.now - step),
      ArrowRight: () => this.seek(this.now + step),
      ArrowUp: () => this.zoom(1 / 1.6),
      ArrowDown: () => this.zoom(1.6),
      Home: () => this.seek(0),
      End: () => this.seek(this.data.seconds),
      Escape: () => this.choose(null),
      m: () => this.trigger("marked", Number(this.now.toFixed(3))),
      l: () => this.region && this.sound.playRegion(this.region),
    };
    const act = keys[event.key];
    if (!act || (event.key === " " && event.target.closest("button"))) return;
    event.preventDefault();
    act();
  }

  // ------- regions and marks

  choose(region) {
    this.region = region;
    this.sound.loop = null;
    this.place();
    drawRegion(this);
    this.state("region", region && { start: Number(region.start.toFixed(3)), end: Number(region.end.toFixed(3)) });
  }
}

export default function (component) {
  const root = component.parentElement;
  if (!timelines.has(root)) timelines.set(root, new Timeline(root));
  const timeline = timelines.get(root);
  timeline.update(component);
  return () => {
    clearTimeout(timeline.asking);
    cancelAnimationFrame(timeline.painting);
    timeline.resized.disconnect();
    timeline.sound.close();
    timelines.delete(root);
  };
}
