import { observedConsumer } from "../observe.ts";
import { handler as send } from "./send-once.ts";

export const handler = observedConsumer(send);
