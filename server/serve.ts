import { createApp } from "./app/create_app.ts";
import type { Project } from "./project/project.ts";
import { type Registry, UsageError } from "@labelport/core";

/** What is served, and where. */
export interface ServeOptions {
  readonly registry: Registry;
  readonly project: Project;
  /** Loopback only. */
  readonly host: string;
  /** 0: a free one. */
  readonly port: number;
  /** Ends it. */
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

/** Listens for a project. Throws `UsageError` where it cannot. */
export function serve({ registry, project, host, port, signal }: ServeOptions): Serving {
  if (!LOOPBACK.test(host)) {
    throw new UsageError(`Cannot listen on "${host}": anybody could write to it; use 127.0.0.1`);
  }
  const onFault = (error: unknown) => {
    const text = error instanceof Error ? error.stack : String(error);
    Deno.stderr.writeSync(
      new TextEncoder().encode(`labelport: a fault of its own, please report it: ${text}\n`),
    );
  };
  const app = createApp({ registry, project, onFault });
  const hostname = host.replace(/^\[|\]$/g, "");
  try {
    const server = Deno.serve(
      { hostname, port, signal, onListen: () => {} },
      (request) => app.fetch(request),
    );
    const sweeping = setInterval(() => void project.store.recover().catch(() => {}), SWEEP);
    const finished = server.finished.finally(() => clearInterval(sweeping));
    return {
      url: `http://${hostname.includes(":") ? `[${hostname}]` : hostname}:${server.addr.port}`,
      finished,
    };
  } catch (error) {
    if (error instanceof Deno.errors.AddrInUse) {
      throw new UsageError(
        `Cannot listen on ${host}:${port}: another program does; choose another with --port`,
      );
    }
    if (error instanceof Deno.errors.PermissionDenied || error instanceof Deno.errors.NotCapable) {
      throw new UsageError(`Cannot listen on ${host}:${port}: not permitted; run with --allow-net`);
    }
    throw error;
  }
}
