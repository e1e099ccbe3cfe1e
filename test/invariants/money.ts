import { bookingIds, type Item, itemsOf, type Snapshot } from "./snapshot.ts";

/** The payment provider's entry about a charge, by its idempotency key. From step 9 on. */
interface ProviderEntry {
  idempotencyKey: string;
  amount: number;
  status: "SUCCESS" | "FAILED";
  cancelled?: boolean;
}

/** The money that a booking's customer has paid and did not get back. From step 9 on, the payment provider decides. */
export function moneyTaken(snapshot: Snapshot, bookingId: string): number {
  const charges = chargesOf(snapshot, bookingId);
  return charges ? charges.reduce((sum, charge) => sum + held(charge), 0) : moneyInLedger(snapshot, bookingId);
}

/** The sum of what Payment's own table has about a booking. */
export function moneyInLedger(snapshot: Snapshot, bookingId: string): number {
  const sign: Record<string, number> = { SUCCESS: 1, REFUNDED: -1 };
  return itemsOf(snapshot, "PaymentTable", bookingId).reduce(
    (sum, { status, amount = 0 }) => sum + (sign[String(status)] ?? 0) * Number(amount),
    0,
  );
}

/** The amount that the provider has charged for a booking, whether or not it was paid back. Undefined before step 9. */
export function amountCharged(snapshot: Snapshot, bookingId: string): number | undefined {
  return chargesOf(snapshot, bookingId)?.reduce(
    (sum, { status, amount }) => sum + (status === "SUCCESS" ? amount : 0),
    0,
  );
}

/** Charges that the provider made, and that no booking accounts for. */
export function strayCharges(snapshot: Snapshot): { key: string; amount: number }[] {
  const ids = bookingIds(snapshot);
  const charges = providerEntries(snapshot) ?? [];
  return charges
    .filter((charge) => held(charge) > 0 && !ids.some((id) => belongsTo(charge, snapshot, id)))
    .map(({ idempotencyKey, amount }) => ({ key: idempotencyKey, amount }));
}

function held({ status, cancelled, amount }: ProviderEntry): number {
  return status === "SUCCESS" && !cancelled ? amount : 0;
}

function chargesOf(snapshot: Snapshot, bookingId: string): ProviderEntry[] | undefined {
  return providerEntries(snapshot)?.filter((charge) => belongsTo(charge, snapshot, bookingId));
}

function providerEntries({ tables }: Snapshot): readonly ProviderEntry[] | undefined {
  return tables.PaymentProviderTable as readonly (Item & ProviderEntry)[] | undefined;
}

/** The key names the booking; otherwise, Payment's own table does. */
function belongsTo({ idempotencyKey }: ProviderEntry, snapshot: Snapshot, bookingId: string): boolean {
  if (idempotencyKey === `PAY-${bookingId}`) return true;
  return itemsOf(snapshot, "PaymentTable", bookingId).some(({ paymentId }) => paymentId === idempotencyKey);
}
