/** A change to an existing file: the text `find`, which occurs in it once, becomes `replace`. */
export interface Edit {
  file: string;
  find: string;
  replace: string;
}

/** The same change request, implemented in both designs: edits and new files. */
export interface Change {
  request: string;
  choreographed: { edits: Edit[]; adds: string[] };
  orchestrated: { edits: Edit[]; adds: string[] };
}

const machine = "docs/orchestrated/state-machine.ts";
const program = "docs/orchestrated/index.ts";
const sagaState = "docs/orchestrated/tasks/saga-state.ts";
const contracts = "services/events/contracts.ts";
const privileges = "steps/13-least-privilege/infra.ts";

/** The front of the cabin boards first. */
const group = 'Number.parseInt(seat, 10) < 20 ? "A" : "B"';

/** Three requests that a system like this gets in its first year. A test checks every edit against the files. */
export const changes: readonly Change[] = [
  {
    request: "A new consumer of each ticket: customers get points",
    choreographed: {
      adds: ["steps/14-loyalty/infra.ts", "services/loyalty/credit/credit.ts", "services/loyalty/consumes.ts"],
      edits: [
        {
          file: "steps/index.ts",
          find: '  .add("13-least-privilege", () => import("./13-least-privilege/infra.ts"));',
          replace:
            '  .add("13-least-privilege", () => import("./13-least-privilege/infra.ts"))\n  .add("14-loyalty", () => import("./14-loyalty/infra.ts"));',
        },
      ],
    },
    orchestrated: {
      adds: ["docs/orchestrated/tasks/credit-points.ts"],
      edits: [
        {
          file: machine,
          find: '      TellTicketed: task("tellCustomer", "Ticketed"),',
          replace:
            '      TellTicketed: task("tellCustomer", "CreditPoints"),\n      CreditPoints: task("creditPoints", "Ticketed"),',
        },
        {
          file: program,
          find: '  const tellCustomer = new TaskFunction("tell-customer", { topic });',
          replace:
            '  const tellCustomer = new TaskFunction("tell-customer", { topic });\n  const points = table("orchestrated-points", "bookingId");\n  const creditPoints = new TaskFunction("credit-points", { table: points, actions: [write] });',
        },
        {
          file: program,
          find: "closeBooking, tellCustomer };",
          replace: "closeBooking, tellCustomer, creditPoints };",
        },
      ],
    },
  },
  {
    request: "A new step in the middle: a fraud check before each charge",
    choreographed: {
      adds: [
        "steps/13-fraud/infra.ts",
        "services/fraud/check/check.ts",
        "services/fraud/consumes.ts",
        "services/fraud/publishes.ts",
      ],
      edits: [
        {
          file: "steps/index.ts",
          find: '  .add("13-least-privilege", () => import("./13-least-privilege/infra.ts"));',
          // Before the step that restricts who may publish.
          replace:
            '  .add("13-fraud", () => import("./13-fraud/infra.ts"))\n  .add("14-least-privilege", () => import("./13-least-privilege/infra.ts"));',
        },
        {
          file: contracts,
          find: '  BookingCreated: contract("aircraft.booking", { ...booking, amount }),',
          replace:
            '  BookingCreated: contract("aircraft.booking", { ...booking, amount }),\n  BookingCleared: contract("aircraft.fraud", { ...booking, amount }),\n  BookingSuspected: contract("aircraft.fraud", { ...booking, reason: z.string() }),',
        },
        {
          file: "steps/03-payment/infra.ts",
          find: 'source: ["aircraft.booking"], "detail-type": ["BookingCreated"]',
          replace: 'source: ["aircraft.fraud"], "detail-type": ["BookingCleared"]',
        },
        {
          file: "steps/03-payment/infra.ts",
          find: 'name: context.name("BookingCreatedRule")',
          replace: 'name: context.name("BookingClearedRule")',
        },
        {
          file: "services/payment/charge/charge-idempotent.ts",
          find: 'parse("BookingCreated", event)',
          replace: 'parse("BookingCleared", event)',
        },
        {
          file: "services/payment/consumes.ts",
          find: 'event: "BookingCreated",',
          replace: 'event: "BookingCleared",',
        },
        {
          file: "services/booking/consumes.ts",
          find: '  { event: "PaymentFailed", version: 1,',
          replace:
            '  { event: "BookingSuspected", version: 1, schema: z.object({ bookingId: text, customerId: text, reason: text }) },\n  { event: "PaymentFailed", version: 1,',
        },
        {
          file: "services/booking/cancel/cancel-idempotent.ts",
          find: '["PaymentFailed", "PaymentRefunded"]',
          replace: '["PaymentFailed", "PaymentRefunded", "BookingSuspected"]',
        },
        {
          file: "services/booking/states.ts",
          find: '  TicketIssued: { from: "REQUESTED", to: "TICKETED" },',
          replace:
            '  TicketIssued: { from: "REQUESTED", to: "TICKETED" },\n  BookingSuspected: { from: "REQUESTED", to: "CANCELLED" },',
        },
        {
          file: privileges,
          find: '  "payment-charge": ["PaymentConfirmed", "PaymentFailed"],',
          replace:
            '  "fraud-check": ["BookingCleared", "BookingSuspected"],\n  "payment-charge": ["PaymentConfirmed", "PaymentFailed"],',
        },
        {
          file: privileges,
          find: "SeatAssignmentStep & TicketStep & CompensationStep;",
          replace: "SeatAssignmentStep & TicketStep & CompensationStep & { fraudCheck: ServiceFunction };",
        },
        {
          file: privileges,
          find: "const { bus, bookingApi,",
          replace: "const { bus, fraudCheck, bookingApi,",
        },
        {
          file: privileges,
          find: "    bookingApi,\n",
          replace: "    bookingApi,\n    fraudCheck,\n",
        },
      ],
    },
    orchestrated: {
      adds: ["docs/orchestrated/tasks/check-fraud.ts"],
      edits: [
        {
          file: machine,
          find: '    StartAt: "Charge",',
          replace: '    StartAt: "CheckFraud",',
        },
        {
          file: machine,
          find: '      Charge: task("charge", "Paid?", ifItFails("Refund")),',
          replace:
            '      CheckFraud: task("checkFraud", "Clear?", ifItFails("Cancel")),\n      "Clear?": choice("$.checkFraud.status", "CLEAR", "Charge", "Cancel"),\n      Charge: task("charge", "Paid?", ifItFails("Refund")),',
        },
        {
          file: program,
          find: '  const refund = new TaskFunction("refund", { table: payments, actions: [write, "dynamodb:GetItem"] });',
          replace:
            '  const refund = new TaskFunction("refund", { table: payments, actions: [write, "dynamodb:GetItem"] });\n  const checkFraud = new TaskFunction("check-fraud", {});',
        },
        {
          file: program,
          find: "const tasks = { charge,",
          replace: "const tasks = { checkFraud, charge,",
        },
        {
          file: sagaState,
          find: "  charge?: Payment;",
          replace: '  checkFraud?: { status: "CLEAR" } | { status: "SUSPECT"; reason: string };\n  charge?: Payment;',
        },
        {
          file: sagaState,
          find: "reasonOf({ charge,",
          replace: "reasonOf({ checkFraud, charge,",
        },
        {
          file: sagaState,
          find: '  if (charge?.status === "FAILED") return charge.reason;',
          replace:
            '  if (checkFraud?.status === "SUSPECT") return checkFraud.reason;\n  if (charge?.status === "FAILED") return charge.reason;',
        },
      ],
    },
  },
  {
    request: "A fact that travels further: the ticket shows the boarding group, which Seat Assignment knows",
    choreographed: {
      adds: [],
      edits: [
        {
          file: contracts,
          find: '  SeatAssigned: contract("aircraft.seat-assignment", { ...booking, seat: id }),',
          replace:
            '  SeatAssigned: contract("aircraft.seat-assignment", { ...booking, seat: id, group: id.optional() }),',
        },
        {
          file: "services/seat-assignment/assign/assign-idempotent.ts",
          find: 'newEvent("SeatAssigned", { ...booking, seat }, metadata)',
          replace: `newEvent("SeatAssigned", { ...booking, seat, group: ${group} }, metadata)`,
        },
        {
          file: "services/ticket/issue/issue-idempotent.ts",
          find: "const { metadata, bookingId, customerId, flightId, seat } =",
          // Archived events have no group: those customers board last.
          replace: 'const { metadata, bookingId, customerId, flightId, seat, group = "B" } =',
        },
        {
          file: "services/ticket/issue/issue-idempotent.ts",
          find: "const ticket = { bookingId, customerId, flightId, seat,",
          replace: "const ticket = { bookingId, customerId, flightId, seat, group,",
        },
        {
          file: "services/ticket/consumes.ts",
          find: "const booking = { bookingId: text, customerId: text, flightId: text };",
          replace: "const booking = { bookingId: text, customerId: text, flightId: text, group: text.optional() };",
        },
      ],
    },
    orchestrated: {
      adds: [],
      edits: [
        {
          file: sagaState,
          find: '{ status: "ASSIGNED"; seat: string }',
          replace: '{ status: "ASSIGNED"; seat: string; group: string }',
        },
        {
          file: "docs/orchestrated/tasks/assign-seat.ts",
          find: 'return { status: "ASSIGNED", seat };',
          replace: `return { status: "ASSIGNED", seat, group: ${group} };`,
        },
        {
          file: "docs/orchestrated/tasks/issue-ticket.ts",
          find: "seat: assignSeat.seat,",
          replace: "seat: assignSeat.seat, group: assignSeat.group,",
        },
      ],
    },
  },
];
