// V8's stored code loses what `import()` needs to know about its module: Node 20 then refuses the call. Such calls are
// therefore made to a function.
const { isBuiltin } = require("node:module");

/** As long as the word that it replaces, so that positions in stack traces and source maps stay right. */
const importFunction = "ìmport";

/**
 * The source with its calls of `import()` replaced. Undefined if it imports more than Node's own modules, or may come to such
 * a call in another way, e.g. by `new Function`; then Node itself has to load it.
 *
 * @param {string} source
 * @returns {Promise<string | undefined>}
 */
async function rewriteImports(source) {
  const { init, parse } = require("es-module-lexer");
  await init;
  let rewritten = "";
  let end = 0;
  try {
    for (const { d, n, ss, t } of parse(source)[0]) {
      if (d === -1 && !isBuiltin(n ?? "")) return undefined;
      if (d < 0) continue;
      if (t !== 2) return undefined;
      rewritten += source.slice(end, ss) + importFunction;
      end = ss + importFunction.length;
    }
  } catch {
    // Not its syntax: Node's message is better.
    return undefined;
  }
  rewritten += source.slice(end);
  return /\bimport\s*\(/.test(rewritten) ? undefined : rewritten;
}

module.exports = { importFunction, rewriteImports };
