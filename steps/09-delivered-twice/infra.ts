import type { Changes } from "../../infra/components/context.ts";
import type { Permission } from "../../infra/components/service-function.ts";
import { callProvider } from "./payment-provider.ts";

/** For each function, a handler that copes with repeated events, and what it does with its own table. */
const idempotent: Record<string, { handler: string; actions: string[] }> = {
  "booking-api": { handler: "booking/api/api-idempotent", actions: ["PutItem", "GetItem", "UpdateItem"] },
  "booking-track": { handler: "booking/track/track-idempotent", actions: ["UpdateItem", "GetItem"] },
  "booking-cancel": { handler: "booking/cancel/cancel-idempotent", actions: ["UpdateItem", "GetItem"] },
  "payment-charge": { handler: "payment/charge/charge-idempotent", actions: ["PutItem", "GetItem", "UpdateItem"] },
  "payment-refund": {
    handler: "payment/refund/refund-idempotent",
    actions: ["Query", "PutItem", "GetItem", "UpdateItem"],
  },
  "seat-assign": { handler: "seat-assignment/assign/assign-idempotent", actions: ["GetItem", "UpdateItem"] },
  "seat-release": { handler: "seat-assignment/release/release-idempotent", actions: ["GetItem", "UpdateItem"] },
  "ticket-issue": { handler: "ticket/issue/issue-idempotent", actions: ["PutItem", "GetItem", "UpdateItem"] },
  "notification-send": { handler: "notification/send/send-idempotent", actions: ["PutItem", "GetItem"] },
};

/** The functions that call the payment provider. */
const callers = ["payment-charge", "payment-refund"];

export const changes: Changes = {
  functionArgs(name, { environment, allow }, context) {
    const changed = idempotent[name];
    if (!changed) return {};
    const args = {
      handler: `services/${changed.handler}.ts`,
      allow: allow.map((permission) => withTableActions(permission, changed.actions)),
    };
    if (!callers.includes(name)) return args;

    const provider = callProvider(context);
    return {
      ...args,
      allow: [...args.allow, provider.permission],
      environment: { ...environment, PROVIDER_URL: provider.url },
    };
  },
};

/** Step 9: every event may arrive twice and out of order. The same functions run new code, and Payment calls a provider. */
export default function deliveredTwice() {
  return {};
}

function withTableActions(permission: Permission, actions: string[]): Permission {
  if (![permission.Action].flat().some((action) => action.startsWith("dynamodb:"))) return permission;
  return { ...permission, Action: actions.map((action) => `dynamodb:${action}`) };
}
