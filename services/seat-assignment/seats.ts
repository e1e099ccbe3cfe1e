const firstRow = 12;
const letters = "ABCDEF";

/** A flight's seats in the order in which they are assigned: 12A, 12B … 12F, 13A … */
export function seatsOf(capacity: number): string[] {
  return Array.from({ length: capacity }, (_, index) => {
    const row = firstRow + Math.floor(index / letters.length);
    return `${row}${letters[index % letters.length]}`;
  });
}

/** The bookings by seat: { "12A": "B123" }. */
export type Taken = Record<string, unknown>;

/** The seat that the booking already has, or the first free one; undefined if the flight is full. */
export function chooseSeat(taken: Taken, bookingId: string, capacity: number): string | undefined {
  return seatOf(taken, bookingId) ?? seatsOf(capacity).find((seat) => !(seat in taken));
}

/** The seat that the booking has, if any. */
export function seatOf(taken: Taken, bookingId: string): string | undefined {
  return Object.keys(taken).find((name) => /^\d+[A-F]$/.test(name) && taken[name] === bookingId);
}
