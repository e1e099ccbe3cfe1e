import { observedConsumer } from "../../observe.ts";
import { handler as refund } from "./refund-idempotent.ts";

/** Wraps refund-idempotent.ts from step 11 on: adds logs. */
export const handler = observedConsumer(refund);
