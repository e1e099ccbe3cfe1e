import { cpSync, existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Checkout, type Ended, type Running } from "../support/checkout.ts";

/** Whether to run the whole bank of these tests, as `npm run soak` does, or a sample of it. */
export const whole = process.env.DAMAGES === "all";

/** A learner's folder on step 3, with steps 1 and 2 deployed and a booking made, and its local cloud stopped. */
export class UsedFolder implements Disposable {
  readonly checkout = new Checkout();
  readonly #template = join(this.checkout.root, ".template");
  #cloud: Running | undefined;

  async prepare(): Promise<this> {
    const cloud = await this.start();
    await this.succeeds("begin 3");
    await this.succeeds("book --id B1");
    await cloud.end("SIGINT");
    this.#copy(this.root, this.#template);
    return this;
  }

  get root(): string {
    return this.checkout.root;
  }

  /** Back to the state after `prepare`. Ends a cloud that is still running. */
  async restore(): Promise<void> {
    await this.#cloud?.end("SIGKILL");
    this.#cloud = undefined;
    this.#copy(this.#template, this.root);
  }

  #copy(from: string, to: string): void {
    for (const name of [".workshop", "infra", "services", "steps"]) {
      rmSync(join(to, name), { recursive: true, force: true });
      cpSync(join(from, name), join(to, name), { recursive: true, preserveTimestamps: true });
    }
  }

  /** Starts the local cloud; resolves once it serves. @throws Error with its output if it does not start */
  async start(args = "cloud --port 0"): Promise<Running> {
    this.#cloud = this.checkout.start(args);
    await this.#cloud.says("The local cloud is at");
    return this.#cloud;
  }

  /** Kills the cloud once a deployment to it has begun. */
  async killCloudDuringDeployment(): Promise<void> {
    const lock = join(this.root, ".workshop/cloud/stack.json.lock");
    while (!existsSync(lock)) await new Promise((resolve) => setTimeout(resolve, 5));
    await this.#cloud?.end("SIGKILL");
  }

  /** Runs a command that has to succeed. */
  async succeeds(args: string): Promise<Ended> {
    const ended = await this.run(args);
    if (ended.code !== 0) throw new Error(`${args} exited with ${ended.code}: ${ended.stdout}${ended.stderr}`);
    return ended;
  }

  /** Runs a command. @throws Error if it calls its failure a bug, or prints a stack trace */
  async run(args: string): Promise<Ended> {
    const ended = await this.checkout.run(args);
    refuseBugs(args, ended);
    return ended;
  }

  /**
   * Books a flight. If that fails, follows the advice that it prints, to the letter, and that of the commands in it, and
   * books again. @returns the commands that were needed
   */
  async bookByAdvice(said = ""): Promise<string[]> {
    const typed: string[] = [];
    const queue = advised(said);
    for (let tries = 0; tries < 8; tries++) {
      const command = queue.shift() ?? "book";
      typed.push(command);
      const { code, stdout, stderr } = await this.run(command);
      if (command === "book" && code === 0) return typed;
      if (code !== 0) queue.unshift(...advised(`${stdout}${stderr}`));
    }
    throw new Error(`No flight was booked. Typed: ${typed.join(", ")}`);
  }

  [Symbol.dispose](): void {
    void this.#cloud?.end("SIGKILL");
    if (existsSync(this.root)) this.checkout[Symbol.dispose]();
  }
}

/** The commands that a text advises, without `npx workshop`. */
function advised(text: string): string[] {
  return [...text.replaceAll(/\s+/g, " ").matchAll(/npx workshop ((?:up|down|reset|begin)(?: \d+)?)/g)].map(
    ([, command]) => command!,
  );
}

/** No failure of these tests is a bug in the workshop. */
export function refuseBugs(args: string, { code, stderr }: Pick<Ended, "code" | "stderr">): void {
  if (code !== 70 && !/bug in the workshop|\n\s+at \S+ \(/.test(stderr)) return;
  throw new Error(`${args} was not foreseen:\n${stderr}`);
}
