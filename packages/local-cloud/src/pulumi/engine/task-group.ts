import { DeploymentError, type Problem } from "./errors.ts";

/** The tasks of a deployment in flight. After the first problem no further task starts. */
export class TaskGroup {
  readonly #onProblem: (problem: Problem) => void;
  readonly #problems: Problem[] = [];
  readonly #inFlight = new Set<Promise<unknown>>();
  /** Resolves when the first problem occurs. */
  readonly stopped: Promise<void>;
  #stop = () => {};

  constructor(onProblem: (problem: Problem) => void) {
    this.#onProblem = onProblem;
    this.stopped = new Promise((resolve) => {
      this.#stop = resolve;
    });
  }

  /**
   * Runs a task, unless the group has stopped. A task that fails stops the group, and its promise never settles, so
   * that the program does not continue with what depends on it.
   *
   * @param about What to add to the problem if the task fails.
   */
  run<T>(task: () => Promise<T>, about: () => Partial<Problem> = () => ({})): Promise<T> {
    if (this.#problems.length > 0) return new Promise<T>(() => {});
    const running = task();
    const settled = running.then(
      () => {},
      (error: unknown) => this.fail({ ...about(), message: (error as Error).message }),
    );
    this.#inFlight.add(settled);
    void settled.then(() => this.#inFlight.delete(settled));
    return running.catch(() => new Promise<T>(() => {}));
  }

  fail(problem: Problem): void {
    if (this.#problems.some(({ message }) => message === problem.message)) return;
    this.#problems.push(problem);
    this.#onProblem(problem);
    this.#stop();
  }

  /** @throws DeploymentError if anything failed. */
  throwProblems(): void {
    if (this.#problems.length > 0) throw new DeploymentError(this.#problems);
  }

  /** Waits for the tasks in flight. @throws DeploymentError if anything failed. */
  async settle(): Promise<void> {
    while (this.#inFlight.size > 0) await Promise.all(this.#inFlight);
    this.throwProblems();
  }
}
