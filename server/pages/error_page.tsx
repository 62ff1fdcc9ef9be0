/** @jsxImportSource hono/jsx */
import type { Context } from "hono";
import { pageText } from "./layout.tsx";

/** An error as a page for those who ask with a browser, and as it is for all others. */
export async function asPage(c: Context, answer: Response): Promise<Response> {
  const isForPeople = c.req.header("accept")?.includes("text/html") && !/^\/(api|static)\//.test(c.req.path);
  if (!isForPeople) return answer;
  const { detail } = await answer.json();
  const children = (
    <>
      <p class="failed" role="alert">{detail}</p>
      <p>
        <a href="/">To the overview</a>
      </p>
    </>
  );
  const headers = new Headers(answer.headers);
  headers.set("content-type", "text/html; charset=utf-8");
  return new Response(
    pageText({ title: answer.status === 404 ? "Not found" : "That did not work", path: "", children }),
    {
      status: answer.status,
      headers,
    },
  );
}
