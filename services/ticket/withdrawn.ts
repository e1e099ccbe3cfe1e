/** Our stand-in for an airline that refuses tickets: it has withdrawn this flight, but still sells seats on it. */
const withdrawn = "FLIGHT404";

/** Why the airline refuses a ticket for this flight; undefined if it does not. */
export function refusalOf(flightId: string): string | undefined {
  return flightId === withdrawn ? `Flight ${flightId} is withdrawn` : undefined;
}
