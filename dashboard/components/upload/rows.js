// The list of files. Only the rows in sight are in the page, so that 20,000 files are as quick as ten.

const ROW_HEIGHT = 32; // pixels; the style sheet says the same
const MARGIN = 4; // rows drawn above and below what is in sight

class Rows {
  constructor(texts) {
    this.texts = texts;
    this.element = Object.assign(element("div", "rows"), { role: "list", tabIndex: 0 });
    this.inner = this.element.appendChild(element("div", "inner"));
    this.drawn = new Map(); // number of a row → its element
    this.shown = [];
    this.follows = true;
    this.element.addEventListener("scroll", () => this.draw());
    for (const moved of ["wheel", "pointerdown", "keydown"]) {
      this.element.addEventListener(moved, () => (this.follows = false), { passive: true });
    }
  }

  // Show these rows; until somebody scrolls, the list follows the file that is on its way.
  show(rows, active) {
    this.shown = rows;
    this.inner.style.height = `${rows.length * ROW_HEIGHT}px`;
    if (this.follows && active >= 0) {
      this.element.scrollTop = Math.max(0, active * ROW_HEIGHT - this.element.clientHeight / 2);
    }
    this.draw();
  }

  draw() {
    const first = Math.max(0, Math.floor(this.element.scrollTop / ROW_HEIGHT) - MARGIN);
    const height = this.element.clientHeight || ROW_HEIGHT * 9;
    const last = Math.min(this.shown.length, first + Math.ceil(height / ROW_HEIGHT) + 2 * MARGIN);
    for (const [number, row] of this.drawn) {
      if (number >= first && number < last) continue;
      row.remove();
      this.drawn.delete(number);
    }
    for (let number = first; number < last; number++) {
      if (!this.drawn.has(number)) this.drawn.set(number, this.inner.appendChild(this.blank(number)));
      this.fill(this.drawn.get(number), this.shown[number], number);
    }
  }

  blank(number) {
    const row = Object.assign(element("div", "row"), { role: "listitem" });
    row.style.top = `${number * ROW_HEIGHT}px`;
    row.append(...["name", "size", "state", "bar"].map((part) => element("span", part)));
    return row;
  }

  fill(drawn, row, number) {
    const [name, size, state, bar] = drawn.children;
    drawn.dataset.state = row.state;
    drawn.ariaSetSize = this.shown.length;
    drawn.ariaPosInSet = number + 1;
    write(name, row.path);
    name.title = row.path;
    write(size, megabytes(row.size));
    const share = row.size ? row.sent / row.size : 0;
    const said = row.state === "sending" && share ? `${Math.floor(share * 100)} %` : this.texts[`state_${row.state}`];
    write(state, row.reason || said);
    state.title = row.reason;
    bar.style.width = row.state === "sending" ? `${share * 100}%` : "0";
  }
}

// Sets text only when it is another one: screen readers and selections are left alone.
function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

function megabytes(bytes) {
  if (bytes < 1e5) return `${(bytes / 1e3).toFixed(bytes < 1e4 ? 1 : 0)} kB`;
  if (bytes < 1e9) return `${(bytes / 1e6).toFixed(bytes < 1e8 ? 1 : 0)} MB`;
  return `${(bytes / 1e9).toFixed(1)} GB`;
}
