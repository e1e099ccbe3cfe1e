import type { EventBridgeEvent } from "aws-lambda";
import { parse } from "../../events/parse.ts";
import { putIfAbsent } from "../../put-if-absent.ts";
import { pointsEarned } from "../consumes.ts";
import { rewardFor } from "../points.ts";

/** PointsEarned: stores the reward for a booking that earned enough. A repeat changes nothing. */
export async function handler(event: EventBridgeEvent<string, unknown>): Promise<void> {
  const { bookingId, customerId, points } = parse(pointsEarned, event);
  const reward = rewardFor(points);
  if (!reward) return;
  const key = { bookingId, entry: "REWARD" };
  await putIfAbsent({ ...key, customerId, reward }, key);
}
