// Flags at seconds of the call: marks that somebody made, and above them alerts. One whose neighbour is near gives way to
// it: it is as wide as there is room, and shows all it says under the pointer.

const WIDEST = 144; // pixels
const READABLE = 18; // narrower ones are a stripe without a letter
const STRIPE = 6;

class Flags {
  constructor(seek) {
    this.seek = seek;
    this.element = element("div", "flags");
    this.rows = []; // of marks and of alerts, each in order of time
  }

  fill(marks) {
    const flags = marks.map(({ at, text, help, alert }) => {
      const flag = element("button", alert ? "flag alert" : "flag", text);
      flag.type = "button";
      flag.title = help ?? `${clock(at, 1)} ${text}`;
      flag.onclick = () => this.seek(at);
      return { at, flag, alert: Boolean(alert) };
    });
    flags.sort((one, two) => one.at - two.at);
    this.rows = [false, true].map((alert) => flags.filter((one) => one.alert === alert));
    this.element.replaceChildren(...flags.map(({ flag }) => flag));
  }

  place(scale) {
    for (const row of this.rows) {
      row.forEach(({ at, flag }, index) => {
        const x = scale.x(at);
        const next = index + 1 < row.length ? scale.x(row[index + 1].at) : scale.width;
        const room = Math.min(WIDEST, Math.max(STRIPE, next - x - 1));
        flag.style.left = `${x}px`;
        flag.style.maxWidth = `${room}px`;
        flag.classList.toggle("stripe", room < READABLE);
      });
    }
  }
}
