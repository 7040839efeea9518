// What somebody dropped or chose, as a flat list of files; folders are walked to the bottom.

const HIDDEN = /(^|\/)(\.[^/]*|__MACOSX|thumbs\.db|desktop\.ini)(\/|$)/i;
const TABLE = /\.(csv|tsv)$/i;
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

// Recordings and zips, metadata tables, and how many files were left out.
function sortOut(found) {
  const kept = found.filter(({ path }) => !HIDDEN.test(path));
  const tables = kept.filter(({ path }) => TABLE.test(path));
  const rest = kept.filter(({ path }) => !TABLE.test(path));
  const calls = rest.filter(({ path }) => !(path.includes("/") && NO_SOUND.test(path)));
  calls.sort((one, other) => (one.path < other.path ? -1 : 1));
  return { calls, tables, leftOut: found.length - calls.length - tables.length };
}
