import { observedConsumer } from "../../observe.ts";
import { handler as issue } from "./issue-idempotent.ts";

export const handler = observedConsumer(issue);
