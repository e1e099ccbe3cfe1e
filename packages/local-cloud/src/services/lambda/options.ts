/** How an account's Lambda behaves where AWS leaves it open, or where a laptop is smaller than AWS. */
export interface LambdaOptions {
  /** How many environments may exist at once on this machine; who needs one more waits for it. 10 unless told. */
  environments?: number;
  /** The account's quota "Concurrent executions"; beyond it Invoke answers TooManyRequestsException. 1000 unless told. */
  concurrentExecutions?: number;
  /** A function's seconds, as far as its Timeout is concerned, last this many of the machine's: 1 unless told. */
  timeoutScale?: number;
  /** Starts an environment as soon as a function is created or updated, as AWS may. True unless told. */
  proactiveInitialization?: boolean;
  /** How long an environment may be idle, by the account's clock. Half an hour unless told. */
  idleMs?: number;
}

export const defaultOptions: Required<LambdaOptions> = {
  environments: 10,
  concurrentExecutions: 1000,
  timeoutScale: 1,
  proactiveInitialization: true,
  idleMs: 30 * 60 * 1000,
};
