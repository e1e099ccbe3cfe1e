import { lstatSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";
import { createVitest } from "vitest/node";

/**
 * Runs some tests in a kept worker, and returns what they found (a TestReport, test-report.ts).
 * The order is { root, files, titles?, texts?, bail? }, see run-step-tests.ts.
 */
export async function runOrder({ root, files, titles, texts = {}, bail = 0 }, worker) {
  const vitest = await createVitest(
    "test",
    {
      root,
      config: join(root, "vitest.config.ts"),
      run: true,
      watch: false,
      // What functions and tests print is not for the learner's screen.
      silent: true,
      testNamePattern: titles,
      bail,
      isolate: false,
      maxWorkers: 1,
      experimental: { fsModuleCache: true, fsModuleCachePath: cachePath(root) },
      reporters: [{}],
    },
    { plugins: [keptPool(worker), otherTexts(root, texts)] },
  );
  try {
    const { testModules } = await vitest.start(files);
    return report(root, testModules);
  } finally {
    await vitest.close();
  }
}

/** Vitest's own place, but for a copy of the repository: what is cached of that one goes when it goes. */
function cachePath(root) {
  const isCopy = lstatSync(join(root, "node_modules")).isSymbolicLink();
  return isCopy ? join(root, ".workshop", "vitest-cache") : undefined;
}

/** These plugins change nothing in what Vitest caches, so that all of its runs can share it. */
const api = { vitest: { experimental: { ignoreFsModuleCache: true } } };

/** Vitest takes the pool of its own configuration file unless a plugin has the last word. */
function keptPool(worker) {
  return {
    name: "kept-pool",
    api,
    configureVitest({ project }) {
      Object.assign(project.config, { pool: worker.pool.name, poolRunner: worker.pool });
    },
  };
}

/** Lets some files read differently than they stand on the disk, which is what the cache knows them by. */
function otherTexts(root, texts) {
  const textOf = (id) => texts[inRoot(root, id.split("?")[0])];
  return {
    name: "other-texts",
    enforce: "pre",
    api,
    configureVitest({ experimental_defineCacheKeyGenerator: defineKey }) {
      defineKey(({ id }) => (textOf(id) === undefined ? undefined : false));
    },
    load: (id) => textOf(id),
  };
}

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

/** Errors of beforeAll and the like belong to the suite, or to the module, not to a test. */
function suiteErrors(module) {
  return [...module.children.allSuites()].flatMap((suite) => suite.errors());
}

function testFinding(root, test) {
  const { state, errors = [] } = test.result();
  const title = test.fullName.split(" > ").at(-1);
  return {
    file: inRoot(root, test.module.moduleId),
    title,
    state,
    errors: errors.map((error) => foundError(root, error)),
  };
}

function foundError(root, { message, actual, expected, stacks = [] }) {
  return {
    message: inOneLine(stripVTControlCharacters(message ?? "")),
    actual,
    expected,
    places: places(root, stacks),
  };
}

/** The compiler draws the place where a file does not parse; its name and line are enough. */
function inOneLine(message) {
  const [, problem, file, line] =
    /^Transform failed.*?\[\w+\] ([^\n]+)\n[^[]*\[ (.+?):(\d+):\d+ \]/s.exec(message) ?? [];
  return problem ? `${file}:${line} does not parse: ${problem}` : message;
}

function places(root, stacks) {
  return stacks
    .map(({ file, line }) => ({ file: inRoot(root, file), line }))
    .filter(({ file }) => !file.startsWith("..") && !file.includes("node_modules"));
}

function inRoot(root, path) {
  const file = path.startsWith("file:") ? fileURLToPath(path) : path;
  return relative(root, file).split(sep).join("/");
}
