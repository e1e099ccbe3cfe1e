/** The result of checking one thing in the account. */
export interface LiveFinding {
  /** What is expected: "BookingCreatedRule has payment-charge as a target". */
  what: string;
  outcome: "passed" | "not yet";
  seen?: string;
  expected?: string;
  /** What to do. */
  fix?: string;
}

export function passed(what: string): LiveFinding {
  return { what, outcome: "passed" };
}

export function notYet(what: string, rest: Pick<LiveFinding, "seen" | "expected" | "fix">): LiveFinding {
  return { what, outcome: "not yet", ...rest };
}

/** AWS's answer, or undefined if the resource does not exist. Any other error is thrown. */
export async function undefinedIfMissing<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    const { name } = error as Error;
    if (/NotFound|NoSuchEntity|NonExistentQueue|QueueDoesNotExist/.test(name)) return undefined;
    throw error;
  }
}
