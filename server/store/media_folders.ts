import type { DatabaseSync } from "node:sqlite";
import { removeUploads, uploadRootOf, uploadsBeside } from "./uploads.ts";
import { transaction } from "./database.ts";

/** The folders whose files annotators may fetch. */
export function mediaFolders(db: DatabaseSync): string[] {
  return db.prepare(
    "select distinct folder from media join imports on imports.id = media.import where state = 'done'",
  ).all().map(({ folder }) => folder as string);
}

/** Lets the URLs of media begin with `baseUrl`, in one transaction. Gives the number of tasks changed. */
export async function moveMedia(db: DatabaseSync, baseUrl: string): Promise<number> {
  return await transaction(db, () => {
    const moved = db.prepare(
      "select id, base_url from imports where state = 'done' and base_url is not null and base_url <> ?",
    ).all(baseUrl);
    let count = 0;
    for (const { id, base_url } of moved) {
      const old = `"${base_url}/static/`;
      count += Number(
        db.prepare(
          "update tasks set task = replace(task, ?, ?) where import = ? and instr(task, ?) > 0",
        )
          .run(old, `"${baseUrl}/static/`, id!, old).changes,
      );
      db.prepare("update imports set base_url = ? where id = ?").run(baseUrl, id!);
    }
    return count;
  });
}

/** Takes away the media that were sent with an import. `storePath`: uploads lie beside it. */
export async function removeUploadsOf(db: DatabaseSync, importId: number, storePath: string): Promise<void> {
  const roots = db.prepare("select folder from media where import = ?").all(importId)
    .map(({ folder }) => uploadRootOf(storePath, folder as string));
  for (const root of new Set(roots)) if (root !== undefined) await removeUploads(root);
}

/** Takes away the uploads of imports that never were done, because their process died. */
export async function sweepUploads(
  db: DatabaseSync,
  storePath: string,
  isAlive: (owner: string) => boolean,
): Promise<void> {
  const kept = db.prepare("select distinct folder from media").all()
    .map(({ folder }) => uploadRootOf(storePath, folder as string));
  for (const { root, owner } of uploadsBeside(storePath)) {
    if (!kept.includes(root) && !isAlive(owner)) await removeUploads(root);
  }
}
