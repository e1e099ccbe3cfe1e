import { amountCharged, moneyInLedger, moneyTaken, strayCharges } from "../money.ts";
import { bookingIds, bookingOf, eventsOf, isParked, itemsOf, type Snapshot } from "../snapshot.ts";

/** The money taken is one ticket's price, or nothing. Payment's ledger and its events say the same. */
export function oneCharge(snapshot: Snapshot): string[] {
  const stray = strayCharges(snapshot).map(({ key, amount }) => `the charge ${key} of ${amount} belongs to no booking`);
  return [...bookingIds(snapshot).flatMap((bookingId) => problemsOf(snapshot, bookingId)), ...stray];
}

function problemsOf(snapshot: Snapshot, bookingId: string): string[] {
  const price = priceOf(snapshot, bookingId);
  const taken = moneyTaken(snapshot, bookingId);
  const inLedger = moneyInLedger(snapshot, bookingId);
  const entries = itemsOf(snapshot, "PaymentTable", bookingId).map(({ status, amount = 0 }) => `${status} ${amount}`);
  const problems: string[] = [];
  if (taken !== price && taken !== 0)
    problems.push(`${bookingId} costs ${price} and paid ${taken}: ${entries.join(", ")}`);
  if (taken !== inLedger && !isParked(snapshot, bookingId))
    problems.push(`${bookingId} paid ${taken}, but Payment's table says ${inLedger}: ${entries.join(", ")}`);
  return [...problems, ...refundProblems(snapshot, bookingId)];
}

/** A PaymentRefunded without an amount says that nothing had been charged. */
function refundProblems(snapshot: Snapshot, bookingId: string): string[] {
  const charged = amountCharged(snapshot, bookingId);
  if (charged === undefined) return [];
  return eventsOf(snapshot, bookingId, "PaymentRefunded").flatMap(({ detail: { amount = 0 } }) =>
    amount === charged ? [] : [`PaymentRefunded of ${bookingId} says ${amount}, but ${charged} was charged`],
  );
}

function priceOf(snapshot: Snapshot, bookingId: string): unknown {
  const accepted = snapshot.accepted.find((each) => each.bookingId === bookingId);
  return accepted?.amount ?? bookingOf(snapshot, bookingId)?.amount;
}
