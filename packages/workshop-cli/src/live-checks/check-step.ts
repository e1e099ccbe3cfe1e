import type { LiveAccount } from "./account.ts";
import { checkBooking, checkEvent } from "./check-booking.ts";
import { checkBus, checkEventLogPolicy, checkRule, checkTarget } from "./check-bus.ts";
import { checkPermission, checkRole, checkUrl } from "./check-function.ts";
import { checkQueuePolicy, checkSubscription } from "./check-inbox.ts";
import type { LiveFinding } from "./finding.ts";
import type { IntendedProgram } from "./intended-program.ts";
import { type Parts, partsOf } from "./parts.ts";

/**
 * Checks what a step added, as it is deployed: first each part, then a test booking. If a part is not
 * right, no booking is made: it would find the same problem after a long wait.
 */
export async function checkStep(account: LiveAccount, step: number, program: IntendedProgram): Promise<LiveFinding[]> {
  const added = await partsOf(program, step, account.connection.outputs.step);
  const parts = await Promise.all([
    checkBus(account),
    ...(checks[step]?.(account) ?? []),
    ...checkParts(account, added),
  ]);
  if (parts.some(({ outcome }) => outcome !== "passed")) return parts;
  return [...parts, ...(await checkPath(account, step))];
}

/** With step 1 alone nobody publishes, so the event is ours. Later a booking has one, and the bus may be closed to us. */
async function checkPath(account: LiveAccount, step: number): Promise<LiveFinding[]> {
  return account.connection.outputs.step === 1
    ? [await checkEvent(account)]
    : await checkBooking(account, Math.max(step, 2));
}

/** What a step adds besides functions, and rules that invoke them. */
const checks: Record<number, (account: LiveAccount) => Promise<LiveFinding>[]> = {
  1: (account) => [
    checkRule(account, account.name("EveryEventRule"), { source: [{ prefix: "" }] }),
    checkEventLogPolicy(account),
    checkTarget(account, account.name("EveryEventRule"), {
      arn: account.arn("logs", `log-group:${account.connection.outputs.eventLogGroup}`),
      is: "the event log",
    }),
  ],
  2: (account) => [checkUrl(account, account.name("booking-api"))],
  6: (account) => [checkSubscription(account), checkQueuePolicy(account)],
};

/** Checks the role of each function, and rule, target and permission of each route. */
function checkParts(account: LiveAccount, { functions, routes }: Parts): Promise<LiveFinding>[] {
  const rules = new Map(routes.map(({ rule, pattern }) => [rule, pattern]));
  return [
    ...functions.map(({ name, allowed }) => checkRole(account, name, allowed)),
    ...[...rules].map(([rule, pattern]) => checkRule(account, rule, pattern)),
    ...routes.flatMap(({ rule, function: name }) => [
      checkTarget(account, rule, { arn: account.arn("lambda", `function:${name}`), is: name }),
      checkPermission(account, name, rule),
    ]),
  ];
}
