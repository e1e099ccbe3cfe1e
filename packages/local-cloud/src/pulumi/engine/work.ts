import { DeploymentError, type Problem } from "./errors.ts";

/** The parts of a deployment that are under way. The first problem lets no other part begin. */
export class Work {
  readonly #onProblem: (problem: Problem) => void;
  readonly #problems: Problem[] = [];
  readonly #inFlight = new Set<Promise<unknown>>();
  /** Resolves when the first problem arises. */
  readonly stopped: Promise<void>;
  #stop = () => {};

  constructor(onProblem: (problem: Problem) => void) {
    this.#onProblem = onProblem;
    this.stopped = new Promise((resolve) => {
      this.#stop = resolve;
    });
  }

  /**
   * Does a part, unless all has stopped. A part that fails stops everything and never ends, as far
   * as the program can see: what depends on it is not to be made.
   *
   * @param about Says what the part was about, if it fails.
   */
  run<T>(part: () => Promise<T>, about: () => Partial<Problem> = () => ({})): Promise<T> {
    if (this.#problems.length > 0) return new Promise<T>(() => {});
    const work = part();
    const settled = work.then(
      () => {},
      (error: unknown) => this.fail({ ...about(), message: (error as Error).message }),
    );
    this.#inFlight.add(settled);
    void settled.then(() => this.#inFlight.delete(settled));
    return work.catch(() => new Promise<T>(() => {}));
  }

  fail(problem: Problem): void {
    if (this.#problems.some(({ message }) => message === problem.message)) return;
    this.#problems.push(problem);
    this.#onProblem(problem);
    this.#stop();
  }

  /** @throws DeploymentError if anything failed. */
  raiseProblems(): void {
    if (this.#problems.length > 0) throw new DeploymentError(this.#problems);
  }

  /** Waits for what is under way. @throws DeploymentError if anything failed. */
  async settle(): Promise<void> {
    while (this.#inFlight.size > 0) await Promise.all(this.#inFlight);
    this.raiseProblems();
  }
}
