import { json } from "../../../core/json-response.ts";
import type { HttpRequest, HttpResponse, Route } from "../../../core/service.ts";
import { confirmByToken } from "../confirm.ts";
import type { SnsState } from "../state.ts";
import { outboxOf, outboxPrefix } from "./send-email.ts";

/**
 * The local outbox over plain HTTP. GET /_local/outbox answers `{"messages": [OutboxMessage…]}`, the oldest first;
 * ?to=ADDRESS selects the messages to one address. GET /_local/outbox/confirm/TOKEN confirms the subscription, as the link
 * in AWS's e-mail does.
 */
export function outboxRoute(state: SnsState): Route {
  return {
    prefix: outboxPrefix,
    answer: async (request) => {
      if (request.method !== "GET") return json(405, { message: "The outbox is read-only: use GET." });
      const url = new URL(request.url, "http://outbox");
      if (url.pathname === outboxPrefix) return json(200, { messages: messagesTo(state, url.searchParams.get("to")) });
      const token = new RegExp(`^${outboxPrefix}/confirm/(\\w+)$`).exec(url.pathname)?.[1];
      return token === undefined ? notFound(request) : confirm(state, token);
    },
  };
}

function messagesTo(state: SnsState, address: string | null) {
  return [...outboxOf(state).values()].filter(({ to }) => address === null || to === address);
}

async function confirm(state: SnsState, token: string): Promise<HttpResponse> {
  const subscription = confirmByToken(state, token);
  if (!subscription) return json(404, { message: "No pending subscription has this token." });
  await state.account.store.durable();
  return json(200, { message: "Subscription confirmed!", subscriptionArn: subscription.arn });
}

function notFound({ url }: HttpRequest): HttpResponse {
  return json(404, { message: `There is nothing at ${url}. Use ${outboxPrefix} or ${outboxPrefix}?to=ADDRESS.` });
}
