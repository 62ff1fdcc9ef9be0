/** Modules of kernels, by name: compiled once a program, and not once a thread. */
const modules = new Map<string, WebAssembly.Module>();

/** The module that `base64` embeds. */
export function wasmModule(name: string, base64: string): WebAssembly.Module {
  let module = modules.get(name);
  if (module === undefined) {
    module = new WebAssembly.Module(Uint8Array.fromBase64(base64));
    modules.set(name, module);
  }
  return module;
}

/** All that have been compiled, to be given to another thread. */
export function compiledModules(): ReadonlyMap<string, WebAssembly.Module> {
  return modules;
}

/** Takes what another thread has compiled. */
export function takeModules(compiled: ReadonlyMap<string, WebAssembly.Module>): void {
  for (const [name, module] of compiled) if (!modules.has(name)) modules.set(name, module);
}
