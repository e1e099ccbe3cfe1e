// Hooks of Node's module loader, for versions that run them in a thread of their own.
import { checkImport, contextIn } from "./own-packages.cjs";

/** @type {import("./own-packages.cjs").Bundle} */
let bundle;

/** @param {typeof bundle} data */
export function initialize(data) {
  bundle = data;
}

/** @type {import("node:module").ResolveHook} */
export async function resolve(specifier, context, nextResolve) {
  return checkImport(bundle, specifier, await nextResolve(specifier, contextIn(bundle, context)));
}
