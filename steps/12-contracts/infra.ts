import { evolve } from "./evolve.ts";

/**
 * Step 12: version 2 of SeatAssigned has the seat's row and letter as separate fields. The move takes four
 * deployments, so that Ticket receives each seat once, and in a version that it understands:
 *
 * 1. published [1], consumed [1]: Ticket understands both versions, and the rule matches only version 1
 * 2. published [1, 2], consumed [1]: both versions are published, side by side
 * 3. published [1, 2], consumed [2]: the consumer moves
 * 4. published [2], consumed [1, 2]: version 1 is no longer published, but a replay may still deliver it
 */
//#region 12.4 Move from version 1 to version 2
//- export const changes = evolve({ published: [1], consumed: [1] });
export const changes = evolve({ published: [2], consumed: [1, 2] });
//#endregion

export default function contracts() {
  return {};
}
