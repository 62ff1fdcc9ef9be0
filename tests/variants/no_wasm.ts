/** Takes WebAssembly away, so that all kernels are those in TypeScript. */
Reflect.deleteProperty(globalThis, "WebAssembly");
