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
  const seats = seatsOf(capacity);
  return seats.find((seat) => taken[seat] === bookingId) ?? seats.find((seat) => !(seat in taken));
}
