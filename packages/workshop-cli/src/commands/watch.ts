import { checkExercises, isStepPassed, type StepCheck } from "../check/check-step.ts";
import { describeCheck } from "../check/describe.ts";
import { lastTaughtStep } from "../exercises/step-names.ts";
import { openWorkshop } from "../exercises/workshop.ts";
import { confirm } from "../terminal/confirm.ts";
import { foreseen } from "../terminal/foreseen.ts";
import { Keys } from "../terminal/keys.ts";
import { clearScreen, clearStatus, duration, note, paint, say, status } from "../terminal/output.ts";
import { untilInterrupted } from "../terminal/until-interrupted.ts";
import { DeployedProof } from "../watch/deploy-and-book.ts";
import { SavedFiles } from "../watch/saved-files.ts";
import { exercisesToCheck } from "./exercises-to-check.ts";

/**
 * `npx workshop watch [N]`: on each save, checks the step; when all of it passes, deploys it, books a flight, and shows
 * what happened. Runs until q or Ctrl-C.
 */
export async function watch(what: string | undefined): Promise<void> {
  const { interrupted } = untilInterrupted();
  const exercises = exercisesToCheck(openWorkshop(), what);
  let end: End = () => {};
  const ended = new Promise<void>((resolve, reject) => {
    end = (error) => (error === undefined ? resolve() : reject(error));
  });
  using session = new Session(exercises[0]!.step, what, end);
  session.start();
  await Promise.race([interrupted, ended]);
}

/** Ends the command, with an error if it was not the learner who ended it. */
type End = (error?: unknown) => void;
type Key = "h" | "s" | "n" | "r" | "q";

class Session implements Disposable {
  #step: number;
  #what: string | undefined;
  readonly #end: End;
  readonly #proof = new DeployedProof();
  #files: SavedFiles | undefined;
  #keys: Keys | undefined;
  /** Aborts the check that is running, when a file is saved again. */
  #checking = new AbortController();
  /** One thing at a time: a key or a save waits until the current one is done. */
  #work: Promise<void> = Promise.resolve();
  #waiting = 0;
  #last: StepCheck | undefined;
  #ended = false;

  constructor(step: number, what: string | undefined, end: End) {
    this.#step = step;
    this.#what = what;
    this.#end = end;
  }

  start(): void {
    this.#listen();
    this.#openKeys();
    this.#checkSoon();
  }

  #listen(): void {
    const { workspace, catalogue } = openWorkshop();
    this.#files?.[Symbol.dispose]();
    this.#files = new SavedFiles(
      workspace,
      catalogue.filesOfStep(this.#step).map(({ path }) => path),
      () => this.#checkSoon(),
    );
  }

  #openKeys(): void {
    this.#keys = Keys.open((key) => this.#press(key as Key));
  }

  #press(key: Key): void {
    if (key === "q") return this.#end();
    if (key === "r") return this.#checkSoon();
    if (key === "h" || key === "s" || key === "n") this.#enqueue(() => this.#act(key));
  }

  #checkSoon(): void {
    this.#checking.abort();
    this.#checking = new AbortController();
    const { signal } = this.#checking;
    this.#enqueue(() => this.#round(signal));
  }

  #enqueue(work: () => Promise<void>): void {
    this.#waiting++;
    this.#work = this.#work.then(async () => {
      this.#waiting--;
      if (this.#ended) return;
      await work().catch((error: unknown) => this.#report(error));
    });
  }

  async #round(signal: AbortSignal): Promise<void> {
    // Saved again in the meantime: a later round has the newest text.
    if (signal.aborted) return;
    const startedAt = performance.now();
    // Loading Pulumi takes a core for a second, which the check needs, too.
    if (this.#last && this.#openOnes(this.#last).length <= 1) this.#proof.prepare();
    status("Checking ...");
    const workshop = openWorkshop();
    const exercises = exercisesToCheck(workshop, this.#what ?? String(this.#step));
    const found = await checkExercises(workshop, exercises, { signal }).catch((error: unknown) => {
      if (signal.aborted) return undefined;
      throw error;
    });
    clearStatus();
    if (!found || signal.aborted) return;
    this.#last = found;
    clearScreen();
    const isWhole = isStepPassed(workshop, this.#step, found);
    const lines = describeCheck(found, this.#step);
    // Its last lines say how to deploy, which happens now.
    for (const line of isWhole ? lines.slice(0, -2) : lines) say(line);
    note(paint.dim(`Checked in ${duration(performance.now() - startedAt)}.`));
    if (isWhole) await this.#proof.run(this.#step);
    this.#sayKeys();
  }

  /** The exercise that the learner works on: before the first check, the step's first one. */
  #open(): string | undefined {
    return this.#last ? this.#openOnes(this.#last)[0] : openWorkshop().catalogue.ofStep(this.#step)[0]?.number;
  }

  #openOnes({ verdicts }: StepCheck): string[] {
    return verdicts.filter(({ outcome }) => outcome !== "passed").map(({ number }) => number);
  }

  async #act(key: "h" | "s" | "n"): Promise<void> {
    const open = this.#open();
    if (key === "n") return await this.#next(open);
    if (!open) return note("Every exercise of this step passes.");
    say();
    if (key === "h") await (await import("./hint.ts")).hint(open, {});
    else if (await this.#ask(`Write the solution of ${open} into your file? Your code is saved first.`)) {
      await (await import("./solve.ts")).solve(open, {});
    }
    this.#sayKeys();
  }

  async #next(open: string | undefined): Promise<void> {
    if (open) return note(`${open} is open. To go on all the same: npx workshop begin ${this.#step + 1}`);
    if (this.#step >= lastTaughtStep) return note("This was the last step.");
    clearScreen();
    await (await import("./begin.ts")).begin(String(this.#step + 1), {});
    this.#step++;
    this.#what = undefined;
    this.#last = undefined;
    this.#listen();
    this.#sayKeys();
  }

  /** The question takes a line of text, so the keys have to wait. */
  async #ask(question: string): Promise<boolean> {
    this.#keys?.[Symbol.dispose]();
    try {
      return await confirm(question, "npx workshop solve");
    } finally {
      this.#openKeys();
    }
  }

  /** Whatever fails, the learner can save again. */
  #report(error: unknown): void {
    clearStatus();
    const failure = foreseen(error);
    if (!failure) return this.#end(error);
    note(paint.red(failure.message));
    if (failure.fix) note(failure.fix);
    this.#sayKeys();
  }

  #sayKeys(): void {
    if (this.#waiting > 0) return;
    if (!this.#keys) return note("\nSave a file to check again, or press Ctrl-C to stop.");
    const keys = this.#open() ? "h hint   s solve   r run again   q quit" : "n next step   r run again   q quit";
    note(`\nSave a file to check again.   ${keys}`);
  }

  [Symbol.dispose](): void {
    this.#ended = true;
    this.#checking.abort();
    this.#files?.[Symbol.dispose]();
    this.#keys?.[Symbol.dispose]();
    this.#proof[Symbol.dispose]();
  }
}
