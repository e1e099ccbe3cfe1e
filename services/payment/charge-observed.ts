import { observedConsumer } from "../observe.ts";
import { handler as charge } from "./charge-once.ts";

export const handler = observedConsumer(charge);
