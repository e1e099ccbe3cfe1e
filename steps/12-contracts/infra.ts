import { evolve } from "./evolve.ts";

/**
 * Step 12: SeatAssigned says the seat's row and letter apart, which version 1 did not. Four deployments
 * lead there, so that at no moment an event is said that its consumer does not understand:
 *
 * 1. published [1], heard [1]: Ticket understands both versions, and the rule names the one it gets
 * 2. published [1, 2], heard [1]: both are said, side by side
 * 3. published [1, 2], heard [2]: the consumer moves
 * 4. published [2], heard [1, 2]: nobody says version 1 any more; the archive may still bring some back
 */
//#region 12.4 Go the way from version 1 to version 2
//- export const changes = evolve({ published: [1], heard: [1] });
export const changes = evolve({ published: [2], heard: [1, 2] });
//#endregion

export default function contracts() {
  return {};
}
