// Sends the files of one upload, three at a time, and knows the state of each. Lives as long as the browser's tab:
// looking at another view does not stop it.

const LANES = 3;
const HASHED_BYTES = 256 * 1024 * 1024; // a file is hashed in memory; a larger one is simply sent
const SIZES_AT_ONCE = 1000;

class Sender {
  constructor() {
    this.changed = () => {}; // the element on the page, while there is one
    this.used = new Set(); // jobs that this tab has sent to already
    this.clear();
  }

  clear() {
    this.rows = [];
    this.job = null;
    this.leftOut = 0;
    this.state = "idle"; // idle, sending, paused, over, cancelled
    this.problem = "";
    this.requests = new Map(); // row → its request; null before it has one
    this.next = 0; // no row before this one waits
  }

  // `wish` holds the options of a new upload, or the number of one that was prepared for this.
  async add({ calls, tables, transcripts, leftOut }, wish) {
    if (this.state === "over" || this.state === "cancelled") this.clear();
    const rows = calls.map(({ file, path }) => ({ file, path, size: file.size, sent: 0, state: "waiting", reason: "" }));
    for (const row of rows) this.rows.push(row);
    this.leftOut += leftOut;
    this.texts = wish.texts;
    for (const row of rows) if (row.size > wish.limit) this.fail(row, this.texts.too_large);
    if (!calls.length && !tables.length) return this.changed();
    this.state = this.state === "paused" ? "paused" : "sending";
    this.changed();
    try {
      await this.begin(wish, tables, transcripts);
      await this.markPossible(rows);
      this.run();
    } catch (error) {
      this.halt(error.message || this.texts.unreachable);
    }
  }

  async begin(wish, tables, transcripts) {
    this.beginning ??= this.job === null ? this.open(wish) : Promise.resolve(this.job);
    this.job = await this.beginning.finally(() => (this.beginning = null));
    for (const { file } of tables) {
      await this.accompany(file, "table", async (row) => {
        const { rows } = await ask(`uploads/${this.job}/table`, { body: file });
        row.reason = this.texts.table_rows.replace("{count}", rows);
      });
    }
    for (const { file } of transcripts) {
      await this.accompany(file, "transcript", async (row) => {
        const query = `name=${encodeURIComponent(file.name)}`;
        const { lines } = await ask(`uploads/${this.job}/transcript?${query}`, { body: file });
        row.reason = this.texts.transcript_lines.replace("{count}", lines);
      });
    }
    const files = this.rows.filter((row) => !row.beside).length;
    await ask(`uploads/${this.job}/expected`, { body: JSON.stringify({ files }) });
  }

  // What goes beside the recordings, before them: a table or a transcript. A refused one stops nothing.
  async accompany(file, state, send) {
    const row = { file, path: file.name, size: file.size, sent: file.size, state, beside: true, reason: "" };
    this.rows.push(row);
    try {
      await send(row);
    } catch (error) {
      if (state === "table" && error.status === 400) this.passOver(row, error.message);
      else this.fail(row, error.message);
    }
  }

  // Many a folder holds a CSV that tells of something else: nothing went wrong.
  passOver(row, sentence) {
    row.state = "passed";
    row.reason = `${this.texts.state_passed}: ${sentence}`;
    this.changed();
  }

  async open(wish) {
    const prepared = wish.job !== null && !this.used.has(wish.job);
    const job = prepared ? wish.job : (await ask("uploads", { body: JSON.stringify(wish.options) })).job;
    this.used.add(job);
    return job;
  }

  // Only files whose size some stored call has can be duplicates: only they are hashed.
  async markPossible(rows) {
    if (!globalThis.crypto?.subtle) return;
    for (let start = 0; start < rows.length; start += SIZES_AT_ONCE) {
      const some = rows.slice(start, start + SIZES_AT_ONCE);
      const { sizes } = await ask("sizes", { body: JSON.stringify({ sizes: some.map((row) => row.size) }) });
      const known = new Set(sizes);
      for (const row of some) row.possible = known.has(row.size) && row.size <= HASHED_BYTES;
    }
  }

  run() {
    while (this.state === "sending" && this.requests.size < LANES) {
      while (this.next < this.rows.length && !this.isFree(this.rows[this.next])) this.next++;
      if (this.next === this.rows.length) break;
      const row = this.rows[this.next];
      this.requests.set(row, null);
      this.deliver(row).finally(() => {
        this.requests.delete(row);
        if (row.state === "waiting") this.next = 0; // it was stopped on its way
        this.run();
      });
    }
    if (this.state === "sending" && !this.requests.size) this.finish();
    this.changed();
  }

  isFree(row) {
    return row.state === "waiting" && !this.requests.has(row);
  }

  async deliver(row) {
    for (let attempt = 0; ; attempt++) {
      row.state = "sending";
      try {
        await row.file.slice(0, 1).arrayBuffer(); // a file that is gone or locked says so here, and only here clearly
        const told = (row.possible && (await this.recognise(row))) || (await this.send(row));
        Object.assign(row, { state: told.stored_before ? "known" : "sent", sent: row.size, item: told.item });
        return;
      } catch (error) {
        row.sent = 0;
        if (row.state !== "sending") return; // stopped from outside
        if (!(error instanceof Refusal)) return this.fail(row, this.texts.unreadable);
        if (error.status === 409) return this.cancel(error.message);
        if (error.status === 507) return this.halt(error.message);
        if (!isPassing(error.status) || attempt === PAUSES.length) return this.fail(row, error.message);
      }
      row.state = "broken";
      this.changed();
      await sleep(PAUSES[attempt]);
      if (row.state !== "broken") return;
    }
  }

  send(row) {
    return put(`uploads/${this.job}/files?name=${encodeURIComponent(row.file.name)}`, row.file, {
      begun: (request) => {
        if (row.state !== "sending") throw new Refusal(-1, ""); // stopped while it was looked at
        this.requests.set(row, request);
      },
      progress: (bytes) => {
        row.sent = Math.min(bytes, row.size);
        this.changed();
      },
    });
  }

  async recognise(row) {
    const query = `name=${encodeURIComponent(row.file.name)}&sha256=${await sha256(row.file)}`;
    try {
      return await ask(`uploads/${this.job}/known?${query}`);
    } catch (error) {
      if (error.status === 404) return null;
      throw error;
    }
  }

  fail(row, sentence) {
    row.state = "failed";
    row.reason = sentence || this.texts.broken_off;
    this.changed();
  }

  // What stops one file stops all: the disk is full, or nobody answers.
  halt(sentence) {
    this.problem = sentence;
    this.pause();
  }

  pause() {
    this.state = "paused";
    this.stop("waiting");
  }

  resume() {
    this.problem = "";
    this.state = "sending";
    this.next = 0;
    this.run();
  }

  async cancel(sentence = "") {
    this.state = "cancelled";
    this.problem = sentence;
    for (const row of this.rows) if (row.state === "waiting") row.state = "cancelled";
    this.stop("cancelled");
    if (this.job !== null) await ask(`jobs/${this.job}/cancel`).catch((error) => (this.problem = error.message));
    this.changed();
  }

  retry() {
    for (const row of this.rows) {
      if (row.state === "failed" && !row.beside) Object.assign(row, { state: "waiting", sent: 0, reason: "" });
    }
    this.resume();
  }

  stop(state) {
    for (const [row, request] of this.requests) {
      if (row.state !== "sending" && row.state !== "broken") continue;
      Object.assign(row, { state, sent: 0 });
      request?.abort();
    }
    this.changed();
  }

  // All is over only when the server knows how many came: until then the page must stay open.
  async finish() {
    const files = new Set(this.rows.filter((row) => row.item).map((row) => row.item)).size; // copies are one
    await ask(`uploads/${this.job}/expected`, { body: JSON.stringify({ files }) }).catch(() => {});
    if (this.state !== "sending" || this.requests.size || this.rows.some((row) => row.state === "waiting")) return;
    this.state = "over";
    this.changed();
  }
}
