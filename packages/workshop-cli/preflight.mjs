// Plain JavaScript without dependencies, in the syntax of old Node versions: it says in words why the workshop cannot
// run here, before anything else is loaded.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, sep } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/[\\/]$/, "");

/** Ends the process with an explanation if this Node or this folder cannot run the workshop. */
export function preflight() {
  const problem = oldNode(process.versions.node) || oddPath(root);
  if (!problem) return ensureTemporaryFolder();
  for (const line of problem) console.error(line);
  process.exit(1);
}

/** Several tools wait for ever, or fail without a word, if they cannot write temporary files: give them another folder. */
function ensureTemporaryFolder() {
  try {
    rmdirSync(mkdtempSync(join(tmpdir(), "workshop-")));
  } catch {
    const own = join(root, ".workshop", "tmp");
    try {
      mkdirSync(own, { recursive: true });
    } catch {
      // The command that needs it says what is wrong with .workshop.
    }
    for (const name of ["TMPDIR", "TEMP", "TMP"]) process.env[name] = own;
  }
}

/**
 * @param {string} version
 * @returns {string[] | undefined} What is wrong, and what to do.
 */
export function oldNode(version) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return undefined;
  return [
    `This workshop needs Node 20.19 or newer; this is Node ${version}.`,
    "Install a newer version from https://nodejs.org, then run the same command again.",
  ];
}

/**
 * The tools that load TypeScript and run tests take a path for a URL, in which these characters have a meaning.
 *
 * @param {string} path
 * @returns {string[] | undefined}
 */
export function oddPath(path) {
  const [character] = /[#?%]/.exec(path) || [];
  if (!character) return undefined;
  return [
    `The path of this folder contains "${character}": ${path}`,
    `The tools that load the workshop's code cannot read files there. Rename or move the folder, then run the same command again: everything in it, your code and your progress too, goes along.`,
  ];
}

/**
 * Why a module could not be loaded, if a package is missing or a file of the workshop is damaged.
 *
 * @param {unknown} error
 * @returns {{ message: string; fix: string } | undefined}
 */
export function explainLoadError(error) {
  const { code = "", message = "", name = "" } = /** @type {NodeJS.ErrnoException} */ (error || {});
  const packageName = missingPackage(message);
  if (/MODULE_NOT_FOUND$|^ERR_PACKAGE_PATH_NOT_EXPORTED$/.test(code) && packageName) {
    if (!isOurPackage(packageName)) {
      return {
        message: `A file imports ${packageName}, which is not one of the workshop's packages:\n  ${shortened(message)}`,
        fix: "Check the import's spelling, then run the same command again.",
      };
    }
    return {
      message: `The packages in node_modules are missing or incomplete: ${packageName} was not found.`,
      fix: "Install them, which takes half a minute: npm ci\nThen run the same command again.",
    };
  }
  const isDamage = name === "TransformError" || error instanceof SyntaxError || /MODULE_NOT_FOUND$/.test(code);
  const file = isDamage ? fileIn(`${message}\n${/** @type {Error} */ (error).stack}`) : undefined;
  if (!file) return undefined;
  const text = shortened(message);
  if (file.startsWith("node_modules/")) {
    return {
      message: `A package in node_modules is damaged: ${text}`,
      fix: "Install the packages again, which takes half a minute: npm ci\nThen run the same command again.",
    };
  }
  return { message: `A file cannot be loaded:\n  ${text}`, fix: restoreAdvice(file) };
}

/**
 * How to restore a file of the workshop.
 *
 * @param {string} file Relative to the root, with "/".
 */
export function restoreAdvice(file) {
  if (/^(steps|infra|services)\//.test(file)) {
    return "Fix that line, then run the same command again. Or put every file of the workshop, the chapters too, back as it was (your code is saved first): npx workshop reset";
  }
  const how = existsSync(join(root, ".git")) ? `git checkout -- ${file}` : "unpack the workshop's archive again";
  return `${file} is part of the workshop's machinery, which you need not change, and which reset does not restore. Restore it: ${how}`;
}

/** With paths relative to the root. @param {string} message */
function shortened(message) {
  const url = `file://${encodeURI(root.split(sep).join("/"))}/`;
  return message
    .split(url)
    .join("")
    .split(root + sep)
    .join("")
    .split("\n")
    .join("\n  ");
}

/** @param {string} name */
function isOurPackage(name) {
  try {
    const { packages } = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"));
    return Object.keys(packages).some((path) => path.endsWith(`node_modules/${name}`));
  } catch {
    return true;
  }
}

/** @param {string} message */
function missingPackage(message) {
  const [, wanted = message] = /Cannot find (?:package|module) '([^']+)'/i.exec(message) || [];
  const [, inFolder] = /node_modules[\\/]((?:@[\w.-]+[\\/])?[\w.-]+)/.exec(wanted) || [];
  const [bare] = /^(?:@[\w.-]+\/)?[a-z][\w.-]*/i.exec(wanted) || [];
  return inFolder || (wanted === message ? undefined : bare);
}

/**
 * The first file of the repository that a text names.
 *
 * @param {string} text
 */
function fileIn(text) {
  const escaped = (root + sep).replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const [, found] = new RegExp(`${escaped}([^\\n:'"]+?\\.[cm]?[jt]sx?)(?=[:'"\\s)]|$)`).exec(text) || [];
  return found?.split(sep).join("/");
}
