import type { Changes } from "../../infra/context.ts";
import type { Permission } from "../../infra/service-function.ts";

/** Beside each handler of before, one that an event may reach twice. */
const handlers: Record<string, string> = {
  "booking-api": "services/booking/api-once.ts",
  "booking-track": "services/booking/track-once.ts",
  "booking-cancel": "services/booking/cancel-once.ts",
  "payment-charge": "services/payment/charge-once.ts",
  "payment-refund": "services/payment/refund-once.ts",
  "seat-assign": "services/seat-assignment/assign-once.ts",
  "ticket-issue": "services/ticket/issue-once.ts",
  "notification-send": "services/notification/send-once.ts",
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
