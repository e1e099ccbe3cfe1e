import { observedConsumer } from "../../observe.ts";
import { handler as charge } from "./charge-idempotent.ts";

/** Wraps charge-idempotent.ts from step 11 on: adds logs. */
export const handler = observedConsumer(charge);
