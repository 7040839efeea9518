// The chosen region below the picture: what can be done with it, and its scores per voice. Bars are from the frames of
// the call's own reading; a tick and a second number are of the same stretch read again by itself.

function drawRegion(timeline) {
  const { panel, region } = timeline;
  const { texts, region: told } = timeline.data;
  panel.hidden = !region;
  if (!region) return;
  const { start, end } = region;
  const fresh = told && Math.abs(told.start - start) < 2e-3 && Math.abs(told.end - end) < 2e-3;
  const head = element("div", "panel-head");
  head.append(
    element("strong", "", `${clock(start, 2)} – ${clock(end, 2)}`),
    element("span", "quiet", texts.seconds.replace("{seconds}", (end - start).toFixed(2))),
    timeline.button("plain", texts.hear_region, () => timeline.sound.playRegion(timeline.region)),
    timeline.button("plain", texts.similar, () => timeline.trigger("similar", { ...timeline.region })),
    timeline.button("plain", texts.zoom_region, () => {
      timeline.show(start - (end - start) * 0.1, end + (end - start) * 0.1);
    }),
    timeline.button("plain", texts.clear, () => timeline.choose(null)),
  );
  const lanes = timeline.lanes.filter((lane) => lane.read);
  const blocks = lanes.map((lane) => {
    const scores = fresh ? told.scores[lane.role] : null;
    return scoresOf(timeline, scores, fresh ? told.again[lane.role] : undefined, lanes.length > 1 ? lane.title : "");
  });
  panel.replaceChildren(head, ...blocks);
  if (fresh && Object.keys(told.again).length) panel.append(element("div", "quiet", texts.again));
}

// `scores` is null while the server is asked, and undefined where the voice is silent; `again` likewise.
function scoresOf(timeline, scores, again, title) {
  const block = element("div", "scores");
  if (title) block.append(element("div", "quiet whole", title));
  if (scores === undefined) {
    block.append(element("div", "quiet", timeline.data.texts.nobody));
    return block;
  }
  const palette = paletteOf(timeline.host);
  for (const name of NAMES.filter((known) => timeline.labels.includes(known))) {
    const column = timeline.labels.indexOf(name);
    const line = element("div", "score");
    const fill = element("div", "fill");
    fill.style.width = `${(scores ? scores[column] : 0) * 100}%`;
    fill.style.background = palette[name];
    const track = element("div", "track");
    track.append(fill);
    const value = element("span", "value", scores ? scores[column].toFixed(2) : "…");
    line.append(element("span", "label", timeline.data.names[name]), track, value);
    if (again) {
      const tick = element("div", "tick");
      tick.style.left = `${again[column] * 100}%`;
      track.append(tick);
      line.append(element("span", "value again", again[column].toFixed(2)));
    }
    block.append(line);
  }
  return block;
}
