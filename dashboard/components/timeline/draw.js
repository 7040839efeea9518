// Pictures of a call on canvases. A slab is a stretch of curve from the server: `count` evenly spaced points between
// `start` and `end` seconds, each with one byte per label; a point of zeros is a gap, where nobody was read.

const TICKS = [0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600];
const TICK_APART = 84; // pixels

function slabOf({ start, end, count, scores }) {
  return { start, end, count, scores: fromBase64(scores) };
}

// Which part of the time shown covers which pixels.
class Scale {
  constructor(start, end, width) {
    this.start = start;
    this.end = end;
    this.width = width;
  }

  get span() {
    return this.end - this.start;
  }

  x(second) {
    return ((second - this.start) / this.span) * this.width;
  }

  second(x) {
    return this.start + (x / this.width) * this.span;
  }
}

// First and last point of each stretch without a gap that reaches into the picture.
function* stretches(slab, labels, scale) {
  const step = (slab.end - slab.start) / slab.count;
  const first = Math.max(0, Math.floor((scale.start - slab.start) / step) - 1);
  const last = Math.min(slab.count - 1, Math.ceil((scale.end - slab.start) / step) + 1);
  let from = -1;
  for (let point = first; point <= last + 1; point += 1) {
    const heard = point <= last && !isGap(slab, labels, point);
    if (heard && from < 0) from = point;
    if (!heard && from >= 0) {
      yield [from, point - 1];
      from = -1;
    }
  }
}

function isGap(slab, labels, point) {
  for (let label = 0; label < labels; label += 1) if (slab.scores[point * labels + label]) return false;
  return true;
}

// x of the stretch's points; its ends reach half a step out, so that a lone point is seen.
function places(slab, scale, [from, to]) {
  const step = (slab.end - slab.start) / slab.count;
  const xs = [];
  for (let point = from; point <= to; point += 1) xs.push(scale.x(slab.start + (point + 0.5) * step));
  return [scale.x(slab.start + from * step), ...xs, scale.x(slab.start + (to + 1) * step)];
}

// Where the curve runs: for each stretch the x of its points, and which point of the slab each shows.
function courses(slab, labels, scale) {
  return [...stretches(slab, labels.length, scale)].map((stretch) => {
    const xs = places(slab, scale, stretch);
    return { xs, rows: xs.map((_, index) => Math.min(stretch[1], Math.max(stretch[0], stretch[0] + index - 1))) };
  });
}

// Layers of all emotions: what is negative rises from the floor, joy hangs from the ceiling, neutral lies between.
// One path per layer: an hour has hundreds of stretches, and filling each by itself takes most of a frame.
function drawStack(pen, slab, scale, { labels, palette, height, focus, seam }) {
  const runs = courses(slab, labels, scale).map((run) => ({ ...run, floor: run.xs.map(() => height) }));
  for (const name of NAMES) {
    const label = labels.indexOf(name);
    if (label < 0) continue;
    for (const run of runs) {
      run.roof = run.floor.map((y, index) => y - (slab.scores[run.rows[index] * labels.length + label] / 255) * height);
    }
    pen.globalAlpha = focus && focus !== name ? 0.16 : 1;
    fillBetween(pen, runs, palette[name]);
    for (const run of runs) {
      if (seam) strokeAlong(pen, run.xs, run.roof, seam, 0.8);
      run.floor = run.roof;
    }
  }
  pen.globalAlpha = 1;
}

function drawLines(pen, slab, scale, { labels, palette, height, focus }) {
  for (const { xs, rows } of courses(slab, labels, scale)) {
    for (const name of [...NAMES].reverse()) {
      const label = labels.indexOf(name);
      if (label < 0) continue;
      pen.globalAlpha = focus && focus !== name ? 0.16 : 1;
      const ys = rows.map((row) => height - 1 - (slab.scores[row * labels.length + label] / 255) * (height - 2));
      strokeAlong(pen, xs, ys, palette[name], focus === name ? 2.6 : 1.6);
    }
    pen.globalAlpha = 1;
  }
}

function fillBetween(pen, runs, colour) {
  pen.beginPath();
  for (const { xs, floor, roof } of runs) {
    pen.moveTo(xs[0], floor[0]);
    for (let index = 0; index < xs.length; index += 1) pen.lineTo(xs[index], roof[index]);
    for (let index = xs.length - 1; index >= 0; index -= 1) pen.lineTo(xs[index], floor[index]);
    pen.closePath();
  }
  pen.fillStyle = colour;
  pen.fill();
}

function strokeAlong(pen, xs, ys, colour, width) {
  pen.beginPath();
  xs.forEach((x, index) => (index ? pen.lineTo(x, ys[index]) : pen.moveTo(x, ys[index])));
  pen.strokeStyle = colour;
  pen.lineWidth = width;
  pen.stroke();
}

// Loudness of one channel, mirrored about the middle; `levels` has one byte per point.
function drawLoudness(pen, { start, end, levels }, scale, { height, colour }) {
  const step = (end - start) / levels.length;
  const first = Math.max(0, Math.floor((scale.start - start) / step));
  const last = Math.min(levels.length - 1, Math.ceil((scale.end - start) / step));
  pen.fillStyle = colour;
  for (let point = first; point <= last; point += 1) {
    const x = scale.x(start + point * step);
    const tall = Math.max(0.8, (levels[point] / 255) * height);
    pen.fillRect(x, (height - tall) / 2, Math.max(0.6, (step / scale.span) * scale.width - 0.15), tall);
  }
}

// Stretches of time as a thin bar.
function drawBars(pen, spans, scale, { top, height, colour }) {
  pen.fillStyle = colour;
  for (const [start, end] of spans) {
    if (end < scale.start || start > scale.end) continue;
    pen.fillRect(scale.x(start), top, Math.max(1, scale.x(end) - scale.x(start)), height);
  }
}

function drawAxis(pen, scale, { height, colour, font }) {
  const tick = TICKS.find((seconds) => (seconds / scale.span) * scale.width >= TICK_APART) ?? 3600;
  const decimals = tick < 1 ? 1 : 0;
  pen.fillStyle = colour;
  pen.font = font;
  pen.textBaseline = "middle";
  for (let count = Math.ceil(scale.start / tick - 1e-6); count * tick <= scale.end + 1e-6; count += 1) {
    const x = scale.x(count * tick);
    pen.fillRect(Math.round(x), 0, 1, 5);
    const text = clock(count * tick, decimals);
    const wide = pen.measureText(text).width;
    pen.fillText(text, Math.min(Math.max(x - wide / 2, 0), scale.width - wide), height / 2 + 3);
  }
}

// The point of a slab at a second, as bytes; null in a gap.
function pointAt(slab, labels, second) {
  const point = Math.floor(((second - slab.start) / (slab.end - slab.start)) * slab.count);
  if (point < 0 || point >= slab.count || isGap(slab, labels, point)) return null;
  return slab.scores.subarray(point * labels, (point + 1) * labels);
}
