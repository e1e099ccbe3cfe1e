import { observedConsumer } from "../../observe.ts";
import { countWrites } from "../count-writes.ts";
import { handler as track } from "./track-idempotent.ts";

countWrites("BookingsEnded");

/** Wraps track-idempotent.ts from step 11 on: adds logs and metrics. */
export const handler = observedConsumer(track);
