import { observedConsumer } from "../../observe.ts";
import { handler as assign } from "./assign-idempotent.ts";

export const handler = observedConsumer(assign);
