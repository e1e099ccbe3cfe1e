import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cutRegions } from "@event-choreography/workshop-cli/exercises";
import { collectSources } from "@event-choreography/workshop-cli/working-copy";
import { Copy } from "../../prove/copies.ts";
import { CommandProcess, plainEnvironment, type Ran } from "./command-process.ts";

/** A copy of the repository with a local cloud of its own, in which a chapter is worked through. */
export class Classroom {
  readonly root: string;
  readonly #copy: Copy;
  /** The local cloud, and the commands that only ask it. */
  readonly #cloud: CommandProcess;
  /** The commands that run the program, as long as the program stays what it was when they loaded it. */
  #deployer: { process: CommandProcess; program: string } | undefined;
  /** Texts of the files that were edited by hand, as they were before. */
  readonly #before = new Map<string, string>();

  private constructor(copy: Copy, cloud: CommandProcess) {
    this.#copy = copy;
    this.root = copy.workspace.root;
    this.#cloud = cloud;
  }

  /** Opens one. End it with `close`. */
  static async open(repository: string): Promise<Classroom> {
    const copy = new Copy(repository);
    return new Classroom(copy, await CommandProcess.start(copy.workspace.root, { withCloud: true }));
  }

  /** Runs a line as a shell does; what fails before a pipe fails the line. */
  async run(line: string): Promise<Ran> {
    const parts = line.split(" && ");
    const commands = parts.flatMap((part) => quickOrDeploying(part) ?? []);
    if (commands.length < parts.length) return await this.#runInShell(line);
    const ran: Ran = { written: "", exitCode: 0 };
    for (const command of commands) {
      const process = command.deploys ? await this.#deployerOfNow() : this.#cloud;
      const { written, exitCode } = await process.run(command.words);
      ran.written += written;
      ran.exitCode = exitCode;
      if (exitCode !== 0) break;
    }
    return ran;
  }

  async #deployerOfNow(): Promise<CommandProcess> {
    const program = programOf(this.root);
    if (this.#deployer?.program !== program) {
      await this.#deployer?.process.close();
      this.#deployer = { process: await CommandProcess.start(this.root, { withCloud: false }), program };
    }
    return this.#deployer.process;
  }

  #runInShell(line: string): Promise<Ran> {
    // npx would look for the command in the packages, which are the repository's own.
    const command = line.replaceAll(/\bnpx workshop\b/g, "node packages/workshop-cli/bin.mjs");
    const child = spawn("bash", ["-o", "pipefail", "-c", `{ ${command}\n} 2>&1`], {
      cwd: this.root,
      env: plainEnvironment(),
      stdio: ["ignore", "pipe", "inherit"],
    });
    let written = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      written += text;
    });
    return new Promise((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (code) => resolve({ written, exitCode: code ?? 1 }));
    });
  }

  /** Resolves when nothing is under way in the local cloud, but for what waits for its time. */
  idle(): Promise<void> {
    return this.#cloud.idle();
  }

  /** Does what the reader does by hand. @throws Error that says what cannot be done. */
  async do(deed: string): Promise<void> {
    const [, verb = "", rest = ""] = /^(\S+)\s*(.*)$/s.exec(deed) ?? [];
    if (verb === "solve") return await this.#solve(rest);
    if (verb === "edit") return this.#edit(rest);
    if (verb === "cut") return this.#cut(rest);
    if (verb === "undo") return this.#undo();
    throw new Error(`What is to be done by "${deed}"? There are solve, edit, cut and undo.`);
  }

  async close(): Promise<void> {
    await Promise.all([this.#deployer?.process.close(), this.#cloud.close()]);
    this.#copy[Symbol.dispose]();
  }

  async #solve(number: string): Promise<void> {
    const { written, exitCode } = await this.run(`npx workshop solve ${number}`);
    if (exitCode !== 0) throw new Error(`solve ${number} failed:\n${written}`);
  }

  /** infra/index.ts: "old" -> "new", both as JSON writes text. */
  #edit(rest: string): void {
    const [, path, before, after] = /^([^\s:]+): ("(?:[^"\\]|\\.)*") -> ("(?:[^"\\]|\\.)*")$/.exec(rest) ?? [];
    if (path === undefined) throw new Error(`An edit is FILE: "old" -> "new", and this is: ${rest}`);
    const old = JSON.parse(before!) as string;
    const text = this.#read(path);
    const places = text.split(old).length - 1;
    if (places !== 1) throw new Error(`${path} has ${JSON.stringify(old)} ${places} times, and not once.`);
    this.#write(
      path,
      text.replace(old, () => JSON.parse(after!) as string),
    );
  }

  /** FILE 3.2: the exercise's code gives way to what stood there at the beginning. */
  #cut(rest: string): void {
    const [path = "", number = ""] = rest.split(" ");
    this.#write(
      path,
      cutRegions(this.#read(path), (found) => found === number),
    );
  }

  #undo(): void {
    for (const [path, text] of this.#before) writeFileSync(join(this.root, path), text);
    this.#before.clear();
  }

  #read(path: string): string {
    if (!existsSync(join(this.root, path))) throw new Error(`There is no file ${path} to edit.`);
    return readFileSync(join(this.root, path), "utf8");
  }

  #write(path: string, text: string): void {
    const before = this.#read(path);
    if (before === text) throw new Error(`The edit of ${path} changed nothing.`);
    if (!this.#before.has(path)) this.#before.set(path, before);
    writeFileSync(join(this.root, path), text);
  }
}

/** Commands that ask the cloud or write to the tree, and load nothing that a reader may have edited. */
const quick =
  /^npx workshop (?:book|trace|events|logs|put-event|faults|speed|outbox|dlq|stuck|solve|hint|restore)(?: [\w.=:@/-]+)*$/;
const deploying = /^npx workshop (?:up|plan|down)(?: \d+)?$/;

function quickOrDeploying(command: string): { words: string[]; deploys: boolean } | undefined {
  const deploys = deploying.test(command);
  return deploys || quick.test(command) ? { words: command.split(" ").slice(2), deploys } : undefined;
}

/** What the program is at this moment. Handlers are no part of it: they are read anew for each deployment. */
function programOf(root: string): string {
  const hash = createHash("sha256");
  for (const [path, text] of collectSources(root)) if (!path.startsWith("services/")) hash.update(path).update(text);
  return hash.digest("hex");
}
