import { observedConsumer } from "../../observe.ts";
import { handler as send } from "./send-idempotent.ts";

/** Wraps send-idempotent.ts from step 11 on: adds logs. */
export const handler = observedConsumer(send);
