/** One thing that was looked at in the account. */
export interface LiveFinding {
  /** What should be so: "BookingCreatedRule sends to payment-charge". */
  what: string;
  outcome: "passed" | "not yet";
  seen?: string;
  expected?: string;
  /** What to do about it. */
  mend?: string;
}

export function passed(what: string): LiveFinding {
  return { what, outcome: "passed" };
}

export function notYet(what: string, rest: Pick<LiveFinding, "seen" | "expected" | "mend">): LiveFinding {
  return { what, outcome: "not yet", ...rest };
}

/** AWS's answer, or undefined where it says that there is no such thing. Every other error is passed on. */
export async function orNothing<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    const { name } = error as Error;
    if (/NotFound|NoSuchEntity|NonExistentQueue|QueueDoesNotExist/.test(name)) return undefined;
    throw error;
  }
}
