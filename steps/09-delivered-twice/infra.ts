import type { Changes } from "../../infra/components/context.ts";
import type { Permission } from "../../infra/components/service-function.ts";

/** For each function, a handler that copes with repeated events. */
const handlers: Record<string, string> = {
  "booking-api": "services/booking/api/api-idempotent.ts",
  "booking-track": "services/booking/track/track-idempotent.ts",
  "booking-cancel": "services/booking/cancel/cancel-idempotent.ts",
  "payment-charge": "services/payment/charge/charge-idempotent.ts",
  "payment-refund": "services/payment/refund/refund-idempotent.ts",
  "seat-assign": "services/seat-assignment/assign/assign-idempotent.ts",
  "ticket-issue": "services/ticket/issue/issue-idempotent.ts",
  "notification-send": "services/notification/send/send-idempotent.ts",
};

export const changes: Changes = {
  functionArgs(name, { handler, allow }) {
    return { handler: handlers[name] ?? handler, allow: allow.map(withRead) };
  },
};

/** Step 9: every event may arrive twice and out of order. The same functions run new code; no resource is added. */
export default function deliveredTwice() {
  return {};
}

/** To publish its stored event again, a function has to read it. So permission on its own table includes GetItem. */
function withRead(permission: Permission): Permission {
  const actions = [permission.Action].flat();
  if (!actions.some((action) => action.startsWith("dynamodb:"))) return permission;
  return { ...permission, Action: [...new Set([...actions, "dynamodb:GetItem"])] };
}
