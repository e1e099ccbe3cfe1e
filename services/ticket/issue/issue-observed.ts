import { observedConsumer } from "../../observe.ts";
import { handler as issue } from "./issue-idempotent.ts";

/** Wraps issue-idempotent.ts from step 11 on: adds logs. */
export const handler = observedConsumer(issue);
