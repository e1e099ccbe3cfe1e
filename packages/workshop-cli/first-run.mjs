// Plain JavaScript without dependencies, so that a fresh clone can run it. It installs the packages if
// they are missing or out of date, then runs the command itself.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { preflight } from "./preflight.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const [task, ...rest] = process.argv.slice(2);
// On Windows npm is a .cmd file, which needs a shell.
const shell = process.platform === "win32";
/** So often a waiting person is told what npm waits for. */
const reportMs = 10_000;
/** npm's own limits are minutes. */
const patience = ["--fetch-timeout=8000", "--fetch-retries=0"];
const quiet = ["--no-audit", "--no-fund", "--loglevel=error"];

preflight();
await installIfNeeded();
process.exitCode = await runTask();

/** npm writes its hidden lock file last: if it is at least as new as ours, the installation is complete. */
function isInstalled() {
  const installed = `${root}node_modules/.package-lock.json`;
  if (!existsSync(installed)) return false;
  if (statSync(installed).mtimeMs < statSync(`${root}package-lock.json`).mtimeMs) return false;
  return hasEveryPackage(installed);
}

/**
 * Whether the folder of every package is there: a part of node_modules may have been deleted since.
 *
 * @param {string} lockFile npm's list of what it has installed.
 */
function hasEveryPackage(lockFile) {
  try {
    const { packages } = JSON.parse(readFileSync(lockFile, "utf8"));
    return Object.keys(packages)
      .filter((path) => path.startsWith("node_modules/"))
      .every((path) => existsSync(`${root}${path}/package.json`));
  } catch {
    return false;
  }
}

/** Whether the packages that only maintainers need are installed: `npm test` needs them, `npm start` does not. */
function hasDevPackages() {
  const { devDependencies } = JSON.parse(readFileSync(`${root}tools/package.json`, "utf8"));
  return Object.keys(devDependencies).every((name) => existsSync(`${root}node_modules/${name}`));
}

async function installIfNeeded() {
  const wantsDevPackages = task === "test" || hasDevPackages();
  const installed = isInstalled();
  if (installed && (!wantsDevPackages || hasDevPackages())) return;
  console.error("Installing the packages (once, about half a minute) ...");
  // `npm install` trusts its own list, and leaves out what it believes to be there.
  const verb = installed ? "install" : "ci";
  const args = [verb, ...(wantsDevPackages ? [] : ["--omit=dev"]), ...quiet];
  const status = hasRegistry() ? await runNpm(args) : installOffline(args);
  if (status === 0) return;
  console.error(`npm ${verb} failed; its messages are above. Fix that, then run the same command again.`);
  process.exit(status);
}

/** Whether the server with the packages answers. Without a network npm would try for minutes, and say nothing. */
function hasRegistry() {
  const { status, stderr } = spawnSync("npm", ["ping", ...patience, ...quiet], { cwd: root, encoding: "utf8", shell });
  // A server without `ping` answers, too.
  return status === 0 || !/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|FETCH_ERROR/.test(stderr);
}

/**
 * Installs from npm's cache, which has every package if they were installed on this machine before.
 *
 * @param {string[]} args
 * @returns {number} The exit status, if it is 0.
 */
function installOffline(args) {
  console.error(`${registry()}, from which npm installs packages, does not answer. Trying npm's cache ...`);
  const { status } = spawnSync("npm", [...args, "--offline", "--loglevel=silent"], {
    cwd: root,
    stdio: "inherit",
    shell,
  });
  if (status === 0) return 0;
  console.error("The cache does not have all packages, so they cannot be installed without a network.");
  console.error(
    "Connect to a network (behind a proxy: npm config set proxy http://…), then run the same command again.",
  );
  console.error("Or copy the folder node_modules from a computer with the same system, on which the workshop runs.");
  process.exit(1);
}

/**
 * Runs npm, and says what it waits for while it says nothing.
 *
 * @param {string[]} args
 * @returns {Promise<number>} Its exit status.
 */
function runNpm(args) {
  const server = registry();
  const startedAt = Date.now();
  const reporter = setInterval(() => {
    const seconds = Math.round((Date.now() - startedAt) / 1000);
    console.error(`Still installing after ${seconds} s, from ${server}. Ctrl-C stops it.`);
  }, reportMs);
  return run("npm", args, { shell }).finally(() => clearInterval(reporter));
}

/** The server that npm is configured to use. */
function registry() {
  const { stdout } = spawnSync("npm", ["config", "get", "registry"], { cwd: root, encoding: "utf8", shell });
  return stdout?.trim() || "The registry";
}

/** @returns {Promise<number>} */
function runTask() {
  if (task === "install") return Promise.resolve(0);
  const args =
    task === "test" ? ["tools/run-tests.mjs", ...rest] : ["packages/workshop-cli/bin.mjs", ...process.argv.slice(2)];
  return run(process.execPath, args);
}

/**
 * Runs a program in the repository's root, in this terminal. It ends with this process: signals are passed on, and a
 * Node program notices through its channel if this process was killed.
 *
 * @param {string} program
 * @param {string[]} args
 * @param {{ shell?: boolean }} [options]
 * @returns {Promise<number>} Its exit status.
 */
function run(program, args, options = {}) {
  const isNode = program === process.execPath;
  const child = spawn(program, args, {
    ...options,
    cwd: root,
    stdio: isNode ? ["inherit", "inherit", "inherit", "ipc"] : "inherit",
  });
  // Ctrl-C reaches both processes.
  const ignore = () => {};
  const passOn = (/** @type {NodeJS.Signals} */ signal) => child.kill(signal);
  process.on("SIGINT", ignore).on("SIGTERM", passOn).on("SIGHUP", passOn);
  return new Promise((resolve) => {
    const end = (/** @type {number | null} */ status) => {
      process.off("SIGINT", ignore).off("SIGTERM", passOn).off("SIGHUP", passOn);
      resolve(status ?? 1);
    };
    child.once("error", (error) => {
      console.error(error.message);
      end(1);
    });
    child.once("exit", end);
  });
}
