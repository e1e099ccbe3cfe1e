import { observedConsumer } from "../../observe.ts";
import { handler as charge } from "./charge-idempotent.ts";

export const handler = observedConsumer(charge);
