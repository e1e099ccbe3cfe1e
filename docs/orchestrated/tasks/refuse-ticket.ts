import { putIfAbsent } from "../../../services/put-if-absent.ts";
import { decisionIn } from "./issue-ticket.ts";
import { reasonOf, type SagaState } from "./saga-state.ts";

type Decision = NonNullable<SagaState["issueTicket"]>;

/**
 * Decides about a ticket whose task gave no answer: refuses it, unless it was issued. One conditional write settles it,
 * also against a function that is still running.
 */
export async function handler(state: SagaState): Promise<Decision> {
  const { bookingId, customerId, flightId } = state;
  const refusal: Decision = { status: "REJECTED", reason: reasonOf(state) };
  return decisionIn(await putIfAbsent({ bookingId, customerId, flightId, ...refusal }, { bookingId }));
}
