// A table whose headings sort on the server, whose rows open a call, and whose buttons play the moment they speak of.

const tables = new WeakMap();

class Table {
  constructor(root) {
    this.root = root;
    this.host = root.querySelector(".table");
    this.player = new Player(() => this.showPlaying(), () => this.playlist.next(), (clip) => this.fail(clip));
    this.playlist = new Playlist(this);
    this.buttons = []; // with the row that each plays
    this.unheard = new Set(); // addresses of sound that is missing
    this.host.tabIndex = -1;
    this.host.addEventListener("keydown", (event) => this.playlist.key(event), true);
  }

  update({ data, setTriggerValue, setStateValue }) {
    this.data = data;
    this.trigger = setTriggerValue;
    this.state = setStateValue;
    this.chosen = new Set(data.chosen);
    this.palette = paletteOf(this.host);
    this.buttons = [];
    const table = element("table");
    table.setAttribute("aria-label", data.texts.table);
    table.append(this.head(), this.body());
    this.host.replaceChildren(...(data.playlist ? [this.playlist.bar()] : []), table);
    this.drawStrips();
    this.showPlaying();
    if (data.playlist) this.playlist.show();
  }

  head() {
    const row = element("tr");
    if (this.data.choose) row.append(this.chooseAll());
    for (const column of this.data.columns) {
      const cell = element("th", column.kind);
      cell.scope = "col";
      if (column.help) cell.title = column.help;
      cell.append(column.sortable ? this.sorter(column, cell) : document.createTextNode(column.label));
      for (const note of this.data.common[column.key] ?? []) cell.append(" ", this.commonNote(note));
      row.append(cell);
    }
    const head = element("thead");
    head.append(row);
    return head;
  }

  sorter(column, cell) {
    const button = element("button", "sort", column.label);
    const { order } = this.data;
    if (order && order.column === column.key) {
      cell.setAttribute("aria-sort", order.descending ? "descending" : "ascending");
      button.append(element("span", "arrow", order.descending ? "↓" : "↑"));
    }
    button.onclick = () => this.trigger("sorted", column.key);
    return button;
  }

  chooseAll() {
    const cell = element("th", "choose");
    const box = element("input");
    box.type = "checkbox";
    box.setAttribute("aria-label", this.data.texts.choose_all);
    const ids = this.data.rows.map((row) => row.id);
    box.checked = ids.length > 0 && ids.every((id) => this.chosen.has(id));
    box.indeterminate = !box.checked && ids.some((id) => this.chosen.has(id));
    box.onchange = () => {
      ids.forEach((id) => (box.checked ? this.chosen.add(id) : this.chosen.delete(id)));
      this.state("chosen", [...this.chosen]);
    };
    cell.append(box);
    return cell;
  }

  body() {
    const body = element("tbody");
    body.append(...this.data.rows.map((row) => this.row(row)));
    return body;
  }

  row(row) {
    const line = element("tr", row.marked ? "marked" : "");
    line.dataset.id = row.id;
    line.tabIndex = 0;
    const open = (second) => this.trigger("opened", { id: row.id, second: second ?? row.at });
    line.onclick = (event) => {
      if (!event.target.closest("button, input")) open();
    };
    line.onkeydown = (event) => this.key(event, line, row, open);
    if (this.data.choose) line.append(this.chooser(row));
    for (const column of this.data.columns) {
      const cell = element("td", column.kind);
      this.fill(cell, column, row, open);
      line.append(cell);
    }
    return line;
  }

  key(event, line, row, open) {
    if (event.target !== line) return;
    const step = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[event.key];
    if (step) line[step]?.focus();
    else if (event.key === "Enter") open();
    else if (event.key === " " && row.clip) this.toggle(row);
    else return;
    event.preventDefault();
  }

  chooser(row) {
    const cell = element("td", "choose");
    const box = element("input");
    box.type = "checkbox";
    box.checked = this.chosen.has(row.id);
    box.setAttribute("aria-label", this.data.texts.choose);
    box.onchange = () => {
      if (box.checked) this.chosen.add(row.id);
      else this.chosen.delete(row.id);
      this.state("chosen", [...this.chosen]);
    };
    cell.append(box);
    return cell;
  }

  fill(cell, column, row, open) {
    const value = row.cells[column.key];
    if (column.kind === "verdict") cell.append(...(row.marked ? [] : this.verdicts(row)));
    else if (column.kind === "play") cell.append(...(row.clip ? [this.playButton(row)] : []));
    else if (value === null || value === undefined || value === "") return;
    else if (column.kind === "strip") cell.append(this.strip(value, open));
    else if (column.kind === "emotion") cell.append(...this.emotion(value));
    else if (column.kind === "bar") cell.append(this.bar(value));
    else if (column.kind === "notes") cell.append(...value.map((note) => this.note(note)));
    else if (column.kind === "double") cell.append(element("div", "", value[0]), element("div", "second", value[1]));
    else {
      cell.textContent = value;
      cell.title = column.kind === "text" ? value : "";
    }
  }

  // Buttons of which one can be pressed: what somebody says of a row. Which there are comes with the data.
  verdicts(row) {
    return this.data.verdicts.map(({ verdict, sign, help }) => {
      const button = element("button", "verdict", sign);
      button.title = help;
      button.setAttribute("aria-label", help);
      button.dataset.verdict = verdict;
      button.setAttribute("aria-pressed", String(row.verdict === verdict));
      button.onclick = () => this.judge(row, verdict);
      return button;
    });
  }

  // Shown at once; the server's answer draws the table anew.
  judge(row, verdict) {
    row.verdict = verdict;
    const line = [...this.host.querySelectorAll("tbody tr")].find((one) => one.dataset.id === row.id);
    line?.querySelectorAll("button.verdict").forEach((button) => {
      button.setAttribute("aria-pressed", String(button.dataset.verdict === verdict));
    });
    this.trigger("judged", { id: row.id, verdict, second: row.clip?.start ?? null });
  }

  emotion({ name, label, emoji, weak, help }) {
    const dot = element("span", "dot");
    dot.style.background = this.palette[name];
    const words = element("span", weak ? "weak" : "", label);
    if (help) words.title = help;
    return emoji ? [dot, element("span", "emoji", emoji), words] : [dot, words];
  }

  bar({ value, text, name }) {
    const bar = element("div", "meter");
    const fill = element("div", "fill");
    fill.style.width = `${Math.round(value * 100)}%`;
    if (name) fill.style.background = this.palette[name];
    bar.append(element("span", "amount", text), element("div", "track"));
    bar.lastChild.append(fill);
    return bar;
  }

  note({ text, help }) {
    const note = element("span", "note", text);
    note.title = help;
    return note;
  }

  // A note that all rows have stands in the heading, once.
  commonNote({ text, help }) {
    return this.note({ text: this.data.texts.all.replace("{note}", text), help });
  }

  strip(value, open) {
    const canvas = element("canvas", "strip");
    canvas.strip = value;
    canvas.title = value.title;
    canvas.onclick = (event) => {
      event.stopPropagation();
      const box = canvas.getBoundingClientRect();
      open(((event.clientX - box.left) / box.width) * value.seconds);
    };
    return canvas;
  }

  drawStrips() {
    for (const canvas of this.host.querySelectorAll("canvas.strip")) {
      const { scores, pieces, mark } = canvas.strip;
      const cells = fromBase64(scores);
      const labels = this.data.labels;
      const [width, height] = [128, 22];
      const pen = sharpen(canvas, width, height);
      const step = width / pieces;
      for (let piece = 0; piece < pieces; piece += 1) {
        let top = height;
        for (const name of NAMES) {
          const column = labels.indexOf(name);
          if (column < 0) continue;
          const share = (cells[piece * labels.length + column] / 255) * height;
          pen.fillStyle = this.palette[name];
          pen.fillRect(piece * step, top - share, step + 0.4, share);
          top -= share;
        }
      }
      if (mark !== null) {
        pen.fillStyle = themed(this.host, "--st-text-color");
        pen.fillRect(mark * width - 0.75, 0, 1.5, height);
      }
    }
  }

  playButton(row) {
    const button = element("button", "play");
    button.type = "button";
    button.onclick = () => this.toggle(row);
    this.buttons.push([button, row]);
    return button;
  }

  isPlaying({ id, clip, highlight }) {
    return this.player.isPlaying(clip) || (this.playlist.row === id && this.player.isPlaying(highlight));
  }

  // What is pressed by hand ends the list that was heard.
  toggle(row) {
    const stops = this.isPlaying(row);
    this.unheard.delete(row.clip.url);
    this.playlist.leave();
    if (stops) this.player.stop();
    else this.player.play(row.clip);
    this.showPlaying();
    this.playlist.show();
  }

  fail(clip) {
    this.unheard.add(clip.url);
    this.playlist.skip();
  }

  showPlaying() {
    const { texts } = this.data;
    for (const [button, row] of this.buttons) {
      const playing = this.isPlaying(row);
      const unheard = !playing && this.unheard.has(row.clip.url);
      button.classList.toggle("playing", playing);
      button.classList.toggle("unheard", unheard);
      button.style.setProperty("--progress", playing ? this.player.progress : 0);
      const said = playing ? texts.stop : unheard ? texts.unheard : texts.play;
      if (button.title !== said) {
        button.title = said;
        button.setAttribute("aria-label", said);
      }
    }
  }
}

export default function (component) {
  const root = component.parentElement;
  if (!tables.has(root)) tables.set(root, new Table(root));
  const table = tables.get(root);
  table.update(component);
  return () => {
    table.playlist.leave();
    table.player.close();
    tables.delete(root);
  };
}
