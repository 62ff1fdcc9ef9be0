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
  return found;
}

async function walk(entry: FileSystemEntry, inside: string, found: Chosen[]): Promise<void> {
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
  return [...files].map((file) => ({ name: file.webkitRelativePath || file.name, file }))
    .filter(({ name }) => !name.split("/").some((part) => part.startsWith(".")));
}

/** Media that were chosen one by one are imported as a folder, too. */
export function asFolder(chosen: readonly Chosen[]): readonly Chosen[] {
  const isMedia = chosen.length > 0 &&
    chosen.every(({ name, file }) => !name.includes("/") && /^(image|audio)\//.test(file.type));
  return isMedia ? chosen.map(({ name, file }) => ({ name: `upload/${name}`, file })) : chosen;
}

/** The beginnings of files as a form to be looked at. */
export function sampleForm(chosen: readonly Chosen[]): FormData {
  const form = new FormData();
  const isFolder = chosen.some(({ name }) => name.includes("/"));
  for (const { name, file } of chosen.slice(0, isFolder ? FOLDER_FILES : chosen.length)) {
    form.append("file", file.slice(0, isFolder ? FOLDER_SAMPLE : SAMPLE), name);
  }
  return form;
}

/** The files as a form: the browser reads them as it sends. */
export function wholeForm(chosen: readonly Chosen[]): FormData {
  const form = new FormData();
  for (const { name, file } of chosen) form.append("file", file, name);
  return form;
}
