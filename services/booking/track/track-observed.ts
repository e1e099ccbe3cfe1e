import { observedConsumer } from "../../observe.ts";
import { countWrites } from "../count-writes.ts";
import { handler as track } from "./track-idempotent.ts";

countWrites("BookingsEnded");

export const handler = observedConsumer(track);
