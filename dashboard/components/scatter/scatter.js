// A map of points on one canvas: 100,000 of them are drawn in a few dozen milliseconds, and what somebody draws around
// goes back as a polygon, not as a list of points. No WebGL: Plotly's needs `eval`, which our pages do not allow.

const HEIGHT = 620;
const EDGE = 26; // pixels around the points
const NEAR = 9; // pixels within which the pointer means a point
const RINGED = 400; // chosen points above which rings would hide what they ring: the drawn shape shows them
const LARGE = 6000; // points above which each is a square: four times as fast as a disc
const scatters = new WeakMap();

class Scatter {
  constructor(root) {
    this.root = root;
    this.host = root.querySelector(".scatter");
    this.mode = "lasso";
    this.grown = 1; // how many times as large as usual points are drawn
    this.zoomed = { scale: 1, x: 0, y: 0 };
    this.focus = null;
    this.trace = null;
    new ResizeObserver(() => this.data && this.draw()).observe(this.host);
  }

  update({ data, setStateValue }) {
    const other = !this.data || this.data.map !== data.map;
    this.data = data;
    this.state = setStateValue;
    const bytes16 = (text) => new Uint16Array(fromBase64(text).buffer);
    this.x = bytes16(data.x);
    this.y = bytes16(data.y);
    this.group = fromBase64(data.group);
    this.shown = fromBase64(data.shown);
    this.sizes = data.sizes === null ? null : fromBase64(data.sizes);
    if (other) {
      this.zoomed = { scale: 1, x: 0, y: 0 };
      this.drawn = null;
      this.chosen = null;
    }
    if (other || this.data.colouring !== this.colouring) this.focus = null;
    this.colouring = data.colouring;
    this.light(data);
    this.build();
    this.draw();
  }

  // What was chosen on the map beside this one is shown here in place of what was chosen here before.
  light({ lit, shape }) {
    if (lit === null && this.borrowed) [this.chosen, this.drawn] = [null, null];
    this.borrowed = lit !== null;
    this.lit = null;
    if (lit === null) return;
    this.chosen = [...new Uint32Array(fromBase64(lit).buffer)];
    this.drawn = shape.length ? shape : null;
    if (!this.chosen.length) return;
    this.lit = new Uint8Array(this.x.length);
    for (const point of this.chosen) this.lit[point] = 1;
  }

  build() {
    const { texts } = this.data;
    const bar = element("div", "toolbar");
    for (const mode of ["lasso", "box", "pan"]) {
      const button = element("button", "plain", texts[mode]);
      button.setAttribute("aria-pressed", String(mode === this.mode));
      button.onclick = () => {
        this.mode = mode;
        bar.querySelectorAll("[aria-pressed]").forEach((one) => one.setAttribute("aria-pressed", String(one === button)));
        this.canvas.style.cursor = mode === "pan" ? "grab" : "crosshair";
      };
      bar.append(button);
    }
    const plain = (text, help, press) => {
      const button = element("button", "plain", text);
      button.title = help;
      button.setAttribute("aria-label", help);
      button.onclick = press;
      return button;
    };
    bar.append(
      plain("−", texts.zoom_out, () => this.zoomAt(this.width / 2, HEIGHT / 2, 1 / 1.6)),
      plain("+", texts.zoom_in, () => this.zoomAt(this.width / 2, HEIGHT / 2, 1.6)),
      plain(texts.fit, texts.fit, () => this.fit()),
      this.sizer(),
      element("span", "hint", texts.hint),
    );
    this.canvas = element("canvas", "map");
    this.canvas.setAttribute("role", "img");
    this.canvas.setAttribute("aria-label", this.data.said);
    this.canvas.style.cursor = this.mode === "pan" ? "grab" : "crosshair";
    this.glass = element("canvas", "glass");
    this.tip = element("div", "tip");
    const stage = element("div", "stage");
    stage.append(this.canvas, this.glass, this.tip);
    this.stage = stage;
    const body = element("div", "body");
    body.append(stage, this.legend());
    this.host.replaceChildren(bar, body);
    this.listen();
  }

  sizer() {
    const slider = element("input", "size");
    slider.type = "range";
    [slider.min, slider.max, slider.step, slider.value] = [0.4, 3, 0.1, this.grown];
    slider.oninput = () => {
      this.grown = Number(slider.value);
      this.draw();
    };
    const label = element("label", "sizer", this.data.texts.size);
    label.append(slider);
    return label;
  }

  legend() {
    const counts = new Array(this.data.groups.length).fill(0);
    this.group.forEach((group, point) => (counts[group] += this.shown[point]));
    const legend = element("div", "legend");
    this.data.groups.forEach(({ name, colour }, group) => {
      if (!counts[group]) return;
      const chip = element("button", "chip");
      const dot = element("span", "dot");
      dot.style.background = colour;
      chip.append(dot, element("span", "name", name), element("span", "count", counts[group].toLocaleString("en")));
      chip.title = this.data.texts.focus;
      chip.setAttribute("aria-pressed", String(this.focus === group));
      chip.onclick = () => {
        this.focus = this.focus === group ? null : group;
        legend.querySelectorAll(".chip").forEach((one) => one.setAttribute("aria-pressed", "false"));
        chip.setAttribute("aria-pressed", String(this.focus === group));
        this.draw();
      };
      legend.append(chip);
    });
    if (this.data.ends.length) legend.append(this.scale());
    return legend;
  }

  // What the smallest and the largest point mean.
  scale() {
    const scale = element("div", "scale");
    const [low, high] = this.data.ends;
    scale.append(element("span", "dot small"), element("span", "", low), element("span", "dot large"), element("span", "", high));
    scale.title = this.data.texts.scale;
    return scale;
  }

  get width() {
    return this.stage.clientWidth;
  }

  // Pixels of a point; one scale for both axes, so that distances are not bent.
  frame() {
    const { aspect } = this.data; // width of the points over their height
    const [wide, tall] = [this.width - 2 * EDGE, HEIGHT - 2 * EDGE];
    const unit = Math.min(wide / aspect, tall);
    const { scale, x, y } = this.zoomed;
    return {
      kx: (unit * aspect * scale) / 65535,
      ky: (unit * scale) / 65535,
      left: (this.width - unit * aspect * scale) / 2 + x,
      top: (HEIGHT - unit * scale) / 2 + y,
    };
  }

  at(point, frame) {
    return [frame.left + this.x[point] * frame.kx, frame.top + (65535 - this.y[point]) * frame.ky];
  }

  draw() {
    if (!this.stage?.clientWidth) return;
    const began = performance.now();
    const pen = sharpen(this.canvas, this.width, HEIGHT);
    const frame = this.frame();
    const count = this.x.length;
    const usual = Math.min(11, Math.max(2.4, (420 / Math.sqrt(count)) * Math.sqrt(this.zoomed.scale)));
    const size = usual * this.grown;
    const layers = this.data.groups.map(() => []);
    const context = [];
    for (let point = 0; point < count; point += 1) {
      const group = this.group[point];
      const apart = !this.shown[point] || (this.focus !== null && this.focus !== group) || (this.lit && !this.lit[point]);
      (apart ? context : layers[group]).push(point);
    }
    pen.globalAlpha = 0.75;
    this.dots(pen, context, frame, size * 0.7, this.data.rest);
    pen.globalAlpha = count > LARGE ? 0.8 : 0.9;
    layers.forEach((points, group) => this.dots(pen, points, frame, size, this.data.groups[group].colour));
    pen.globalAlpha = 1;
    if (this.chosen && this.chosen.length <= RINGED) this.ring(pen, frame, size);
    this.labels(pen, frame);
    this.host.dataset.drawn = String(Math.round(performance.now() - began));
    this.drawTrace();
  }

  dots(pen, points, frame, size, colour) {
    pen.fillStyle = colour;
    const half = size / 2;
    const square = points.length > LARGE;
    if (!square) pen.beginPath();
    for (const point of points) {
      const [x, y] = this.at(point, frame);
      if (x < -9 || y < -9 || x > this.width + 9 || y > HEIGHT + 9) continue;
      const radius = half * this.growth(point);
      if (square) pen.fillRect(x - radius, y - radius, 2 * radius, 2 * radius);
      else {
        pen.moveTo(x + radius, y);
        pen.arc(x, y, radius, 0, 6.2832);
      }
    }
    if (!square) pen.fill();
  }

  // How many times as wide as usual a point is: its area follows what it is sized by, from a quarter to fourfold.
  growth(point) {
    return this.sizes === null ? 1 : Math.sqrt(0.25 + (3.75 * this.sizes[point]) / 255);
  }

  ring(pen, frame, size) {
    pen.strokeStyle = themed(this.host, "--st-text-color");
    pen.lineWidth = 1.4;
    pen.beginPath();
    for (const point of this.chosen) {
      const [x, y] = this.at(point, frame);
      const radius = (size / 2) * this.growth(point) + 1.5;
      pen.moveTo(x + radius, y);
      pen.arc(x, y, radius, 0, 6.2832);
    }
    pen.stroke();
  }

  labels(pen, frame) {
    pen.font = `600 13px ${themed(this.host, "--st-font")}`;
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    pen.lineWidth = 4;
    pen.lineJoin = "round";
    for (const { x, y, text } of this.data.labels) {
      const [left, top] = [frame.left + x * 65535 * frame.kx, frame.top + (1 - y) * 65535 * frame.ky];
      pen.strokeStyle = themed(this.host, "--st-background-color");
      pen.strokeText(text, left, top);
      pen.fillStyle = themed(this.host, "--st-text-color");
      pen.fillText(text, left, top);
    }
  }

  drawTrace() {
    const pen = sharpen(this.glass, this.width, HEIGHT);
    const frame = this.frame();
    const corners = this.trace ?? this.drawn?.map(([x, y]) => this.toPixels(x, y, frame));
    if (!corners || corners.length < 2) return;
    pen.beginPath();
    corners.forEach(([x, y], index) => (index ? pen.lineTo(x, y) : pen.moveTo(x, y)));
    pen.closePath();
    const ink = themed(this.host, "--st-text-color");
    pen.strokeStyle = ink;
    pen.fillStyle = ink;
    pen.lineWidth = 1.2;
    pen.setLineDash([5, 4]);
    pen.stroke();
    pen.globalAlpha = 0.07;
    pen.fill();
  }

  // Map coordinates are 0 … 1 from the left and from the bottom.
  toPixels(x, y, frame) {
    return [frame.left + x * 65535 * frame.kx, frame.top + (1 - y) * 65535 * frame.ky];
  }

  toMap([left, top], frame) {
    const round = (value) => Math.round(value * 1e4) / 1e4;
    return [round((left - frame.left) / (65535 * frame.kx)), round(1 - (top - frame.top) / (65535 * frame.ky))];
  }

  nearest(place) {
    const frame = this.frame();
    let best = null;
    let least = NEAR * NEAR;
    for (let point = 0; point < this.x.length; point += 1) {
      if (!this.shown[point]) continue;
      const [x, y] = this.at(point, frame);
      const apart = (x - place[0]) ** 2 + (y - place[1]) ** 2;
      if (apart < least) [best, least] = [point, apart];
    }
    return best;
  }

  fit() {
    this.zoomed = { scale: 1, x: 0, y: 0 };
    this.draw();
  }

  zoomAt(x, y, factor) {
    const { scale } = this.zoomed;
    const next = Math.min(60, Math.max(1, scale * factor));
    const grown = next / scale;
    this.zoomed = {
      scale: next,
      x: next === 1 ? 0 : (x - this.width / 2) * (1 - grown) + this.zoomed.x * grown,
      y: next === 1 ? 0 : (y - HEIGHT / 2) * (1 - grown) + this.zoomed.y * grown,
    };
    this.draw();
  }

  listen() {
    const place = (event) => {
      const box = this.canvas.getBoundingClientRect();
      return [event.clientX - box.left, event.clientY - box.top];
    };
    let pressed = null;
    this.glass.onpointerdown = (event) => {
      if (event.button !== 0) return;
      pressed = { start: place(event), zoomed: { ...this.zoomed }, moved: false };
      this.glass.setPointerCapture(event.pointerId);
      if (this.mode !== "pan") this.trace = [pressed.start];
    };
    this.glass.onpointermove = (event) => {
      const here = place(event);
      if (!pressed) {
        this.tell(here);
        return;
      }
      pressed.moved ||= Math.hypot(here[0] - pressed.start[0], here[1] - pressed.start[1]) > 4;
      this.move(pressed, here);
    };
    this.glass.onpointerup = (event) => {
      if (pressed) this.end(pressed, place(event));
      pressed = null;
    };
    this.glass.onpointerleave = () => (this.tip.style.display = "none");
    this.glass.ondblclick = (event) => this.zoomAt(...place(event), 2);
    this.glass.addEventListener("wheel", (event) => {
      if (!event.ctrlKey && !event.metaKey) return; // a plain wheel scrolls the page
      event.preventDefault();
      this.zoomAt(...place(event), Math.exp(-event.deltaY * 0.004));
    }, { passive: false });
  }

  move(pressed, [x, y]) {
    const [left, top] = pressed.start;
    if (this.mode === "pan") {
      this.zoomed = { ...pressed.zoomed, x: pressed.zoomed.x + x - left, y: pressed.zoomed.y + y - top };
      this.draw();
      return;
    }
    if (this.mode === "box") this.trace = [[left, top], [x, top], [x, y], [left, y]];
    else this.trace.push([x, y]);
    this.drawTrace();
  }

  end(pressed, place) {
    const trace = this.trace;
    this.trace = null;
    this.lit = null;
    this.borrowed = false;
    if (this.mode === "pan" && pressed.moved) return;
    const frame = this.frame();
    if (!pressed.moved) {
      const point = this.nearest(place);
      this.drawn = null;
      this.chosen = point === null ? null : [point];
      this.state("chosen", { map: this.data.map, point, corners: [] });
    } else {
      const step = Math.max(1, Math.ceil(trace.length / 200)); // 200 corners are finer than a hand
      this.drawn = trace.filter((_, index) => index % step === 0).map((corner) => this.toMap(corner, frame));
      this.chosen = this.inside(this.drawn);
      this.state("chosen", { map: this.data.map, point: null, corners: this.drawn });
    }
    this.draw();
  }

  // Points inside a polygon by the even-odd rule, to ring them at once; the server works out the same for the table.
  inside(corners) {
    const found = [];
    for (let point = 0; point < this.x.length; point += 1) {
      if (!this.shown[point]) continue;
      const [x, y] = [this.x[point] / 65535, this.y[point] / 65535];
      let within = false;
      for (let index = 0, last = corners.length - 1; index < corners.length; last = index, index += 1) {
        const [[x1, y1], [x2, y2]] = [corners[index], corners[last]];
        if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) within = !within;
      }
      if (within) found.push(point);
    }
    return found;
  }

  tell(place) {
    const point = this.nearest(place);
    this.tip.style.display = point === null ? "none" : "block";
    if (point === null) return;
    const { groups, hover } = this.data;
    const lines = [element("div", "group", groups[this.group[point]].name)];
    if (hover.length) hover[point].forEach((text, index) => lines.push(element("div", index ? "quiet" : "", text)));
    this.tip.replaceChildren(...lines);
    const left = place[0] > this.width - 240 ? place[0] - this.tip.offsetWidth - 14 : place[0] + 14;
    this.tip.style.left = `${Math.max(0, left)}px`;
    this.tip.style.top = `${Math.min(HEIGHT - this.tip.offsetHeight, place[1] + 10)}px`;
  }
}

export default function (component) {
  const root = component.parentElement;
  if (!scatters.has(root)) scatters.set(root, new Scatter(root));
  scatters.get(root).update(component);
  return () => scatters.delete(root);
}
