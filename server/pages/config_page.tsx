/** @jsxImportSource hono/jsx */
import type { OpenAPIHono } from "@hono/zod-openapi";
import {
  type ConfigFinding,
  formatProblem,
  InputError,
  lintLabelConfig,
  parseLabelConfig,
  UsageError,
} from "@labelport/core";
import { readText } from "@labelport/core/fs";
import { HttpError } from "../app/errors.ts";
import { limited } from "../app/limited.ts";
import type { Served } from "../app/import_request.ts";
import { pageText } from "./layout.tsx";

const EXAMPLE = `<View>
  <Text name="text" value="$text"/>
  <Choices name="kind" toName="text"><Choice value="One"/><Choice value="Other"/></Choices>
</View>
`;
/** No form with a label config is larger, in bytes. */
const LARGEST = 1 << 20;

/** Adds the label config: to look at, and to write. */
export function addConfigPage(app: OpenAPIHono, { project }: Served): void {
  const page = (xml: string, findings: readonly ConfigFinding[], isSaved = false) =>
    pageText({
      title: "Label config",
      path: "/config",
      children: <Editor {...{ xml, findings, isSaved }} />,
    });
  const written = async () => {
    const path = project.labelConfigPath;
    return path === undefined ? "" : await readText(path);
  };

  app.get("/config", async (c) => {
    const xml = await written();
    return c.html(page(xml, xml === "" ? [] : lintLabelConfig(xml, "config"), c.req.query("saved") === "1"));
  });

  app.post("/config", async (c) => {
    const body = limited(c.req.raw.body ?? new Blob([]).stream(), { limit: LARGEST, what: "the form" });
    const headers = { "content-type": c.req.header("content-type") ?? "" };
    const given = (await new Response(body, { headers }).formData().catch(badForm)).get("xml");
    if (typeof given !== "string") {
      throw new UsageError("Cannot save this: it is no label config");
    }
    const xml = given.replaceAll("\r\n", "\n");
    const findings = lintLabelConfig(xml, "config");
    if (findings.some(({ severity }) => severity === "error")) return c.html(page(xml, findings), 422);
    await project.saveLabelConfig(xml);
    return c.redirect("/config?saved=1", 303);
  });
}

/** What a body that is no form comes to: what was too long says so itself. */
function badForm(error: unknown): never {
  if (error instanceof InputError) throw error;
  throw new HttpError(400, "Cannot save this: it is no form");
}

interface EditorProps {
  readonly xml: string;
  readonly findings: readonly ConfigFinding[];
  readonly isSaved: boolean;
}

function Editor({ xml, findings, isSaved }: EditorProps) {
  const errors = findings.filter(({ severity }) => severity === "error");
  return (
    <>
      {isSaved ? <p class="done" role="status">Saved. It counts from the next import on.</p> : null}
      {findings.length === 0
        ? null
        : (
          <div class={errors.length > 0 ? "failed" : "empty"} role={errors.length > 0 ? "alert" : "status"}>
            <strong>{errors.length > 0 ? "It is not right yet" : "Worth a look"}</strong>
            <ul>{findings.map((found) => <li key={formatProblem(found)}>{formatProblem(found)}</li>)}</ul>
          </div>
        )}
      {xml === ""
        ? <p class="empty">There is no label config yet. This one shows a text and a choice.</p>
        : null}
      <form method="post" enctype="multipart/form-data">
        <label>
          XML
          <textarea
            name="xml"
            rows={18}
            spellcheck={false}
            aria-invalid={errors.length > 0 ? "true" : undefined}
          >
            {xml === "" ? EXAMPLE : xml}
          </textarea>
        </label>
        <button type="submit">Save</button>
      </form>
      <Needs xml={xml} isGood={errors.length === 0} />
    </>
  );
}

function Needs({ xml, isGood }: { xml: string; isGood: boolean }) {
  if (xml === "" || !isGood) return null;
  const { objects } = parseLabelConfig(xml);
  return (
    <>
      <h2>What each task needs</h2>
      <table>
        <thead>
          <tr>
            <th scope="col">key of data</th>
            <th scope="col">shown by</th>
            <th scope="col">as</th>
          </tr>
        </thead>
        <tbody>
          {objects.map(({ key, tag, name, kinds }) => (
            <tr key={key + name}>
              <td>
                <code>{key}</code>
              </td>
              <td>{`<${tag} name="${name}">`}</td>
              <td>{kinds.join(" or ")}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
