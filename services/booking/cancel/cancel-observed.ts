import { observedConsumer } from "../../observe.ts";
import { countWrites } from "../count-writes.ts";
import { handler as cancel } from "./cancel-idempotent.ts";

countWrites("BookingsEnded");

export const handler = observedConsumer(cancel);
