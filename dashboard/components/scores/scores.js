// Cards, one per voice: what is expressed, how surely, the nine scores as bars, and the numbers of its course.

export default function ({ data, parentElement }) {
  const host = parentElement.querySelector(".cards");
  const palette = paletteOf(host);
  host.replaceChildren(...data.cards.map((card) => drawCard(card, palette)));
}

function drawCard(card, palette) {
  const made = element("section", "card");
  made.setAttribute("aria-label", card.title);
  const head = element("div", "head");
  head.append(...(card.emoji ? [element("span", "emoji", card.emoji)] : []), verdict(card));
  made.append(head);
  if (card.advice) made.append(element("p", "advice", card.advice));
  if (card.scores.length) made.append(bars(card.scores, palette));
  if (card.quarters) made.append(drawQuarters(card.quarters, palette));
  if (card.numbers.length) made.append(numbers(card.numbers));
  return made;
}

function verdict(card) {
  const words = element("div", "verdict");
  words.append(element("div", "quiet", card.title), element("div", "label", card.label));
  if (card.said) words.append(element("div", "quiet", card.said));
  return words;
}

function bars(scores, palette) {
  const list = element("div", "bars");
  for (const { name, label, value, text } of scores) {
    const line = element("div", "score");
    const track = element("div", "track");
    const fill = element("div", "fill");
    fill.style.width = `${value * 100}%`;
    fill.style.background = palette[name];
    track.append(fill);
    line.append(element("span", "name", label), track, element("span", "value", text));
    list.append(line);
  }
  return list;
}

function numbers(pairs) {
  const list = element("dl", "numbers");
  for (const { label, value, help } of pairs) {
    const term = element("dt", "", label);
    term.title = help;
    list.append(term, element("dd", "", value));
  }
  return list;
}
