import { observedConsumer } from "../observe.ts";
import { handler as cancel } from "./cancel-once.ts";
import { countWrites } from "./count-writes.ts";

countWrites("BookingsEnded");

export const handler = observedConsumer(cancel);
