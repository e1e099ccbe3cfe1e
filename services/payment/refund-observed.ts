import { observedConsumer } from "../observe.ts";
import { handler as refund } from "./refund-once.ts";

export const handler = observedConsumer(refund);
