import { observedConsumer } from "../../observe.ts";
import { countWrites } from "../count-writes.ts";
import { handler as cancel } from "./cancel-idempotent.ts";

countWrites("BookingsEnded");

/** Wraps cancel-idempotent.ts from step 11 on: adds logs and metrics. */
export const handler = observedConsumer(cancel);
