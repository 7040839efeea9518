// What somebody dropped or chose, as a flat list of files; folders are walked to the bottom.

const HIDDEN = /(^|\/)(\.[^/]*|__MACOSX|thumbs\.db|desktop\.ini)(\/|$)/i;
const TABLE = /\.(csv|tsv)$/i;
const TRANSCRIPT = /\.(vtt|srt|json)$/i;
// Only inside folders: a file that somebody picked by itself is sent, whatever it is called.
const NO_SOUND = /\.(txt|md|log|json|xml|ya?ml|ini|html?|pdf|docx?|xlsx?|pptx?|jpe?g|png|gif|bmp|py|db|exe|dll)$/i;

// Must be called before the drop event ends: the browser forgets the entries afterwards.
function gatherDropped(transfer) {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  const loose = entries.length ? [] : [...transfer.files].map((file) => ({ file, path: file.name }));
  return walkEntries(entries, loose);
}

async function walkEntries(entries, found) {
  const open = entries.map((entry) => ({ entry, path: entry.name }));
  while (open.length) {
    const { entry, path } = open.shift();
    if (entry.isDirectory) {
      for (const child of await listFolder(entry)) open.push({ entry: child, path: `${path}/${child.name}` });
    } else {
      found.push({ file: await new Promise((resolve, reject) => entry.file(resolve, reject)), path });
    }
  }
  return found;
}

async function listFolder(folder) {
  const reader = folder.createReader();
  const children = [];
  for (;;) {
    const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject)); // 100 at a time
    if (!some.length) return children;
    children.push(...some);
  }
}

function gatherChosen(input) {
  return [...input.files].map((file) => ({ file, path: file.webkitRelativePath || file.name }));
}

// Recordings and zips, metadata tables, transcripts (called like a recording beside them), and how many were left out.
function sortOut(found) {
  const kept = found.filter(({ path }) => !HIDDEN.test(path));
  const tables = kept.filter(({ path }) => TABLE.test(path));
  const rest = kept.filter(({ path }) => !TABLE.test(path));
  const sounds = new Set(rest.filter(({ path }) => !TRANSCRIPT.test(path)).map(({ path }) => stemOf(path)));
  const transcripts = rest.filter(({ path }) => TRANSCRIPT.test(path) && sounds.has(stemOf(path)));
  const others = rest.filter((one) => !transcripts.includes(one));
  const calls = others.filter(({ path }) => !(path.includes("/") && NO_SOUND.test(path)));
  calls.sort((one, other) => (one.path < other.path ? -1 : 1));
  const sent = calls.length + tables.length + transcripts.length;
  return { calls, tables, transcripts, leftOut: found.length - sent };
}

function stemOf(path) {
  return path.replace(/.*\//, "").replace(/\.[^.]*$/, "").toLowerCase();
}
