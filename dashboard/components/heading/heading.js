// A title and facts under it, as text alone: Streamlit's own titles would read a file's name as Markdown.

export default function ({ data, parentElement }) {
  const host = parentElement.querySelector(".heading");
  const facts = element("div", "facts");
  facts.append(...data.facts.map(([label, value]) => fact(label, value)));
  facts.append(...data.notes.map((note) => chip(note)));
  host.replaceChildren(element("h1", "", data.title), facts);
}

function fact(label, value) {
  const made = element("span", "fact");
  if (label) made.append(element("span", "label", label));
  made.append(element("span", "", value));
  return made;
}

function chip({ text, help }) {
  const made = element("span", "note", text);
  made.title = help;
  return made;
}
