import * as z from "zod";
import { contract } from "../events/contract.ts";

const id = z.string().min(1);

export const pointsEarned = contract("aircraft.points", "PointsEarned", {
  fields: { bookingId: id, customerId: id, points: z.int().positive() },
  example: { bookingId: "B123", customerId: "CUST001", points: 100 },
});
