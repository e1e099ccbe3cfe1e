/** A change to one file that is there: the text `find`, which stands in it once, becomes `replace`. */
export interface Edit {
  file: string;
  find: string;
  replace: string;
}

/** The same wish, carried through in both designs: what is edited, and what is new. */
export interface Change {
  wish: string;
  choreographed: { edits: Edit[]; adds: string[] };
  orchestrated: { edits: Edit[]; adds: string[] };
}

const machine = "docs/orchestrated/state-machine.ts";
const program = "docs/orchestrated/index.ts";
const contracts = "services/events/contracts.ts";

/** Three wishes that a system like this meets in its first year. A test holds every edit to the files. */
export const changes: readonly Change[] = [
  {
    wish: "Somebody else wants to know of each ticket: customers get points",
    choreographed: {
      adds: ["steps/14-loyalty/infra.ts", "services/loyalty/credit.ts"],
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
          find: '      TellOfTicket: task("tellCustomer", "Ticketed"),',
          replace:
            '      TellOfTicket: task("tellCustomer", "CreditPoints"),\n      CreditPoints: task("creditPoints", "Ticketed"),',
        },
        {
          file: program,
          find: '  const tellCustomer = new TaskFunction("tell-customer", { topic });',
          replace:
            '  const tellCustomer = new TaskFunction("tell-customer", { topic });\n  const creditPoints = new TaskFunction("credit-points", { table: points, actions: [write] });',
        },
      ],
    },
  },
  {
    wish: "A new stop in the middle: nobody is charged before a check for fraud",
    choreographed: {
      adds: ["steps/14-fraud/infra.ts", "services/fraud/check.ts"],
      edits: [
        {
          file: "steps/index.ts",
          find: '  .add("13-least-privilege", () => import("./13-least-privilege/infra.ts"));',
          replace:
            '  .add("13-least-privilege", () => import("./13-least-privilege/infra.ts"))\n  .add("14-fraud", () => import("./14-fraud/infra.ts"));',
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
          file: "services/payment/charge-once.ts",
          find: 'parse("BookingCreated", event)',
          replace: 'parse("BookingCleared", event)',
        },
        {
          file: "services/payment/expects.ts",
          find: 'event: "BookingCreated",',
          replace: 'event: "BookingCleared",',
        },
        {
          file: "services/booking/cancel-once.ts",
          find: '["PaymentFailed", "PaymentRefunded"]',
          replace: '["PaymentFailed", "PaymentRefunded", "BookingSuspected"]',
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
          find: '      Charge: task("charge", "Paid?"),',
          replace:
            '      CheckFraud: task("checkFraud", "Clear?"),\n      "Clear?": choice("$.checkFraud.status", "CLEAR", "Charge", "Cancel"),\n      Charge: task("charge", "Paid?"),',
        },
        {
          file: program,
          find: '  const refund = new TaskFunction("refund", { table: payments, actions: [write] });',
          replace:
            '  const refund = new TaskFunction("refund", { table: payments, actions: [write] });\n  const checkFraud = new TaskFunction("check-fraud", {});',
        },
        {
          file: "docs/orchestrated/tasks/booking.ts",
          find: '  if (charge?.status === "FAILED") return charge.reason;',
          replace:
            '  if (checkFraud?.status === "SUSPECT") return checkFraud.reason;\n  if (charge?.status === "FAILED") return charge.reason;',
        },
      ],
    },
  },
  {
    wish: "A fact travels further: the ticket names the cabin, which Seat Assignment knows",
    choreographed: {
      adds: [],
      edits: [
        {
          file: contracts,
          find: '  SeatAssigned: contract("aircraft.seat-assignment", { ...booking, seat: id }),',
          replace:
            '  SeatAssigned: contract("aircraft.seat-assignment", { ...booking, seat: id, cabin: id.optional() }),',
        },
        {
          file: "services/seat-assignment/assign-once.ts",
          find: 'newEvent("SeatAssigned", { ...booking, seat }, metadata)',
          replace: 'newEvent("SeatAssigned", { ...booking, seat, cabin: cabinOf(seat) }, metadata)',
        },
        {
          file: "services/ticket/issue-once.ts",
          find: "const { metadata, bookingId, customerId, flightId, seat } =",
          replace: "const { metadata, bookingId, customerId, flightId, seat, cabin } =",
        },
      ],
    },
    orchestrated: {
      adds: [],
      edits: [
        {
          file: "docs/orchestrated/tasks/booking.ts",
          find: '{ status: "ASSIGNED"; seat: string }',
          replace: '{ status: "ASSIGNED"; seat: string; cabin: string }',
        },
        {
          file: "docs/orchestrated/tasks/assign-seat.ts",
          find: 'return { status: "ASSIGNED", seat };',
          replace: 'return { status: "ASSIGNED", seat, cabin: cabinOf(seat) };',
        },
        {
          file: "docs/orchestrated/tasks/issue-ticket.ts",
          find: "seat: assignSeat.seat,",
          replace: "seat: assignSeat.seat, cabin: assignSeat.cabin,",
        },
      ],
    },
  },
];
