import { observedConsumer } from "../../observe.ts";
import { handler as refund } from "./refund-idempotent.ts";

export const handler = observedConsumer(refund);
