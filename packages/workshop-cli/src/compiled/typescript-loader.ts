let load: () => Promise<void> = async () => {};

/** Sets how to load TypeScript. `load` calls it after loading this program in compiled form. */
export function useTypeScriptLoader(loader: () => Promise<void>): void {
  load = loader;
}

/** Await this before importing anything from steps/, infra/ or services/: those files are not compiled. */
export function readyForTypeScript(): Promise<void> {
  return load();
}
