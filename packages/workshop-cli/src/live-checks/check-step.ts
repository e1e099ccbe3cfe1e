import type { LiveAccount } from "./account.ts";
import { checkBooking, checkEvent } from "./check-booking.ts";
import { checkBus, checkEventLogPolicy, checkRule, checkTarget } from "./check-bus.ts";
import { type Allowance, checkPermission, checkRole, checkUrl } from "./check-function.ts";
import { checkQueuePolicy, checkSubscription } from "./check-inbox.ts";
import type { LiveFinding } from "./finding.ts";
import { readRoutes } from "./routes.ts";

/**
 * Checks what a step added, as it is deployed: first each part, then a test booking. If a part is not
 * right, no booking is made: it would find the same problem after a long wait.
 */
export async function checkStep(account: LiveAccount, step: number): Promise<LiveFinding[]> {
  const parts = await Promise.all([
    checkBus(account),
    ...(checks[step]?.(account) ?? []),
    ...checkRoutes(account, step),
  ]);
  if (parts.some(({ outcome }) => outcome !== "passed")) return parts;
  return [...parts, ...(await checkPath(account, step))];
}

/** Step 1 has no bookings yet: its event is ours. From step 13 on, the bus accepts only events of its publishers. */
async function checkPath(account: LiveAccount, step: number): Promise<LiveFinding[]> {
  if (step > 1) return await checkBooking(account, step);
  if (account.connection.outputs.step < leastPrivilegeStep) return [await checkEvent(account)];
  return await checkBooking(account, 2);
}

const leastPrivilegeStep = 13;
/** From this step on, a pipe publishes for Booking, and Booking's functions may not. */
const outboxStep = 14;

/** What each step adds besides its routes. */
const checks: Record<number, (account: LiveAccount) => Promise<LiveFinding>[]> = {
  1: (account) => [
    checkRule(account, "EveryEventRule", { source: [{ prefix: "" }] }),
    checkEventLogPolicy(account),
    checkTarget(account, "EveryEventRule", {
      arn: account.arn("logs", `log-group:${account.connection.outputs.eventLogGroup}`),
      is: "the event log",
    }),
  ],
  2: (account) => [
    checkRole(account, "booking-api", [
      onTable(account, "BookingTable", "PutItem", "GetItem"),
      ...(account.connection.outputs.step < outboxStep ? [publishing(account)] : []),
      logging(account, "booking-api"),
    ]),
    checkUrl(account, "booking-api"),
  ],
  3: (account) => [
    checkRole(account, "payment-charge", [onTable(account, "PaymentTable", "PutItem"), publishing(account)]),
  ],
  4: (account) => [
    checkRole(account, "seat-assign", [onTable(account, "SeatTable", "GetItem", "UpdateItem"), publishing(account)]),
  ],
  5: (account) => [
    checkRole(account, "ticket-issue", [onTable(account, "TicketTable", "PutItem"), publishing(account)]),
  ],
  6: (account) => [checkSubscription(account), checkQueuePolicy(account)],
};

/** Checks rule, targets and permissions of each event that the step adds a route for. */
function checkRoutes(account: LiveAccount, step: number): Promise<LiveFinding>[] {
  return readRoutes()
    .filter((route) => route.step === step)
    .flatMap(({ event, source, functions }) => [
      checkRule(account, `${event}Rule`, { source: [source], "detail-type": [event] }),
      ...functions.flatMap((name) => [
        checkTarget(account, `${event}Rule`, {
          arn: account.arn("lambda", `function:${account.name(name)}`),
          is: account.name(name),
        }),
        checkPermission(account, name, `${event}Rule`),
      ]),
    ]);
}

function onTable({ arn, name }: LiveAccount, table: string, ...operations: string[]): Allowance {
  return { actions: operations.map((it) => `dynamodb:${it}`), resource: arn("dynamodb", `table/${name(table)}`) };
}

function publishing({ arn, name }: LiveAccount): Allowance {
  return { actions: ["events:PutEvents"], resource: arn("events", `event-bus/${name("AircraftBookingBus")}`) };
}

function logging({ arn, name }: LiveAccount, functionName: string): Allowance {
  const resource = arn("logs", `log-group:/aws/lambda/${name(functionName)}:log-stream:any`);
  return { actions: ["logs:CreateLogStream", "logs:PutLogEvents"], resource };
}
