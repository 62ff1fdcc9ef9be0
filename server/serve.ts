import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createAdaptorServer } from "@hono/node-server";
import { type Registry, UsageError } from "@labelport/core";
import { createApp } from "./app/create_app.ts";
import { Work } from "./app/work.ts";
import type { Project } from "./project/project.ts";
import { takeServingLock } from "./project/serving_lock.ts";
import { LIMITS, type Limits, urlOf } from "./project/settings.ts";

/** What is served, and where. */
export interface ServeOptions {
  readonly registry: Registry;
  readonly project: Project;
  /** Beyond loopback only with a token. */
  readonly host: string;
  /** 0: a free one. */
  readonly port: number;
  /** Who does not bring it gets nothing. */
  readonly token?: string | undefined;
  readonly limits?: Partial<Limits>;
  /** Ends it: what is under way has a grace time. */
  readonly signal: AbortSignal;
}

/** A server that listens. */
export interface Serving {
  /** Where: `http://127.0.0.1:8200`. */
  readonly url: string;
  /** Settled when it has ended. */
  readonly finished: Promise<void>;
}

const LOOPBACK = /^(localhost|127(\.\d+){3}|::1|\[::1\])$/;
/** Milliseconds between two looks for what dead processes have left. */
const SWEEP = 60_000;

/**
 * Listens for a project. Throws `UsageError` where it cannot.
 *
 * Through Node's server and not Deno's own: that copies what has arrived again and again while an import is slower
 * than its sender, which makes a chunked upload three times as slow.
 */
export async function serve(options: ServeOptions): Promise<Serving> {
  const { registry, project, host, port, token, signal } = options;
  if (!LOOPBACK.test(host) && token === undefined) {
    throw new UsageError(
      `Cannot listen on "${host}" without a token: anybody could write to it; give one with --token, or use 127.0.0.1`,
    );
  }
  const claim = takeServingLock(project.folder);
  const limits = { ...LIMITS, ...project.settings.limits, ...options.limits };
  const work = new Work(limits.imports);
  const { fetch } = createApp({
    registry,
    project,
    limits,
    work,
    onFault: tellFault,
    ...(token && { token }),
  });
  const server = createAdaptorServer({
    fetch,
    overrideGlobalObjects: false,
    serverOptions: {
      headersTimeout: limits.headerSeconds * 1000,
      // An upload may take as long as bytes come.
      requestTimeout: 0,
      connectionsCheckingInterval: 1000,
    },
  }) as Server;
  server.setTimeout(limits.idleSeconds * 1000, (socket) => socket.destroy());
  const hostname = host.replace(/^\[|\]$/g, "");
  try {
    await listening(server, { hostname, port });
  } catch (error) {
    claim.release();
    throw error;
  }
  const sweeping = setInterval(() => void project.store.recover().catch(() => {}), SWEEP);
  const closed = new Promise<void>((resolve) => server.once("close", resolve));
  const stop = () => {
    // Idle connections at once, those at work when they have had their time.
    server.close();
    server.closeIdleConnections();
    const late = setTimeout(() => server.closeAllConnections(), limits.graceSeconds * 1000);
    void closed.then(() => clearTimeout(late));
  };
  if (signal.aborted) stop();
  else signal.addEventListener("abort", stop, { once: true });
  const { port: found } = server.address() as AddressInfo;
  const url = urlOf(host, found);
  claim.at(url);
  const finished = closed.then(() => work.settled()).finally(() => {
    clearInterval(sweeping);
    claim.release();
  });
  return { url, finished };
}

/** A host as a URL has it. */
function inUrl(hostname: string): string {
  return hostname.includes(":") ? `[${hostname}]` : hostname;
}

async function listening(
  server: Server,
  { hostname, port }: { hostname: string; port: number },
): Promise<void> {
  const { state } = await Deno.permissions.request({ name: "net", host: `${inUrl(hostname)}:${port}` });
  if (state !== "granted") {
    throw new UsageError(`Cannot listen on ${hostname}:${port}: not permitted; run with --allow-net`);
  }
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: Error & { readonly code?: string }) => {
      const reason = error.code === "EADDRINUSE"
        ? "another program does; choose another with --port"
        : error.message;
      reject(new UsageError(`Cannot listen on ${hostname}:${port}: ${reason}`));
    });
    server.listen(port, hostname, resolve);
  });
}

function tellFault(error: unknown): void {
  const text = error instanceof Error ? error.stack : String(error);
  Deno.stderr.writeSync(
    new TextEncoder().encode(`labelport: a fault of its own, please report it: ${text}\n`),
  );
}
