/// <reference lib="dom" />

/** A file that has been chosen, with its place in its folder. */
export interface Chosen {
  readonly name: string;
  readonly file: File;
}

/** So much of a file is sent to be looked at, in bytes. */
const SAMPLE = 1 << 20;
/** Of a folder so many files are, and so much of each. */
const FOLDER_FILES = 200;
const FOLDER_SAMPLE = 1 << 16;

/** All that was dropped, whole folders included. */
export async function droppedFiles({ items }: DataTransfer): Promise<Chosen[]> {
  // All at once: after the first pause the browser has taken them away.
  const dropped = [...items].map((item) => item.webkitGetAsEntry() ?? item.getAsFile());
  const found: Chosen[] = [];
  for (const entry of dropped) {
    if (entry instanceof File) found.push({ name: entry.name, file: entry });
    else if (entry !== null) await walk(entry, "", found);
  }
  return byName(found);
}

async function walk(entry: FileSystemEntry, inside: string, found: Chosen[]): Promise<void> {
  if (isHidden(entry.name)) return;
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) =>
      (entry as FileSystemFileEntry).file(resolve, reject)
    );
    found.push({ name: inside + file.name, file });
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  for (;;) {
    // A browser gives some of them at a time, and none at the end.
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject)
    );
    if (some.length === 0) return;
    for (const child of some) await walk(child, `${inside}${entry.name}/`, found);
  }
}

/** What was chosen with a button; of a folder with its name. */
export function chosenFiles(files: FileList): Chosen[] {
  const all = [...files].map((file) => ({ name: file.webkitRelativePath || file.name, file }));
  return byName(all.filter(({ name }) => !name.split("/").some(isHidden)));
}

/** In the order of names, in which a folder on the server's disk is read, too. */
function byName(files: readonly Chosen[]): Chosen[] {
  return files.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** Whether it is passed over, as it is in a folder on the server's disk: .DS_Store and its like. */
function isHidden(name: string): boolean {
  return name.startsWith(".");
}

/** Media that were chosen one by one are imported as a folder, too. */
export function asFolder(chosen: readonly Chosen[]): readonly Chosen[] {
  const isMedia = chosen.length > 0 &&
    chosen.every(({ name, file }) => !name.includes("/") && /^(image|audio)\//.test(file.type));
  return isMedia ? chosen.map(({ name, file }) => ({ name: `upload/${name}`, file })) : chosen;
}

/** The beginnings of files as a form to be looked at, and whether a large folder's others are left out. */
export function sampleForm(chosen: readonly Chosen[]): { readonly form: Blob; readonly cut: boolean } {
  const isFolder = chosen.some(({ name }) => name.includes("/"));
  const shown = chosen.slice(0, isFolder ? FOLDER_FILES : chosen.length);
  const size = isFolder ? FOLDER_SAMPLE : SAMPLE;
  const form = formOf(shown.map(({ name, file }) => ({ name, file: file.slice(0, size) })));
  return { form, cut: shown.length < chosen.length };
}

/** The files as a form: the browser reads them as it sends. */
export function wholeForm(chosen: readonly Chosen[]): Blob {
  return formOf(chosen);
}

/** A form in which files keep their names: a browser's own would write a quote as `%22`, as if it had stood there. */
function formOf(files: readonly { readonly name: string; readonly file: Blob }[]): Blob {
  const boundary = `form-${crypto.getRandomValues(new Uint32Array(4)).join("-")}`;
  const parts = files.flatMap(({ name, file }): BlobPart[] => [
    `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename*=UTF-8''${
      extended(name)
    }\r\n\r\n`,
    file,
    "\r\n",
  ]);
  return new Blob([...parts, `--${boundary}--\r\n`], { type: `multipart/form-data; boundary=${boundary}` });
}

/** A value as RFC 5987 has it. */
function extended(text: string): string {
  const escape = (sign: string) => `%${sign.charCodeAt(0).toString(16)}`;
  return encodeURIComponent(text.toWellFormed()).replace(/['()*]/g, escape);
}
