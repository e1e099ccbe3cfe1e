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
const paymentRule = "steps/03-payment/infra.ts";
const charge = "services/payment/charge/charge-idempotent.ts";
const cancel = "services/booking/cancel/cancel-idempotent.ts";
const decision = "services/ticket/decision.ts";

/** The front of the cabin boards first. */
const group = 'Number.parseInt(seat, 10) < 20 ? "A" : "B"';

/** The list of steps with one more. */
function addStep(name: string): Edit {
  const last = '.add("14-outbox", () => import("./14-outbox/infra.ts"))';
  return {
    file: "steps/index.ts",
    find: `  ${last};`,
    replace: `  ${last}\n  .add("${name}", () => import("./${name}/infra.ts"));`,
  };
}

/** Three requests that a system like this gets in its first year. A test checks every edit against the files. */
export const changes: readonly Change[] = [
  {
    request: "A new consumer of each ticket: customers get points",
    choreographed: {
      adds: ["steps/15-loyalty/infra.ts", "services/loyalty/credit/credit.ts", "services/loyalty/consumes.ts"],
      edits: [addStep("15-loyalty")],
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
        // Its rules send BookingCreated to the fraud check, and BookingSuspected to booking-cancel.
        "steps/15-fraud/infra.ts",
        "services/fraud/check/check.ts",
        "services/fraud/consumes.ts",
        "services/fraud/publishes.ts",
      ],
      edits: [
        addStep("15-fraud"),
        {
          file: paymentRule,
          find: 'source: ["aircraft.booking"], "detail-type": ["BookingCreated"]',
          replace: 'source: ["aircraft.fraud"], "detail-type": ["BookingCleared"]',
        },
        {
          file: paymentRule,
          find: 'name: context.name("BookingCreatedRule")',
          replace: 'name: context.name("BookingClearedRule")',
        },
        {
          file: paymentRule,
          find: 'context.rules.set("BookingCreated",',
          replace: 'context.rules.set("BookingCleared",',
        },
        {
          file: "services/payment/consumes.ts",
          find: "export const bookingCreated = ",
          // charge.ts of step 3 still reads BookingCreated.
          replace:
            'export const bookingCleared = expectation("BookingCleared", { ...booking, amount: z.number().positive() });\nexport const bookingCreated = ',
        },
        { file: charge, find: "import { bookingCreated } from", replace: "import { bookingCleared } from" },
        { file: charge, find: "parse(bookingCreated, event)", replace: "parse(bookingCleared, event)" },
        {
          file: "services/booking/consumes.ts",
          find: "export const paymentFailed = ",
          replace:
            'export const bookingSuspected = expectation("BookingSuspected", ending);\nexport const paymentFailed = ',
        },
        {
          file: cancel,
          find: "import { paymentFailed, paymentRefunded } from",
          replace: "import { bookingSuspected, paymentFailed, paymentRefunded } from",
        },
        {
          file: cancel,
          find: "parseOneOf([paymentFailed, paymentRefunded], event)",
          replace: "parseOneOf([bookingSuspected, paymentFailed, paymentRefunded], event)",
        },
        {
          file: "services/booking/states.ts",
          find: '  TicketIssued: { from: "REQUESTED", to: "TICKETED" },',
          replace:
            '  TicketIssued: { from: "REQUESTED", to: "TICKETED" },\n  BookingSuspected: { from: "REQUESTED", to: "CANCELLED" },',
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
          file: "services/seat-assignment/publishes.ts",
          find: "letter: z.string().regex(/^[A-F]$/) }) },",
          replace: "letter: z.string().regex(/^[A-F]$/) }), group: id.optional() },",
        },
        {
          file: "services/seat-assignment/seat-assigned-versions.ts",
          find: "JSON.stringify({ ...booking, seat: parts,",
          replace: 'JSON.stringify({ ...booking, seat: parts, group: parts.row < 20 ? "A" : "B",',
        },
        {
          file: "services/ticket/consumes-2.ts",
          find: "seat: z.object({ row: z.number(), letter: text }) },",
          replace: "seat: z.object({ row: z.number(), letter: text }), group: text.optional() },",
        },
        {
          file: decision,
          find: "{ bookingId, customerId, flightId, seat }: Booking & { seat: string }",
          // Archived events have no group: those customers board last.
          replace: '{ bookingId, customerId, flightId, seat, group = "B" }: Booking & { seat: string; group?: string }',
        },
        {
          file: decision,
          find: "const ticket = { bookingId, customerId, flightId, seat,",
          replace: "const ticket = { bookingId, customerId, flightId, seat, group,",
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
