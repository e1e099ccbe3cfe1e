import type { LiveAccount } from "./account.ts";
import { lookAtABooking, lookAtAnEvent } from "./check-booking.ts";
import { lookAtBus, lookAtEventLogPolicy, lookAtRule, lookAtTarget } from "./check-bus.ts";
import { type Allowance, lookAtPermission, lookAtRole, lookAtUrl } from "./check-function.ts";
import { lookAtQueuePolicy, lookAtSubscription } from "./check-inbox.ts";
import type { LiveFinding } from "./finding.ts";
import { routes } from "./routes.ts";

/**
 * Looks at what a step added, as it is deployed: first at each part, then at a test booking. Where a
 * part is not right, no booking is sent: it would say the same once more, after a long wait.
 */
export async function lookAtStep(account: LiveAccount, step: number): Promise<LiveFinding[]> {
  const parts = await Promise.all([
    lookAtBus(account),
    ...(looks[step]?.(account) ?? []),
    ...lookAtRoutes(account, step),
  ]);
  if (parts.some(({ outcome }) => outcome !== "passed")) return parts;
  return [...parts, ...(step === 1 ? [await lookAtAnEvent(account)] : await lookAtABooking(account, step))];
}

/** What each step adds beside its routes. */
const looks: Record<number, (account: LiveAccount) => Promise<LiveFinding>[]> = {
  1: (account) => [
    lookAtRule(account, "EveryEventRule", { source: [{ prefix: "" }] }),
    lookAtEventLogPolicy(account),
    lookAtTarget(account, "EveryEventRule", {
      arn: account.arn("logs", `log-group:${account.connection.outputs.eventLogGroup}`),
      is: "the event log",
    }),
  ],
  2: (account) => [
    lookAtRole(account, "booking-api", [
      onTable(account, "BookingTable", "PutItem", "GetItem"),
      publishing(account),
      logging(account, "booking-api"),
    ]),
    lookAtUrl(account, "booking-api"),
  ],
  3: (account) => [
    lookAtRole(account, "payment-charge", [onTable(account, "PaymentTable", "PutItem"), publishing(account)]),
  ],
  4: (account) => [
    lookAtRole(account, "seat-assign", [onTable(account, "SeatTable", "GetItem", "UpdateItem"), publishing(account)]),
  ],
  5: (account) => [
    lookAtRole(account, "ticket-issue", [onTable(account, "TicketTable", "PutItem"), publishing(account)]),
  ],
  6: (account) => [lookAtSubscription(account), lookAtQueuePolicy(account)],
};

/** Rule, target and permission of each event that the step leads somewhere. */
function lookAtRoutes(account: LiveAccount, step: number): Promise<LiveFinding>[] {
  return routes
    .filter((route) => route.step === step)
    .flatMap(({ event, source, functions }) => [
      lookAtRule(account, `${event}Rule`, { source: [source], "detail-type": [event] }),
      ...functions.flatMap((name) => [
        lookAtTarget(account, `${event}Rule`, {
          arn: account.arn("lambda", `function:${account.name(name)}`),
          is: account.name(name),
        }),
        lookAtPermission(account, name, `${event}Rule`),
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
