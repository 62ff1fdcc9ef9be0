/** The modules that contenders written in Python need, and the versions that are installed. */
const MODULES = { polars: "2.1.0", msgspec: "0.22.0" } as const;

export type PythonModule = keyof typeof MODULES;

const NAMES = Object.keys(MODULES) as readonly PythonModule[];

/** A Python, with what the contenders need of it. */
export interface Python {
  readonly program: string;
  /** Of the modules that it can import. */
  readonly versions: Readonly<Partial<Record<PythonModule, string>>>;
  /** Why it has no others. */
  readonly reason?: string;
}

/**
 * The Python at hand where it has all modules, or else one in the folder that pip installs them into: now, or
 * in an earlier run.
 */
export function preparePython(
  { folder, program = "python3" }: { readonly folder: string; readonly program?: string },
): Python {
  const atHand = lookAt(program);
  if (hasAll(atHand)) return atHand;
  const environment = `${folder}/python`;
  const inside = `${environment}/bin/python`;
  const found = lookAt(inside);
  if (NAMES.every((name) => found.versions[name] === MODULES[name])) return found;
  if (run(program, ["--version"]) === undefined) return { ...atHand, reason: `there is no ${program}` };
  if (run(program, ["-m", "venv", environment])?.success !== true) {
    return { ...atHand, reason: `${program} makes no virtual environment` };
  }
  const pinned = NAMES.map((name) => `${name}==${MODULES[name]}`);
  // Without a network it would try for a minute.
  const flags = ["--quiet", "--disable-pip-version-check", "--retries", "1", "--timeout", "15"];
  const installed = run(inside, ["-m", "pip", "install", ...flags, ...pinned]);
  const made = lookAt(inside);
  if (hasAll(made)) return made;
  const said = installed?.stderr.trimEnd().split("\n").at(-1) ?? "";
  return { ...made, reason: `pip did not install what can be imported${said === "" ? "" : `: ${said}`}` };
}

/** The versions that the contenders run with, for people. */
export function pythonText({ versions }: Python): string {
  const known = NAMES.filter((name) => name in versions).map((name) => `${name} ${versions[name]}`);
  return known.join(", ");
}

function hasAll({ versions }: Python): boolean {
  return NAMES.every((name) => name in versions);
}

/** A process a module: one that this processor cannot run ends its process. */
function lookAt(program: string): Python {
  const versions: Partial<Record<PythonModule, string>> = {};
  for (const name of NAMES) {
    const asked = run(program, ["-c", `import ${name}; print(${name}.__version__)`]);
    if (asked?.success) versions[name] = asked.stdout.trim();
  }
  return { program, versions };
}

/** Nothing where there is no such program. */
function run(program: string, args: readonly string[]) {
  try {
    const { success, stdout, stderr } = new Deno.Command(program, { args: [...args] }).outputSync();
    const decoder = new TextDecoder();
    return { success, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}
