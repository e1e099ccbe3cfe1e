import type { Changes } from "../../infra/components/context.ts";
import type { Permission } from "../../infra/components/service-function.ts";

/** Beside each handler of before, one that an event may reach twice. */
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

/** Step 9: every event may come twice, and in the wrong order. New code in the same functions; nothing new is made. */
export default function deliveredTwice() {
  return {};
}

/** To say again what it stored, a function has to read it: a right on its own table includes one item at a time. */
function withRead(permission: Permission): Permission {
  const actions = [permission.Action].flat();
  if (!actions.some((action) => action.startsWith("dynamodb:"))) return permission;
  return { ...permission, Action: [...new Set([...actions, "dynamodb:GetItem"])] };
}
