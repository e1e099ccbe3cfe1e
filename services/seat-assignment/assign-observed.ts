import { observedConsumer } from "../observe.ts";
import { handler as assign } from "./assign-once.ts";

export const handler = observedConsumer(assign);
