// All clips of a table one after another, with one key to say whether each was rightly listed: a day in three minutes.

const FIELDS = "input, textarea, select, [contenteditable]"; // where letters are written, not pressed

class Playlist {
  constructor(table) {
    this.table = table;
    this.row = null; // id of the row that is heard now
    this.unheard = 0;
    this.outside = (event) => this.keyOutside(event);
  }

  bar() {
    const { texts } = this.table.data;
    const bar = element("div", "playlist");
    this.button = element("button", "hear");
    this.button.onclick = () => (this.row === null ? this.start() : this.stop());
    this.said = element("span", "quiet", texts.playlist_hint);
    this.said.setAttribute("role", "status");
    bar.append(this.button, this.said);
    this.show();
    return bar;
  }

  get rows() {
    return this.table.data.rows.filter((row) => row.highlight);
  }

  start() {
    const first = this.rows.find((row) => !row.verdict) ?? this.rows[0];
    this.unheard = 0;
    document.addEventListener("keydown", this.outside);
    if (first) this.hear(first);
  }

  hear(row) {
    this.row = row.id;
    this.table.player.play(row.highlight);
    this.table.host.focus({ preventScroll: true });
    this.show();
    this.line(row.id)?.scrollIntoView({ block: "nearest" });
  }

  line(id) {
    return [...this.table.host.querySelectorAll("tbody tr")].find((line) => line.dataset.id === id);
  }

  // Called when a clip has come to its end by itself.
  next() {
    if (this.row === null) return;
    const place = this.rows.findIndex((row) => row.id === this.row);
    const following = this.rows[place + 1];
    if (following) this.hear(following);
    else this.stop();
  }

  // Called when a clip cannot be played: the list goes on, and says at its end how many were left out.
  skip() {
    if (this.row === null) return;
    this.unheard += 1;
    this.next();
  }

  stop() {
    this.leave();
    this.table.player.stop();
    this.show();
  }

  // The list is over, whatever plays on.
  leave() {
    this.row = null;
    document.removeEventListener("keydown", this.outside);
  }

  show() {
    if (!this.button) return;
    const { texts } = this.table.data;
    const place = this.rows.findIndex((row) => row.id === this.row);
    this.button.textContent = place < 0 ? texts.playlist_start : texts.playlist_stop;
    const now = texts.playlist_now.replace("{number}", place + 1).replace("{count}", this.rows.length);
    const over = this.unheard ? texts.playlist_unheard.replace("{count}", this.unheard) : texts.playlist_hint;
    this.said.textContent = place < 0 ? over : now;
    this.table.host.querySelectorAll("tbody tr").forEach((line) => line.classList.toggle("heard", line.dataset.id === this.row));
  }

  // The first or the second of the table's verdicts; where answers are what the list is for, the next clip follows.
  answer(row, number) {
    this.table.judge(row, this.table.data.verdicts[number].verdict);
    if (this.table.data.onward) this.next();
  }

  key(event) {
    if (this.row === null || event.ctrlKey || event.metaKey || event.altKey) return;
    const row = this.rows.find((one) => one.id === this.row);
    const keys = {
      y: () => this.answer(row, 0),
      n: () => this.answer(row, 1),
      ArrowRight: () => this.next(),
      Escape: () => this.stop(),
      Enter: () => this.table.trigger("opened", { id: row.id, second: row.highlight.start }),
    };
    if (!keys[event.key]) return;
    event.preventDefault();
    event.stopPropagation();
    keys[event.key]();
  }

  // Somebody who has pressed elsewhere on the page meanwhile is still heard, but for what writes or presses there.
  keyOutside(event) {
    const target = event.composedPath()[0];
    if (["y", "n", "Escape"].includes(event.key) && !target.closest?.(FIELDS)) this.key(event);
  }
}
