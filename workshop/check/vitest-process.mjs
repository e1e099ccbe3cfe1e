// Runs some tests with Vitest, and writes what they found as one JSON document (a TestReport,
// test-report.ts). Its one argument is the order as JSON: { reportFile, root, files, titles?, fault?, copiesIn? }.
// A process of its own, since Vitest keeps what it has loaded.
import { writeFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";
import { createVitest } from "vitest/node";

const { reportFile, root: repository, files, titles, fault, copiesIn } = JSON.parse(process.argv[2]);
const root = copiesIn ?? repository;
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
    // The cache knows a file by its text on the disk: with a mistake it would hand out the real one.
    experimental: { fsModuleCache: !fault && !copiesIn },
    reporters: [{}],
    // Copies share what they load from packages, which takes most of the time.
    ...(copiesIn ? { include: ["**/*.test.ts"], isolate: false, maxWorkers: 1 } : {}),
  },
  { plugins: fault ? [mistake(fault)] : [] },
);
// Whoever started it is gone: a test that never ends must not stay behind.
process.stdin.on("end", () => process.exit(1)).resume();
const { testModules } = await vitest.start(files);
writeFileSync(reportFile, JSON.stringify(report(testModules)));
await vitest.close();
process.stdin.destroy();

/** Lets one file read differently than it stands on the disk. */
function mistake({ file, find, replace }) {
  return {
    name: "mistake",
    enforce: "pre",
    transform(code, id) {
      if (inRoot(id.split("?")[0]) !== file) return undefined;
      if (code.split(find).length !== 2) throw new Error(`"${find}" should stand once in ${file}.`);
      return code.replace(find, () => replace);
    },
  };
}

function report(modules) {
  return {
    tests: modules.flatMap((module) => [...module.children.allTests()].map(testFinding)),
    fileErrors: modules.flatMap((module) =>
      [...module.errors(), ...suiteErrors(module)].map((error) => ({
        file: inRoot(module.moduleId),
        error: foundError(error),
      })),
    ),
  };
}

/** Errors of beforeAll and the like belong to the suite, or to the module, not to a test. */
function suiteErrors(module) {
  return [...module.children.allSuites()].flatMap((suite) => suite.errors());
}

function testFinding(test) {
  const { state, errors = [] } = test.result();
  const title = test.fullName.split(" > ").at(-1);
  return { file: inRoot(test.module.moduleId), title, state, errors: errors.map(foundError) };
}

function foundError({ message, actual, expected, stacks = [] }) {
  return { message: inOneLine(stripVTControlCharacters(message ?? "")), actual, expected, places: places(stacks) };
}

/** The compiler draws the place where a file does not parse; its name and line are enough. */
function inOneLine(message) {
  const [, problem, file, line] =
    /^Transform failed.*?\[\w+\] ([^\n]+)\n[^[]*\[ (.+?):(\d+):\d+ \]/s.exec(message) ?? [];
  return problem ? `${file}:${line} does not parse: ${problem}` : message;
}

function places(stacks) {
  return stacks
    .map(({ file, line }) => ({ file: inRoot(file), line }))
    .filter(({ file }) => !file.startsWith("..") && !file.includes("node_modules"));
}

function inRoot(path) {
  const file = path.startsWith("file:") ? fileURLToPath(path) : path;
  return relative(root, file).split(sep).join("/");
}
