// All clips of a table one after another, with one key to say whether each was rightly listed: a day in three minutes.

class Playlist {
  constructor(table) {
    this.table = table;
    this.row = null; // id of the row that is heard now
  }

  bar() {
    const { texts } = this.table.data;
    const bar = element("div", "playlist");
    this.button = element("button", "hear");
    this.button.onclick = () => (this.row === null ? this.start() : this.stop());
    this.said = element("span", "quiet", texts.playlist_hint);
    bar.append(this.button, this.said);
    this.show();
    return bar;
  }

  get rows() {
    return this.table.data.rows.filter((row) => row.clip);
  }

  start() {
    const first = this.rows.find((row) => !row.verdict) ?? this.rows[0];
    if (first) this.hear(first);
  }

  hear(row) {
    this.row = row.id;
    this.table.player.play(row.clip);
    this.table.host.focus({ preventScroll: true });
    this.show();
  }

  // Called when a clip has come to its end by itself.
  next() {
    if (this.row === null) return;
    const place = this.rows.findIndex((row) => row.id === this.row);
    const following = this.rows[place + 1];
    if (following) this.hear(following);
    else this.stop();
  }

  stop() {
    this.row = null;
    this.table.player.stop();
    this.show();
  }

  show() {
    const { texts } = this.table.data;
    const place = this.rows.findIndex((row) => row.id === this.row);
    this.button.textContent = place < 0 ? texts.playlist_start : texts.playlist_stop;
    const now = texts.playlist_now.replace("{number}", place + 1).replace("{count}", this.rows.length);
    this.said.textContent = place < 0 ? texts.playlist_hint : now;
    this.table.host.querySelectorAll("tbody tr").forEach((line) => line.classList.toggle("heard", line.dataset.id === this.row));
  }

  // The first or the second of the table's verdicts; where answers are what the list is for, the next clip follows.
  answer(row, number) {
    this.table.judge(row, this.table.data.verdicts[number].verdict);
    if (this.table.data.onward) this.next();
  }

  key(event) {
    if (this.row === null) return;
    const row = this.rows.find((one) => one.id === this.row);
    const keys = {
      y: () => this.answer(row, 0),
      n: () => this.answer(row, 1),
      ArrowRight: () => this.next(),
      Escape: () => this.stop(),
      Enter: () => this.table.trigger("opened", { id: row.id, second: row.clip.start }),
    };
    if (!keys[event.key]) return;
    event.preventDefault();
    event.stopPropagation();
    keys[event.key]();
  }
}
