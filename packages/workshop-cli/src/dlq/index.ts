export { type DlqClients, makeDlqClients } from "./dlq-clients.ts";
export { type FailureQueue, findFailureQueues } from "./failure-queues.ts";
export { remove, takeFailedEvents, takeMessages } from "./messages.ts";
