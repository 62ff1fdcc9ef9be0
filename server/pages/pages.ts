import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Served } from "../app/import_request.ts";
import { addConfigPage } from "./config_page.tsx";
import { addImportPage } from "./import_page.tsx";
import { addImportsPages } from "./imports_pages.tsx";
import { addOverviewPage } from "./overview_page.tsx";
import { addTasksPages } from "./tasks_pages.tsx";

/** Adds what people look at. */
export function addPages(app: OpenAPIHono, served: Served): void {
  addOverviewPage(app, served);
  addImportPage(app, served);
  addTasksPages(app, served);
  addImportsPages(app, served);
  addConfigPage(app, served);
}
