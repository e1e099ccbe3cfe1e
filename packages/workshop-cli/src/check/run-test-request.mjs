import { lstatSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { inspect, stripVTControlCharacters } from "node:util";
import { createVitest } from "vitest/node";

/**
 * @import { TestError } from "vitest"
 * @import { Plugin } from "vitest/config"
 * @import { TestCase, TestModule } from "vitest/node"
 * @import { FoundError, TestFinding, TestReport } from "./test-report.js"
 * @import { WarmWorker } from "./warm-worker.mjs"
 */

/**
 * A run of some tests, as `runTests` (run-step-tests.ts) requests it.
 *
 * @typedef {object} TestRequest
 * @property {string} root The checkout's root folder.
 * @property {string[]} files Test files, or folders with them, relative to the root.
 * @property {string} [titles] Runs only tests whose title matches this regular expression.
 * @property {Record<string, string>} [texts] Contents to use in this run in place of those on disk, by path.
 * @property {number} [bail] Ends the run after this many failed tests. Default: 0, which is never.
 */

/**
 * Runs some tests in a warm worker.
 *
 * @param {TestRequest} request
 * @param {WarmWorker} worker
 * @returns {Promise<TestReport>}
 */
export async function runTestRequest({ root, files, titles, texts = {}, bail = 0 }, worker) {
  const vitest = await createVitest(
    "test",
    {
      root,
      config: join(root, "vitest.config.ts"),
      run: true,
      watch: false,
      // The output of functions and tests does not belong on the learner's screen.
      silent: true,
      testNamePattern: titles,
      bail,
      isolate: false,
      maxWorkers: 1,
      experimental: { fsModuleCache: true, fsModuleCachePath: cachePath(root) },
      reporters: [{}],
    },
    { plugins: [warmPool(worker), replacedTexts(root, texts)] },
  );
  try {
    const { testModules } = await vitest.start(files);
    return report(root, testModules);
  } finally {
    await vitest.close();
  }
}

/**
 * Vitest's default, except for a temporary copy of the repository: its cache is deleted with it.
 *
 * @param {string} root
 */
function cachePath(root) {
  const isCopy = lstatSync(join(root, "node_modules")).isSymbolicLink();
  return isCopy ? join(root, ".workshop", "vitest-cache") : undefined;
}

/** These plugins do not change what Vitest caches, so that all of its runs can share the cache. */
const api = { vitest: { experimental: { ignoreFsModuleCache: true } } };

/**
 * Makes Vitest use our pool. Its configuration file would win over an option, but not over a plugin.
 *
 * @param {WarmWorker} worker
 * @returns {Plugin}
 */
function warmPool(worker) {
  return {
    name: "warm-pool",
    api,
    configureVitest({ project }) {
      Object.assign(project.config, { pool: worker.pool.name, poolRunner: worker.pool });
    },
  };
}

/**
 * Replaces the contents of some files, and keeps these out of the cache, which assumes the contents on disk.
 *
 * @param {string} root
 * @param {Record<string, string>} texts
 * @returns {Plugin}
 */
function replacedTexts(root, texts) {
  /** @param {string} id */
  const textOf = (id) => texts[inRoot(root, id.replace(/\?.*$/s, ""))];
  return {
    name: "replaced-texts",
    enforce: "pre",
    api,
    configureVitest({ experimental_defineCacheKeyGenerator: defineKey }) {
      defineKey(({ id }) => (textOf(id) === undefined ? undefined : false));
    },
    load: (id) => textOf(id),
  };
}

/**
 * @param {string} root
 * @param {TestModule[]} modules
 * @returns {TestReport}
 */
function report(root, modules) {
  return {
    tests: modules.flatMap((module) => [...module.children.allTests()].map((test) => testFinding(root, test))),
    fileErrors: modules.flatMap((module) =>
      [...module.errors(), ...suiteErrors(module)].map((error) => ({
        file: inRoot(root, module.moduleId),
        error: foundError(root, error),
      })),
    ),
  };
}

/**
 * Errors of hooks such as beforeAll belong to the suite or the module, not to a test.
 *
 * @param {TestModule} module
 */
function suiteErrors(module) {
  return [...module.children.allSuites()].flatMap((suite) => suite.errors());
}

/**
 * @param {string} root
 * @param {TestCase} test
 * @returns {TestFinding}
 */
function testFinding(root, test) {
  const { state, errors = [] } = test.result();
  return {
    file: inRoot(root, test.module.moduleId),
    title: test.fullName.replace(/^.* > /s, ""),
    // No test is pending once the run has ended.
    state: /** @type {TestFinding["state"]} */ (state),
    errors: errors.map((error) => foundError(root, error)),
  };
}

/**
 * @param {string} root
 * @param {Pick<TestError, "message" | "actual" | "expected" | "stacks">} error
 * @returns {FoundError}
 */
function foundError(root, { message, actual, expected, stacks = [] }) {
  return {
    message: shortParseError(stripVTControlCharacters(message ?? "")),
    actual: asText(actual),
    expected: asText(expected),
    places: places(root, stacks),
  };
}

/**
 * Vitest gives most values as text, but the numbers of toBeLessThan as numbers.
 *
 * @param {unknown} value
 */
function asText(value) {
  return value === undefined || typeof value === "string" ? value : inspect(value);
}

/**
 * The compiler draws the place where a file does not parse; the file's name and line are enough.
 *
 * @param {string} message
 */
function shortParseError(message) {
  const [, problem, file, line] =
    /^Transform failed.*?\[\w+\] ([^\n]+)\n[^[]*\[ (.+?):(\d+):\d+ \]/s.exec(message) ?? [];
  return problem ? `${file}:${line} does not parse: ${problem}` : message;
}

/**
 * @param {string} root
 * @param {{ file: string; line: number }[]} stacks
 */
function places(root, stacks) {
  return stacks
    .map(({ file, line }) => ({ file: inRoot(root, file), line }))
    .filter(({ file }) => !file.startsWith("..") && !file.includes("node_modules"));
}

/**
 * @param {string} root
 * @param {string} path A path or a file URL.
 * @returns {string} The path relative to the root, with "/".
 */
function inRoot(root, path) {
  const file = path.startsWith("file:") ? fileURLToPath(path) : path;
  return relative(root, file).split(sep).join("/");
}
