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
  /**
   * The folder for V8's compiled form of the functions' code, which several clouds may share. Default: beside the code. Clouds
   * without a folder share one in the `node_modules/.cache` of the project in the working directory.
   */
  compiledCode?: string | undefined;
}

/** The options with all defaults filled in. */
export type FilledOptions = Required<Omit<LambdaOptions, "compiledCode">> & Pick<LambdaOptions, "compiledCode">;

export const defaultOptions: FilledOptions = {
  environments: 10,
  concurrentExecutions: 1000,
  timeoutScale: 1,
  proactiveInitialization: true,
  idleMs: 30 * 60 * 1000,
};
