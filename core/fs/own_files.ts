/** What a project is made of. Some file systems take upper case for the same name. */
const OWN_FILE = /^(labelport\.(json|db(-(wal|shm|journal))?)|\.labelport)$/i;

/** Whether this is the name of one of a project's own files, which are no data and no place for data. */
export function isOwnFile(name: string): boolean {
  return OWN_FILE.test(name);
}
