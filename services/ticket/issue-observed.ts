import { observedConsumer } from "../observe.ts";
import { handler as issue } from "./issue-once.ts";

export const handler = observedConsumer(issue);
