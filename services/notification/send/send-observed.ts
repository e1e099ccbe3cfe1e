import { observedConsumer } from "../../observe.ts";
import { handler as send } from "./send-idempotent.ts";

export const handler = observedConsumer(send);
