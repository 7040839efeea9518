// Cards of facts: a title with badges, and under it what is known, label by label. All of it is set as text.

export default function ({ data, parentElement }) {
  parentElement.querySelector(".facts").replaceChildren(...data.cards.map(drawCard));
}

function drawCard({ title, badges, facts }) {
  const card = element("section", "card");
  const head = element("div", "head");
  head.append(element("h3", "", title), ...badges.map(({ text, strong }) => element("span", strong ? "badge strong" : "badge", text)));
  const list = element("dl");
  for (const [label, value] of facts) list.append(element("dt", "", label), element("dd", "", value));
  card.append(head, list);
  return card;
}
