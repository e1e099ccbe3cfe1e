import { observedConsumer } from "../../observe.ts";
import { handler as assign } from "./assign-idempotent.ts";

/** Wraps assign-idempotent.ts from step 11 on: adds logs. */
export const handler = observedConsumer(assign);
