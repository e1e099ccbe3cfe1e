import { Steps } from "./steps.ts";

/** The steps of the workshop, in order. To add one, add its folder and one line here. */
export const steps = new Steps()
  .add("01-event-bus", () => import("./01-event-bus/infra.ts"))
  .add("02-booking", () => import("./02-booking/infra.ts"))
  .add("03-payment", () => import("./03-payment/infra.ts"))
  .add("04-seat-assignment", () => import("./04-seat-assignment/infra.ts"))
  .add("05-ticket", () => import("./05-ticket/infra.ts"))
  .add("06-notification", () => import("./06-notification/infra.ts"))
  .add("07-compensation", () => import("./07-compensation/infra.ts"))
  .add("08-nothing-lost", () => import("./08-nothing-lost/infra.ts"))
  .add("09-delivered-twice", () => import("./09-delivered-twice/infra.ts"))
  .add("10-archive-and-replay", () => import("./10-archive-and-replay/infra.ts"))
  .add("11-where-is-my-booking", () => import("./11-where-is-my-booking/infra.ts"))
  .add("12-contracts", () => import("./12-contracts/infra.ts"))
  .add("13-least-privilege", () => import("./13-least-privilege/infra.ts"))
  .add("14-outbox", () => import("./14-outbox/infra.ts"));
