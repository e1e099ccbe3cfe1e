export { readEvents } from "./read-events.ts";
export type { SeenEvent } from "./seen-event.ts";
