// Plain JavaScript without dependencies, so that a fresh clone can run it. It installs the packages if
// they are missing or out of date, then runs the command itself.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const [task, ...rest] = process.argv.slice(2);

refuseOldNode();
installIfNeeded();
process.exitCode = runTask();

function refuseOldNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  console.error(`This workshop needs Node 20.19 or newer; this is Node ${process.versions.node}.`);
  console.error("Install a newer version from https://nodejs.org, then run the same command again.");
  process.exit(1);
}

/** npm writes its hidden lock file last: if it is at least as new as ours, the installation is complete. */
function isInstalled() {
  const installed = `${root}node_modules/.package-lock.json`;
  if (!existsSync(installed)) return false;
  return statSync(installed).mtimeMs >= statSync(`${root}package-lock.json`).mtimeMs;
}

/** Whether the packages that only maintainers need are installed: `npm test` needs them, `npm start` does not. */
function hasDevPackages() {
  const { devDependencies } = JSON.parse(readFileSync(`${root}tools/package.json`, "utf8"));
  return Object.keys(devDependencies).every((name) => existsSync(`${root}node_modules/${name}`));
}

function installIfNeeded() {
  const wantsDevPackages = task === "test" || hasDevPackages();
  if (isInstalled() && (!wantsDevPackages || hasDevPackages())) return;
  console.error("Installing the packages (once, about half a minute) ...");
  const verb = existsSync(`${root}node_modules`) ? "install" : "ci";
  const omit = wantsDevPackages ? [] : ["--omit=dev"];
  const status = run("npm", [verb, ...omit, "--no-audit", "--no-fund", "--loglevel=error"]);
  if (status === 0) return;
  console.error(`npm ${verb} failed; its messages are above. Fix that, then run the same command again.`);
  process.exit(status);
}

/** @returns {number} */
function runTask() {
  if (task === "install") return 0;
  if (task === "test") return run(process.execPath, ["tools/run-tests.mjs", ...rest]);
  return run(process.execPath, ["packages/workshop-cli/bin.mjs", ...process.argv.slice(2)]);
}

/**
 * Runs a program in the repository's root, in this terminal.
 *
 * @param {string} program
 * @param {string[]} args
 * @returns {number} Its exit status.
 */
function run(program, args) {
  // On Windows npm is a .cmd file, which needs a shell.
  const shell = process.platform === "win32" && program === "npm";
  const ignoreInterrupt = () => {};
  process.on("SIGINT", ignoreInterrupt);
  const result = spawnSync(program, args, { cwd: root, stdio: "inherit", shell });
  process.off("SIGINT", ignoreInterrupt);
  return result.status ?? 1;
}
