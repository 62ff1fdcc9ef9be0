import { getLogger } from "@logtape/logtape";
import type { MiddlewareHandler } from "hono";
import { requestId, type RequestIdVariables } from "hono/request-id";
import { routePath } from "hono/route";
import { Counter, Gauge, Histogram, Registry } from "prom-client";
import type { ImportReport } from "@labelport/core";
import type { Work } from "./work.ts";

const logger = getLogger(["labelport", "http"]);

/** What is counted of a server, for Prometheus. */
export class Metrics {
  readonly registry: Registry = new Registry();
  readonly #requests: Histogram<"method" | "route" | "status">;
  readonly #imports: Counter<"state">;
  readonly #bytes: Counter;
  readonly #tasks: Counter;
  readonly #problems: Counter;

  constructor(work: Work) {
    const registers = [this.registry];
    this.#requests = new Histogram({
      name: "labelport_http_request_duration_seconds",
      help: "How long requests took, by method, route and status",
      labelNames: ["method", "route", "status"],
      buckets: [0.001, 0.005, 0.025, 0.1, 0.5, 2.5, 10, 60, 600],
      registers,
    });
    this.#imports = new Counter({
      name: "labelport_imports_total",
      help: "Imports that have ended, by state",
      labelNames: ["state"],
      registers,
    });
    this.#bytes = new Counter({
      name: "labelport_import_bytes_total",
      help: "Bytes that imports read",
      registers,
    });
    this.#tasks = new Counter({ name: "labelport_import_tasks_total", help: "Tasks stored", registers });
    this.#problems = new Counter({
      name: "labelport_import_problems_total",
      help: "Records that were refused",
      registers,
    });
    new Gauge({
      name: "labelport_imports_running",
      help: "Imports under way",
      registers,
      collect() {
        this.set(work.count);
      },
    });
  }

  /** Counts an import that has ended. */
  ended(report: Pick<ImportReport, "stored" | "tasks" | "bad"> | undefined, bytes: number): void {
    this.#imports.inc({ state: report?.stored ? "done" : "failed" });
    this.#bytes.inc(bytes);
    if (report?.stored) this.#tasks.inc(report.tasks);
    this.#problems.inc(report?.bad ?? 0);
  }

  /** Counts and logs every request, under an id that its answer carries. What is secret is in no line. */
  observe(): readonly MiddlewareHandler[] {
    const log: MiddlewareHandler<{ Variables: RequestIdVariables }> = async (c, next) => {
      const began = performance.now();
      await next();
      const seconds = (performance.now() - began) / 1000;
      const { method, path } = c.req;
      const { status } = c.res;
      c.res.headers.set("x-request-id", c.get("requestId"));
      this.#requests.observe({ method, route: routePath(c, -1), status }, seconds);
      const duration = Math.round(seconds * 1e4) / 10;
      const properties = { id: c.get("requestId"), method, path, status, duration };
      logger.info(`${method} ${path.replaceAll("{", "{{")} ${status} ${duration} ms`, properties);
    };
    return [requestId(), log];
  }
}
