import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
// On Windows npm is a .cmd file, which only a shell can start.
const shell = process.platform === "win32";

/** A project outside the repository that has nothing but the packed local cloud. */
export class EmptyProject {
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), "packed-")));

  constructor() {
    writeFileSync(join(this.folder, "package.json"), '{ "name": "shop", "private": true, "type": "module" }\n');
  }

  /** Packs a workspace of this repository, and installs the tarball. Returns the paths in the tarball. */
  async installPacked(packageFolder: string): Promise<string[]> {
    const pack = ["pack", "--json", "--loglevel=error", "--pack-destination", this.folder];
    const { stdout } = await run("npm", pack, { cwd: packageFolder, shell, maxBuffer: 64 * 1024 * 1024 });
    // The build's output precedes the JSON.
    const [packed] = JSON.parse(stdout.slice(stdout.search(/^\[/m)));
    await this.npm("install", "--no-audit", "--no-fund", "--loglevel=error", `./${packed.filename}`);
    return packed.files.map(({ path }: { path: string }) => path);
  }

  async npm(...args: string[]): Promise<void> {
    await run("npm", args, { cwd: this.folder, shell });
  }

  copy(from: string, name: string): void {
    cpSync(from, join(this.folder, name));
  }

  write(name: string, text: string): void {
    writeFileSync(join(this.folder, name), text);
  }

  /** Runs a file of the project with Node; resolves to what it printed. @throws Error with its stderr. */
  async node(...args: string[]): Promise<string> {
    return (await run(process.execPath, args, { cwd: this.folder })).stdout;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
