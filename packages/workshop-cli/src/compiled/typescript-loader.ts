let load: () => Promise<void> = async () => {};

/** Told by whoever loaded this program compiled: how TypeScript is loaded from here on. */
export function useTypeScriptLoader(loader: () => Promise<void>): void {
  load = loader;
}

/** To be awaited before anything in steps/, infra/ or services/ is imported: it is TypeScript as the learner left it. */
export function readyForTypeScript(): Promise<void> {
  return load();
}
