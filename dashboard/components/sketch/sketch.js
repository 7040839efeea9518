// A course drawn by hand: a line per emotion through a few stops. The one that is chosen has a handle at every stop,
// which a pointer drags and the arrow keys move; all together never come to more than the whole.

const SVG = "http://www.w3.org/2000/svg";
const HEIGHT = 190;
const EDGES = { left: 34, right: 14, top: 10, bottom: 12 }; // pixels around the lines
const STEP = 5; // percent per key
const LEAP = 20;
const sketches = new WeakMap();

function drawn(tag, attributes) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

class Sketch {
  constructor(root) {
    this.host = root.querySelector(".sketch");
    this.chosen = null;
    this.dragging = false;
    this.told = null; // what was drawn last, until the server has answered it: older answers are late, not newer
    this.resized = new ResizeObserver(() => this.data && this.draw());
    this.resized.observe(this.host);
  }

  update({ data, setStateValue }) {
    const built = this.data && JSON.stringify([this.data.texts, this.data.emotions]) === JSON.stringify([data.texts, data.emotions]);
    this.data = data;
    this.state = setStateValue;
    if (!built) this.told = null;
    if (this.told === this.said(data.levels)) this.told = null;
    else if (this.told === null && !this.dragging) {
      this.levels = Object.fromEntries(data.emotions.map(({ name }) => [name, [...(data.levels[name] ?? this.nothing())]]));
    }
    this.chosen ??= data.emotions.find(({ name }) => data.levels[name])?.name ?? data.emotions[0].name;
    if (!built) this.build();
    this.draw();
  }

  // Levels in one line, without what is drawn nowhere: equal where the drawing is.
  said(levels) {
    return JSON.stringify(this.data.emotions.map(({ name }) => (levels[name]?.some(Boolean) ? levels[name] : [])));
  }

  nothing() {
    return new Array(this.data.stops).fill(0);
  }

  // ------- skeleton: built once per model and language

  build() {
    const { texts, emotions } = this.data;
    this.picture = drawn("svg", { height: HEIGHT, role: "group", "aria-label": texts.lead });
    this.lines = drawn("g", {});
    this.handles = Array.from({ length: this.data.stops }, (_, stop) => this.handle(stop));
    this.picture.append(this.lines, ...this.handles);
    this.listen();
    const chips = element("div", "chips");
    chips.setAttribute("role", "group");
    chips.setAttribute("aria-label", texts.emotion);
    this.chips = emotions.map(({ name, label, emoji }) => this.chip(name, `${emoji} ${label}`));
    const clear = element("button", "clear", texts.clear);
    clear.type = "button";
    clear.onclick = () => {
      for (const name of Object.keys(this.levels)) this.levels[name] = this.nothing();
      this.draw();
      this.tell();
    };
    chips.append(...this.chips, clear);
    const ends = element("div", "ends");
    ends.append(element("span", "", texts.start), element("span", "keys", texts.keys), element("span", "", texts.end));
    this.host.replaceChildren(element("div", "lead", texts.lead), chips, this.picture, ends);
  }

  chip(name, label) {
    const chip = element("button", "chip");
    chip.type = "button";
    chip.dataset.name = name;
    chip.append(element("span", "dot"), element("span", "", label));
    chip.onclick = () => {
      this.chosen = name;
      this.draw();
    };
    return chip;
  }

  handle(stop) {
    const handle = drawn("circle", {
      r: 7, class: "handle", tabindex: 0, role: "slider", "aria-orientation": "vertical", "aria-valuemin": 0, "aria-valuemax": 100,
    });
    handle.addEventListener("keydown", (event) => this.key(event, stop));
    return handle;
  }

  // ------- places

  get width() {
    return Math.max(220, this.host.clientWidth);
  }

  x(stop) {
    return EDGES.left + (stop / (this.data.stops - 1)) * (this.width - EDGES.left - EDGES.right);
  }

  y(level) {
    return HEIGHT - EDGES.bottom - (level / 100) * (HEIGHT - EDGES.top - EDGES.bottom);
  }

  // What others leave at a stop.
  room(stop) {
    const others = Object.entries(this.levels).filter(([name]) => name !== this.chosen);
    return 100 - others.reduce((sum, [, levels]) => sum + levels[stop], 0);
  }

  // ------- drawing

  draw() {
    const palette = paletteOf(this.host);
    this.picture.setAttribute("width", this.width);
    this.lines.replaceChildren(...this.grid());
    const names = this.data.emotions.map(({ name }) => name).filter((name) => name !== this.chosen);
    for (const name of [...names.filter((one) => this.levels[one].some(Boolean)), this.chosen]) this.lines.append(...this.line(name, palette[name]));
    const { label } = this.data.emotions.find(({ name }) => name === this.chosen);
    this.handles.forEach((handle, stop) => this.place(handle, stop, label, palette[this.chosen]));
    for (const chip of this.chips) {
      const { name } = chip.dataset;
      chip.setAttribute("aria-pressed", String(name === this.chosen));
      chip.classList.toggle("used", this.levels[name].some(Boolean));
      chip.querySelector(".dot").style.background = palette[name];
    }
  }

  grid() {
    return [0, 50, 100].flatMap((level) => {
      const text = drawn("text", { x: EDGES.left - 8, y: this.y(level), class: "scale" });
      text.textContent = (level / 100).toFixed(1);
      return [drawn("line", { x1: EDGES.left, x2: this.width - EDGES.right, y1: this.y(level), y2: this.y(level), class: "grid" }), text];
    });
  }

  line(name, colour) {
    const points = this.levels[name].map((level, stop) => `${this.x(stop)},${this.y(level)}`);
    const floor = [`${this.x(this.data.stops - 1)},${this.y(0)}`, `${this.x(0)},${this.y(0)}`];
    const chosen = name === this.chosen ? " chosen" : "";
    return [
      drawn("polygon", { points: [...points, ...floor].join(" "), fill: colour, class: `area${chosen}` }),
      drawn("polyline", { points: points.join(" "), stroke: colour, class: `line${chosen}` }),
    ];
  }

  place(handle, stop, label, colour) {
    const level = this.levels[this.chosen][stop];
    const { texts, stops } = this.data;
    const said = texts.stop.replace("{emotion}", label).replace("{stop}", stop + 1).replace("{stops}", stops);
    const now = { cx: this.x(stop), cy: this.y(level), fill: colour, "aria-label": said, "aria-valuenow": level, "aria-valuetext": (level / 100).toFixed(2) };
    for (const [name, value] of Object.entries(now)) handle.setAttribute(name, value);
  }

  // ------- what is done to it

  listen() {
    const { picture } = this;
    const follow = (event) => {
      const box = picture.getBoundingClientRect();
      const share = (event.clientX - box.left - EDGES.left) / (this.width - EDGES.left - EDGES.right);
      const stop = Math.min(this.data.stops - 1, Math.max(0, Math.round(share * (this.data.stops - 1))));
      const level = ((HEIGHT - EDGES.bottom - (event.clientY - box.top)) / (HEIGHT - EDGES.top - EDGES.bottom)) * 100;
      this.set(stop, level);
      this.handles[stop].focus({ preventScroll: true });
    };
    picture.onpointerdown = (event) => {
      if (event.button !== 0) return;
      event.preventDefault();
      this.dragging = true;
      picture.setPointerCapture(event.pointerId);
      follow(event);
    };
    picture.onpointermove = (event) => this.dragging && follow(event);
    picture.onpointerup = picture.onpointercancel = () => {
      if (!this.dragging) return;
      this.dragging = false;
      this.tell();
    };
  }

  key(event, stop) {
    const level = this.levels[this.chosen][stop];
    const levels = { ArrowUp: level + STEP, ArrowDown: level - STEP, PageUp: level + LEAP, PageDown: level - LEAP, Home: 0, End: 100 };
    const beside = { ArrowLeft: stop - 1, ArrowRight: stop + 1 }[event.key];
    if (event.key in levels) {
      this.set(stop, levels[event.key]);
      this.tell();
    } else if (beside !== undefined) this.handles[beside]?.focus();
    else return;
    event.preventDefault();
  }

  set(stop, level) {
    this.levels[this.chosen][stop] = Math.round(Math.min(Math.max(0, level), this.room(stop)));
    this.draw();
  }

  tell() {
    this.told = this.said(this.levels);
    this.state("levels", Object.fromEntries(Object.entries(this.levels).map(([name, levels]) => [name, [...levels]])));
  }
}

export default function (component) {
  const root = component.parentElement;
  if (!sketches.has(root)) sketches.set(root, new Sketch(root));
  const sketch = sketches.get(root);
  sketch.update(component);
  return () => {
    sketch.resized.disconnect();
    sketches.delete(root);
  };
}
