import assert from "node:assert/strict";
import fc from "fast-check";
import { serveMedia } from "../../server/media/media.ts";

const SECRET = "this is nobody's business";

/** Asks for so many hostile paths below `/static`: no byte from outside the registered folder comes back. */
export async function hostilePaths(
  { count, seed }: { readonly count: number; readonly seed?: number },
): Promise<void> {
  const base = await Deno.realPath(await Deno.makeTempDir());
  try {
    const inside = `${base}/photos`;
    await Deno.mkdir(`${inside}/sub/.hidden`, { recursive: true });
    await Deno.mkdir(`${base}/photos-private`);
    const secrets = [
      "secret.png",
      "photos-private/a.png",
      "photos/.secret.png",
      "photos/sub/.hidden/a.png",
      "photos/labelport.db",
    ];
    for (const name of secrets) await Deno.writeTextFile(`${base}/${name}`, SECRET);
    await Deno.writeTextFile(`${inside}/a.png`, "a picture");
    await Deno.symlink(`${base}/secret.png`, `${inside}/link.png`);
    await Deno.symlink(base, `${inside}/up`);
    const pieces = [
      ...[
        "..",
        ".",
        "",
        "a.png",
        "link.png",
        "up",
        "sub",
        "secret.png",
        ".hidden",
        "photos",
        "photos-private",
        "labelport.db",
      ],
      ...[
        "%2e%2e",
        "%2E%2E%2F",
        "..%2f",
        "..%5c",
        "%252e%252e%252f",
        "%00",
        "a.png%00",
        "%c0%ae%c0%ae",
        "..\\",
        "C:",
        "\\\\host\\share",
      ],
      ...["etc", "passwd", "dev", "zero", "proc", "self", "environ", "%", "%zz", "😀", "a".repeat(300)],
    ];
    const piece = fc.constantFrom(...pieces);
    const path = fc.array(piece, { minLength: 1, maxLength: 5 }).map((parts) => parts.join("/"));
    const folder = fc.oneof(
      fc.constantFrom(
        inside,
        `${inside}/`,
        `${inside}/sub`,
        `${inside}/up`,
        base,
        "/",
        "/etc",
        "/dev",
        "/proc/self",
        "",
        ".",
      ),
      fc.array(piece, { maxLength: 3 }).map((parts) => [inside, ...parts].join("/")),
    );
    const encoder = fc.constantFrom(
      (text: string) => text,
      encodeURIComponent,
      (text: string) => encodeURIComponent(encodeURIComponent(text)),
    );
    await fc.assert(
      fc.asyncProperty(path, folder, encoder, encoder, async (name, d, encodeName, encodeFolder) => {
        let request: Request;
        try {
          request = new Request(`http://localhost/static/${encodeName(name)}?d=${encodeFolder(d)}`);
        } catch {
          return;
        }
        const response = await serveMedia(request, () => [inside]);
        const text = await response.text();
        assert.ok(response.status === 200 || response.status === 404, `${response.status}`);
        assert.ok(!text.includes(SECRET), request.url);
        if (response.status === 200) assert.equal(text, "a picture", request.url);
      }),
      { numRuns: count, ...(seed !== undefined && { seed }) },
    );
  } finally {
    await Deno.remove(base, { recursive: true });
  }
}
