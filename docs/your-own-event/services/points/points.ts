/** The points for a ticket: a middle seat earns twice as many. */
export function pointsFor(seat: string): number {
  return /[BE]$/.test(seat) ? 200 : 100;
}

/** The reward for a booking with so many points, if there is one. */
export function rewardFor(points: number): string | undefined {
  return points >= 200 ? "a day in the lounge" : undefined;
}
