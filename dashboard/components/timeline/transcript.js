// What was said, a line per turn, in step with the playhead. Lines are a stranger's: they are only ever text.

class Transcript {
  constructor(seek) {
    this.seek = seek;
    this.element = element("div", "transcript");
    this.lines = [];
    this.current = -1;
  }

  fill(lines, title) {
    this.lines = lines;
    this.current = -1;
    this.element.hidden = !lines.length;
    this.element.setAttribute("aria-label", title);
    this.element.tabIndex = 0;
    this.rows = lines.map(({ start, who, text }) => {
      const row = element("button", "said-line");
      row.type = "button";
      row.append(element("span", "at", clock(start)), element("span", "who", who), element("span", "words", text));
      row.onclick = () => this.seek(start);
      return row;
    });
    this.element.replaceChildren(...this.rows);
  }

  // The line that is spoken at a second; the latest begun where several are, none in a long silence.
  lineAt(second) {
    for (let index = this.lines.length - 1; index >= 0; index -= 1) {
      const { start, end } = this.lines[index];
      if (second >= start && second < end) return index;
    }
    return -1;
  }

  // Mark the line that is spoken now, and keep it in sight while it plays.
  follow(second, scrolls) {
    const index = this.lineAt(second);
    if (index === this.current) return;
    this.rows[this.current]?.removeAttribute("aria-current");
    this.current = index;
    const row = this.rows[index];
    if (!row) return;
    row.setAttribute("aria-current", "true");
    if (scrolls) this.element.scrollTop = row.offsetTop - this.element.clientHeight / 2 + row.offsetHeight / 2;
  }
}
