// The element on the page: a place to drop things on, what is being sent, and the buttons.

const REDRAW_MS = 120;
const sender = (globalThis.toneatlasSender ??= new Sender()); // one for the tab, whatever is mounted and unmounted
const views = new WeakMap();

globalThis.addEventListener("beforeunload", (event) => {
  if (sender.state === "sending") event.preventDefault(); // the browser asks whether to leave
});

class UploadView {
  constructor(parent, texts) {
    this.texts = texts;
    this.onlyFailed = false;
    this.listed = null; // whether somebody asked for the list, or for no list
    this.told = null;
    this.root = parent.querySelector(".upload");
    this.root.replaceChildren(this.makeZone(), this.makeProgress());
    this.draw();
  }

  makeZone() {
    this.files = Object.assign(element("input"), { type: "file", multiple: true, hidden: true });
    this.folder = Object.assign(element("input"), { type: "file", webkitdirectory: true, hidden: true });
    const buttons = element("div", "buttons");
    buttons.append(this.makePicker("choose_files", this.files), this.makePicker("choose_folder", this.folder));
    this.zone = Object.assign(element("section", "zone"), { ariaLabel: this.texts.drop });
    const words = element("div", "words");
    words.append(element("strong", "", this.texts.drop), element("small", "", this.texts.formats));
    this.zone.append(words, buttons, this.files, this.folder);
    this.listen();
    return this.zone;
  }

  makePicker(text, input) {
    const button = element("button", "", this.texts[text]);
    button.addEventListener("click", () => input.click());
    input.addEventListener("change", () => {
      this.send(Promise.resolve(gatherChosen(input)));
      input.value = "";
    });
    return button;
  }

  listen() {
    let depth = 0; // dragenter and dragleave also come from the elements inside
    const over = (change) => {
      depth = Math.max(0, depth + change);
      this.zone.classList.toggle("over", depth > 0);
    };
    this.zone.addEventListener("dragenter", () => over(1));
    this.zone.addEventListener("dragleave", () => over(-1));
    this.zone.addEventListener("dragover", (event) => event.preventDefault());
    this.zone.addEventListener("drop", (event) => {
      event.preventDefault();
      over(-depth);
      this.send(gatherDropped(event.dataTransfer));
    });
  }

  makeProgress() {
    this.progress = Object.assign(element("section", "progress"), { hidden: true });
    this.bar = Object.assign(element("progress"), { max: 1, value: 0, ariaLabel: this.texts.sending });
    this.line = element("div", "line");
    this.spoken = Object.assign(element("div", "spoken"), { role: "status" }); // said aloud, so only when it matters
    this.problem = Object.assign(element("div", "problem"), { role: "alert", hidden: true });
    this.rows = new Rows(this.texts);
    this.rows.element.ariaLabel = this.texts.list;
    this.progress.append(this.bar, this.line, this.spoken, this.problem, this.makeControls(), this.rows.element);
    return this.progress;
  }

  makeControls() {
    const controls = element("div", "buttons");
    const acts = {
      pause: () => (sender.state === "paused" ? sender.resume() : sender.pause()),
      cancel: () => sender.cancel(),
      retry: () => sender.retry(),
      filter: () => this.set("onlyFailed", !this.onlyFailed),
      list: () => this.set("listed", !this.isListed()),
    };
    this.buttons = {};
    for (const [name, act] of Object.entries(acts)) {
      this.buttons[name] = element("button", "", this.texts[name]);
      this.buttons[name].addEventListener("click", act);
      controls.append(this.buttons[name]);
    }
    return controls;
  }

  set(name, value) {
    this[name] = value;
    this.draw();
  }

  // The list is open while something happens in it.
  isListed() {
    return this.listed ?? (sender.state !== "over" || sender.rows.some((row) => row.state === "failed"));
  }

  async send(gathering) {
    this.listed = null;
    this.onlyFailed = false;
    write(this.line, this.texts.looking);
    this.progress.hidden = false;
    const found = sortOut(await gathering);
    await sender.add(found, { ...this.data, texts: this.texts });
  }

  // What Streamlit tells anew on every run of the page.
  update(component) {
    this.data = component.data;
    this.toldSending ??= component.data.sending;
    this.setStateValue = component.setStateValue;
    sender.changed = () => this.drawSoon();
    this.drawSoon();
  }

  drawSoon() {
    this.timer ??= setTimeout(() => {
      this.timer = null;
      this.draw();
    }, REDRAW_MS);
  }

  draw() {
    this.tell();
    const { rows, state } = sender;
    const counts = count(rows);
    this.progress.hidden = !rows.length && !sender.leftOut;
    this.bar.value = counts.bytes ? counts.sentBytes / counts.bytes : 1;
    write(this.line, this.say(counts));
    const begins = state === "sending" && this.spokenOf !== state;
    if (begins || state !== "sending") write(this.spoken, state === "idle" ? "" : this.say(counts));
    this.spokenOf = state;
    write(this.problem, sender.problem);
    this.problem.hidden = !sender.problem;
    this.drawButtons(counts);
    this.rows.element.hidden = !rows.length || !this.isListed();
    const failed = rows.filter((row) => row.state === "failed");
    const active = state === "sending" ? rows.findIndex((row) => row.state === "sending") : -1;
    if (this.onlyFailed && failed.length) this.rows.show(failed, -1);
    else this.rows.show(rows, active);
  }

  drawButtons(counts) {
    const { pause, cancel, retry, filter, list } = this.buttons;
    const moving = sender.state === "sending" || sender.state === "paused";
    write(pause, sender.state === "paused" ? this.texts.resume : this.texts.pause);
    pause.hidden = cancel.hidden = !moving;
    retry.hidden = moving || !counts.failed;
    filter.hidden = !counts.failed || !this.isListed();
    write(filter, this.onlyFailed ? this.texts.show_all : this.texts.filter);
    list.hidden = moving;
    write(list, this.isListed() ? this.texts.hide_files : this.texts.show_files);
  }

  say(counts) {
    const said = [fill(this.texts.sent, { sent: counts.sent, files: counts.files })];
    said.push(fill(this.texts.bytes, { sent: megabytes(counts.sentBytes), all: megabytes(counts.bytes) }));
    if (counts.known) said.push(fill(this.texts.known, { count: counts.known }));
    if (counts.failed) said.push(fill(this.texts.failed, { count: counts.failed }));
    if (sender.leftOut) said.push(fill(this.texts.left_out, { count: sender.leftOut }));
    const end = sender.state === "over" && counts.failed ? "partly" : sender.state;
    if (this.texts[`upload_${end}`]) said.push(this.texts[`upload_${end}`]);
    return said.join(" · ");
  }

  // Streamlit hears of a job once, so that the page can show how its reading goes, and whether files are on their way.
  tell() {
    if (!this.setStateValue || sender.job === null) return;
    const sending = sender.state === "sending" || sender.state === "paused";
    if (sending !== this.toldSending) this.setStateValue("sending", (this.toldSending = sending));
    if (sender.job === this.told) return;
    this.told = sender.job;
    if (this.data.shown !== sender.job) this.setStateValue("job", sender.job);
  }
}

function count(rows) {
  const counts = { files: 0, sent: 0, known: 0, failed: 0, bytes: 0, sentBytes: 0 };
  for (const row of rows) {
    if (row.beside && row.state !== "failed") continue;
    counts.files++;
    if (row.state === "failed") {
      counts.failed++;
      continue; // its bytes will not come
    }
    counts.bytes += row.size;
    counts.sentBytes += row.sent;
    if (row.state === "known") counts.known++;
    if (row.state === "sent" || row.state === "known") counts.sent++;
  }
  return counts;
}

function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (_, name) => (typeof values[name] === "number" ? values[name].toLocaleString() : values[name]));
}

export default function (component) {
  const { parentElement, data } = component;
  let view = views.get(parentElement);
  if (!view || view.language !== data.texts.drop) {
    view = new UploadView(parentElement, data.texts);
    view.language = data.texts.drop; // another language is another view
    views.set(parentElement, view);
  }
  view.update(component);
  return () => (sender.changed = () => {});
}
