import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cutRegions } from "@event-choreography/workshop-cli/exercises";
import { collectSources } from "@event-choreography/workshop-cli/working-copy";
import { Copy } from "../../prove/copies.ts";
import { CommandProcess, type CommandResult, plainEnvironment } from "./command-process.ts";

/** A copy of the repository with its own local cloud, in which a chapter's actions are performed. */
export class Session {
  readonly root: string;
  readonly #copy: Copy;
  /** Runs the local cloud, and the commands that load no code of the learner's. */
  readonly #cloud: CommandProcess;
  /** Runs the commands that load the program. Replaced when the program changes. */
  #deployer: { process: CommandProcess; program: string } | undefined;
  /** The edited files' original contents, by path. */
  readonly #originals = new Map<string, string>();

  private constructor(copy: Copy, cloud: CommandProcess) {
    this.#copy = copy;
    this.root = copy.workspace.root;
    this.#cloud = cloud;
  }

  /** Call `close` at the end. */
  static async open(repository: string): Promise<Session> {
    const copy = new Copy(repository);
    return new Session(copy, await CommandProcess.start(copy.workspace.root, { withCloud: true }));
  }

  /** Runs a line as bash does with `pipefail`. */
  async run(line: string): Promise<CommandResult> {
    const parts = line.split(" && ");
    const commands = parts.flatMap((part) => workshopCommand(part) ?? []);
    if (commands.length < parts.length) return await this.#runInShell(line);
    const total: CommandResult = { output: "", exitCode: 0 };
    for (const command of commands) {
      const process = command.deploys ? await this.#currentDeployer() : this.#cloud;
      const { output, exitCode } = await process.run(command.args);
      total.output += output;
      total.exitCode = exitCode;
      if (exitCode !== 0) break;
    }
    return total;
  }

  async #currentDeployer(): Promise<CommandProcess> {
    const program = programHash(this.root);
    if (this.#deployer?.program !== program) {
      await this.#deployer?.process.close();
      this.#deployer = { process: await CommandProcess.start(this.root, { withCloud: false }), program };
    }
    return this.#deployer.process;
  }

  #runInShell(line: string): Promise<CommandResult> {
    // npx would run the repository's command: the copy shares its node_modules.
    const command = line.replaceAll(/\bnpx workshop\b/g, "node packages/workshop-cli/bin.mjs");
    const child = spawn("bash", ["-o", "pipefail", "-c", `{ ${command}\n} 2>&1`], {
      cwd: this.root,
      env: plainEnvironment(),
      stdio: ["ignore", "pipe", "inherit"],
    });
    let output = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
    return new Promise((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (code) => resolve({ output, exitCode: code ?? 1 }));
    });
  }

  /** Resolves when the local cloud has no work in progress. Scheduled work does not count. */
  idle(): Promise<void> {
    return this.#cloud.idle();
  }

  /** Follows a directive, e.g. "solve 3.1". @throws Error that says why it cannot be followed */
  async follow(directive: string): Promise<void> {
    const [, verb = "", rest = ""] = /^(\S+)\s*(.*)$/s.exec(directive) ?? [];
    if (verb === "solve") return await this.#solve(rest);
    if (verb === "edit") return this.#edit(rest);
    if (verb === "cut") return this.#cut(rest);
    if (verb === "undo") return this.#undo();
    throw new Error(`Unknown directive "${directive}". Use solve, edit, cut or undo.`);
  }

  async close(): Promise<void> {
    await Promise.all([this.#deployer?.process.close(), this.#cloud.close()]);
    this.#copy[Symbol.dispose]();
  }

  async #solve(number: string): Promise<void> {
    const { output, exitCode } = await this.run(`npx workshop solve ${number}`);
    if (exitCode !== 0) throw new Error(`solve ${number} failed:\n${output}`);
  }

  /** E.g. infra/index.ts: "old" -> "new", both as JSON strings. */
  #edit(rest: string): void {
    const [, path, before, after] = /^([^\s:]+): ("(?:[^"\\]|\\.)*") -> ("(?:[^"\\]|\\.)*")$/.exec(rest) ?? [];
    if (path === undefined) throw new Error(`Not an edit: ${rest}. Write it as FILE: "old" -> "new".`);
    const old = JSON.parse(before!) as string;
    const text = this.#read(path);
    const occurrences = text.split(old).length - 1;
    if (occurrences !== 1)
      throw new Error(`${path} contains ${JSON.stringify(old)} ${occurrences} times, but must contain it once.`);
    this.#write(
      path,
      text.replace(old, () => JSON.parse(after!) as string),
    );
  }

  /** E.g. infra/index.ts 3.2: replaces the exercise's code with its placeholder. */
  #cut(rest: string): void {
    const [path = "", number = ""] = rest.split(" ");
    this.#write(
      path,
      cutRegions(this.#read(path), (found) => found === number),
    );
  }

  #undo(): void {
    for (const [path, text] of this.#originals) writeFileSync(join(this.root, path), text);
    this.#originals.clear();
  }

  #read(path: string): string {
    if (!existsSync(join(this.root, path))) throw new Error(`${path} does not exist, so it cannot be edited.`);
    return readFileSync(join(this.root, path), "utf8");
  }

  #write(path: string, text: string): void {
    const before = this.#read(path);
    if (before === text) throw new Error(`The edit of ${path} changed nothing.`);
    if (!this.#originals.has(path)) this.#originals.set(path, before);
    writeFileSync(join(this.root, path), text);
  }
}

/** Commands that load no code that a reader may have edited. */
const quick =
  /^npx workshop (?:book|trace|events|logs|put-event|faults|speed|outbox|dlq|stuck|solve|hint|restore)(?: [\w.=:@/-]+)*$/;
const deploying = /^npx workshop (?:up|plan|down)(?: \d+)?$/;

/** The arguments of a command that need not run in a shell. */
function workshopCommand(command: string): { args: string[]; deploys: boolean } | undefined {
  const deploys = deploying.test(command);
  return deploys || quick.test(command) ? { args: command.split(" ").slice(2), deploys } : undefined;
}

/** A hash of the program's sources. Handlers are excluded, since each deployment reads them again. */
function programHash(root: string): string {
  const hash = createHash("sha256");
  for (const [path, text] of collectSources(root)) if (!path.startsWith("services/")) hash.update(path).update(text);
  return hash.digest("hex");
}
