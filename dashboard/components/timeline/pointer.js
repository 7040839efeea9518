// The pointer over the lanes: hover tells scores, a click seeks, a drag chooses a region, the wheel zooms and pans.

function listenToPointer(timeline) {
  const { glass } = timeline;
  let pressed = null;
  const second = (event) => {
    const box = glass.getBoundingClientRect();
    const x = Math.min(box.width, Math.max(0, event.clientX - box.left));
    return timeline.scale.second(x);
  };
  glass.onpointerdown = (event) => {
    if (event.button !== 0 || event.target.closest(".flag")) return;
    pressed = { x: event.clientX, second: second(event) };
    glass.setPointerCapture(event.pointerId);
    timeline.host.focus({ preventScroll: true });
  };
  glass.onpointermove = (event) => {
    showTip(timeline, event, second(event));
    if (!pressed || Math.abs(event.clientX - pressed.x) < DRAG_FROM) return;
    const [start, end] = [pressed.second, second(event)].sort((a, b) => a - b);
    pressed.region = { start, end };
    timeline.region = pressed.region;
    timeline.place();
  };
  glass.onpointerup = (event) => {
    if (!pressed) return;
    if (pressed.region) timeline.choose(pressed.region);
    else timeline.seek(second(event));
    pressed = null;
  };
  glass.onpointercancel = () => {
    pressed = null;
  };
  glass.onpointerleave = () => hideTip(timeline);
  glass.ondblclick = (event) => timeline.zoom(1 / 3, second(event));
  glass.addEventListener("wheel", (event) => turnWheel(timeline, event, second(event)), { passive: false });
  listenToMap(timeline);
}

// A plain wheel scrolls the page, as everywhere; with Ctrl (or a pinch) it zooms, sideways or with Shift it pans.
function turnWheel(timeline, event, second) {
  const { start, end } = timeline.view;
  const sideways = event.shiftKey ? event.deltaY || event.deltaX : event.deltaX;
  if (event.ctrlKey || event.metaKey) timeline.zoom(Math.exp(event.deltaY * 0.004), second);
  else if (Math.abs(sideways) > Math.abs(event.shiftKey ? 0 : event.deltaY)) {
    const moved = (sideways / timeline.width) * (end - start);
    timeline.show(start + moved, end + moved);
  } else return;
  event.preventDefault();
}

// The whole call in small: press or drag to move what is shown.
function listenToMap(timeline) {
  const { frame } = timeline;
  const move = (event) => {
    const box = frame.getBoundingClientRect();
    const centre = ((event.clientX - box.left) / box.width) * timeline.data.seconds;
    const half = (timeline.view.end - timeline.view.start) / 2;
    timeline.show(centre - half, centre + half);
  };
  frame.onpointerdown = (event) => {
    frame.setPointerCapture(event.pointerId);
    move(event);
  };
  frame.onpointermove = (event) => {
    if (frame.hasPointerCapture(event.pointerId)) move(event);
  };
}

function showTip(timeline, event, second) {
  const row = timeline.rows.find((one) => {
    const box = one.getBoundingClientRect();
    return event.clientY >= box.top && event.clientY <= box.bottom;
  });
  const { hair, tip, scale } = timeline;
  hair.style.display = "block";
  hair.style.transform = `translateX(${scale.x(second)}px)`;
  const lane = row && timeline.lanes[row.lane];
  const lines = [element("div", "when", clock(second, 2))];
  const scores = lane?.read ? pointAt(timeline.bestSlab(lane.slabs), timeline.labels.length, second) : null;
  if (scores) lines.push(...leading(timeline, scores));
  else if (lane) lines.push(element("div", "quiet", lane.read ? timeline.data.texts.gap : lane.said));
  for (const note of lane?.notes ?? []) {
    if (second >= note.start && second <= note.end) lines.push(element("div", "quiet", note.text));
  }
  const spoken = timeline.data.lines[timeline.transcript.lineAt(second)];
  if (spoken) lines.push(element("div", "spoken", spoken.who ? `${spoken.who}: ${spoken.text}` : spoken.text));
  tip.replaceChildren(...lines);
  tip.style.display = "block";
  const box = timeline.stage.getBoundingClientRect();
  const left = event.clientX - box.left;
  tip.style.left = `${left > box.width - 190 ? left - tip.offsetWidth - 14 : left + 14}px`;
  tip.style.top = `${Math.max(0, event.clientY - box.top - tip.offsetHeight / 2)}px`;
}

// The four highest scores at a moment, one line each.
function leading(timeline, scores) {
  const palette = paletteOf(timeline.host);
  return timeline.labels
    .map((name, index) => [name, scores[index] / 255])
    .sort((one, two) => two[1] - one[1])
    .slice(0, 4)
    .map(([name, score]) => {
      const line = element("div", "line");
      const dot = element("span", "dot");
      dot.style.background = palette[name];
      line.append(dot, element("span", "label", timeline.data.names[name]), element("span", "value", score.toFixed(2)));
      return line;
    });
}

function hideTip(timeline) {
  timeline.hair.style.display = "none";
  timeline.tip.style.display = "none";
}
