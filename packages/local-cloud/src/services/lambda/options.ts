/** Settings that AWS does not define, and limits for a machine much smaller than AWS. */
export interface LambdaOptions {
  /** How many environments may exist at once on this machine; further invocations wait. Default: 10. */
  environments?: number;
  /** The account's quota "Concurrent executions"; beyond it Invoke answers TooManyRequestsException. Default: 1000. */
  concurrentExecutions?: number;
  /** How many seconds of system time one second of a function's Timeout lasts. Default: 1. */
  timeoutScale?: number;
  /** Starts an environment as soon as a function is created or updated, as AWS may. Default: true. */
  proactiveInitialization?: boolean;
  /** How long an environment may be idle, in milliseconds of the account's clock. Default: half an hour. */
  idleMs?: number;
}

export const defaultOptions: Required<LambdaOptions> = {
  environments: 10,
  concurrentExecutions: 1000,
  timeoutScale: 1,
  proactiveInitialization: true,
  idleMs: 30 * 60 * 1000,
};
