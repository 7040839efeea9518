// One card per group of a map: its name, how large it is, what it follows, its emotions, and calls that stand for it.

const clusterCards = new WeakMap();

class Clusters {
  constructor(root) {
    this.host = root.querySelector(".clusters");
    this.player = new Player(() => this.showPlaying());
  }

  update({ data, setTriggerValue }) {
    this.data = data;
    this.trigger = setTriggerValue;
    this.buttons = [];
    this.palette = paletteOf(this.host);
    this.host.replaceChildren(...data.cards.map((card) => this.card(card)));
    this.showPlaying();
  }

  card(card) {
    const made = element("section", "card");
    const head = element("div", "head");
    const number = element("span", "number", String(card.number));
    number.style.background = card.colour;
    const name = element("input", "name");
    name.value = card.name;
    name.maxLength = 80;
    name.setAttribute("aria-label", this.data.texts.rename);
    name.title = this.data.texts.name_help;
    name.onchange = () => this.trigger("renamed", { number: card.number, name: name.value });
    head.append(number, name);
    const facts = element("div", "facts");
    facts.append(element("span", "", card.size), this.badge(card.badge));
    made.append(head, facts, this.mix(card.mix));
    for (const fact of card.traits) made.append(element("div", "quiet", fact));
    made.append(this.table(card.table), this.exemplars(card));
    return made;
  }

  table(rows) {
    const folded = element("details", "all");
    const { shares, share_column: share, lift_column: lift, interval } = this.data.texts;
    folded.append(element("summary", "quiet", shares));
    const table = element("table");
    const head = element("tr");
    head.append(...["", "", share, lift, interval].map((said) => element("th", "", said)));
    table.append(head);
    let kind = "";
    for (const cells of rows) {
      const line = element("tr");
      line.append(...cells.map((cell, column) => element("td", "", column || cell !== kind ? cell : "")));
      [kind] = cells;
      table.append(line);
    }
    folded.append(table);
    return folded;
  }

  badge({ text, help, kind }) {
    const made = element("span", `badge ${kind}`, text);
    made.title = help;
    return made;
  }

  mix(shares) {
    const bar = element("div", "mix");
    for (const { name, share, text } of shares) {
      const part = element("div");
      part.style.width = `${share * 100}%`;
      part.style.background = this.palette[name];
      part.title = text;
      bar.append(part);
    }
    return bar;
  }

  exemplars(card) {
    const line = element("div", "exemplars");
    line.append(element("span", "quiet", this.data.texts.exemplars));
    for (const exemplar of card.exemplars) {
      const button = element("button", "play");
      button.title = exemplar.text;
      button.setAttribute("aria-label", exemplar.text);
      button.onclick = () => {
        if (this.player.isPlaying(exemplar.clip)) this.player.stop();
        else this.player.play(exemplar.clip);
        this.showPlaying();
      };
      this.buttons.push([button, exemplar.clip]);
      line.append(button);
    }
    const list = element("button", "plain", this.data.texts.list);
    list.onclick = () => this.trigger("listed", card.number);
    line.append(element("span", "space"), list);
    return line;
  }

  showPlaying() {
    for (const [button, clip] of this.buttons) {
      const playing = this.player.isPlaying(clip);
      button.classList.toggle("playing", playing);
      button.style.setProperty("--progress", playing ? this.player.progress : 0);
    }
  }
}

export default function (component) {
  const root = component.parentElement;
  if (!clusterCards.has(root)) clusterCards.set(root, new Clusters(root));
  const clusters = clusterCards.get(root);
  clusters.update(component);
  return () => {
    clusters.player.close();
    clusterCards.delete(root);
  };
}
