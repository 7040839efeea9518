// What stands above the picture of a call, and the names of the emotions below it.

const SPEEDS = [0.75, 1, 1.25, 1.5, 2];
const WINDOWS = [0.2, 0.3, 0.5, 0.75, 1, 1.5, 2, 3, 4, 5]; // seconds: half a decade of steps reads better than even ones

function toolbarOf(timeline) {
  const { texts } = timeline.data;
  const bar = element("div", "toolbar");
  const speed = choice(texts.speed, SPEEDS, 1, (value) => `${value}×`, (value) => {
    timeline.sound.audio.playbackRate = value;
  });
  const mode = choice(texts.curve, ["stack", "lines"], timeline.mode, (value) => texts[value], (value) => {
    timeline.mode = value;
    timeline.draw();
  });
  const zoom = element("span", "group");
  zoom.append(
    timeline.button("plain", "−", () => timeline.zoom(1.6), texts.zoom_out),
    timeline.button("plain", "+", () => timeline.zoom(1 / 1.6), texts.zoom_in),
    timeline.button("plain", texts.fit, () => timeline.show(0, timeline.data.seconds), texts.fit_help),
  );
  const { playButton, clockText, note } = timeline;
  bar.append(playButton, clockText, speed, note, element("span", "space"), smoother(timeline), mode, zoom);
  return bar;
}

function smoother(timeline) {
  const { texts } = timeline.data;
  const label = element("label", "smoother", `${texts.window} `);
  const slider = element("input");
  slider.type = "range";
  slider.max = WINDOWS.length - 1;
  slider.value = Math.max(0, WINDOWS.indexOf(timeline.window));
  const said = element("output", "", texts.seconds.replace("{seconds}", timeline.window));
  slider.oninput = () => {
    timeline.window = WINDOWS[slider.value];
    said.textContent = texts.seconds.replace("{seconds}", timeline.window);
    timeline.ask();
  };
  label.title = texts.window_help;
  label.append(slider, said);
  return label;
}

function choice(label, values, chosen, say, choose) {
  const select = element("select");
  select.setAttribute("aria-label", label);
  select.title = label;
  for (const value of values) {
    const option = element("option", "", say(value));
    option.value = value;
    option.selected = value === chosen;
    select.append(option);
  }
  select.onchange = () => choose(values[select.selectedIndex]);
  return select;
}

// Names beside their colours; pressing one shows it alone.
function legendOf(timeline) {
  const { emoji, names, texts } = timeline.data;
  const legend = element("div", "legend");
  for (const name of NAMES.filter((known) => timeline.labels.includes(known))) {
    const chip = timeline.button("chip", "", () => {
      timeline.focus = timeline.focus === name ? null : name;
      legend.querySelectorAll(".chip").forEach((other) => {
        other.setAttribute("aria-pressed", String(other === chip && timeline.focus !== null));
      });
      timeline.draw();
    }, texts.focus);
    const dot = element("span", "dot");
    dot.dataset.name = name;
    chip.append(dot, element("span", "", `${emoji[name]} ${names[name]}`));
    chip.setAttribute("aria-pressed", "false");
    legend.append(chip);
  }
  legend.append(element("span", "hint", texts.keys));
  return legend;
}
