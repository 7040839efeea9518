// Four columns side by side, one per quarter of what a voice says; layers in the order of the picture of the call.

function drawQuarters({ title, help, shift, shift_help, pale, parts }, palette) {
  const block = element("div", pale ? "quarters pale" : "quarters");
  const head = element("div", "quarters-head");
  const [said, turned] = [element("span", "quiet", title), element("span", "turned", shift)];
  [said.title, turned.title] = [help, shift_help];
  head.append(said, turned);
  const row = element("div", "parts");
  row.append(...parts.map((part) => drawPart(part, palette)));
  block.append(head, row);
  return block;
}

function drawPart({ span, leading, negative, scores }, palette) {
  const made = element("div", "part");
  const stack = element("div", "stack");
  stack.setAttribute("role", "img");
  stack.title = scores.map(({ text }) => text).join("\n");
  stack.setAttribute("aria-label", `${span}: ${scores.map(({ text }) => text).join(", ")}`);
  for (const { name, value } of [...scores].reverse()) {
    const layer = element("div", "layer");
    layer.style.flexGrow = value * 100;
    layer.style.background = palette[name];
    stack.append(layer);
  }
  made.append(stack, element("div", "", leading), element("div", "quiet", negative), element("div", "quiet", span));
  return made;
}
