import { noFaults } from "@event-choreography/local-cloud/testing";
import { expect, test } from "vitest";
import { exampleBooking, sharedCloud } from "../../test/support/local-stack.ts";

const race = holdWrites();
const stack = sharedCloud({
  step: 4,
  settings: { seatsPerFlight: "2" },
  cloudOptions: { faults: { ...noFaults, turn: race.turn } },
});

const noSeat = "PaymentConfirmed is on the bus, but seat-assign did nothing: which rule sends it there?";

test("4.2 assigns a paid booking the first free seat", async () => {
  await stack.book();
  await stack.settle();

  expect(await stack.eventNames("B123"), noSeat).toEqual(["BookingCreated", "PaymentConfirmed", "SeatAssigned"]);
  expect(await stack.items("SeatTable")).toEqual([{ flightId: "FLIGHT001", "12A": "B123" }]);
});

test("4.3 gives a seat each to two bookings that race for one", async () => {
  race.start();
  await bookOn("FLIGHT043", "B43", "B44");

  const assigned = [...(await stack.events("B43")), ...(await stack.events("B44"))].flatMap(({ detail }) =>
    detail.seat === undefined ? [] : [detail.seat],
  );
  expect(
    assigned.sort(),
    `B43 and B44 both saw 12A free; one must get 12A, the other 12B: the update needs a condition. If no seat was assigned: ${noSeat}`,
  ).toEqual(["12A", "12B"]);
});

test("publishes SeatUnavailable for a full flight, but nothing consumes it yet: the payment stays", async () => {
  await bookOn("FLIGHT045", "B45", "B46", "B47");

  const last = await Promise.all(["B45", "B46", "B47"].map(async (id) => (await stack.eventNames(id)).at(-1)));
  expect(last.sort(), noSeat).toEqual(["SeatAssigned", "SeatAssigned", "SeatUnavailable"]);
  expect((await stack.items("PaymentTable")).filter(({ flightId }) => flightId === "FLIGHT045")).toHaveLength(3);
});

async function bookOn(flightId: string, ...ids: string[]) {
  await Promise.all(ids.map((bookingId) => stack.book({ ...exampleBooking, flightId, bookingId })));
  await stack.settle();
}

/** Once started, holds the first write to the seat table until a second one arrives. By then both have read the flight. */
function holdWrites() {
  let isHolding = false;
  let release: (() => void) | undefined;
  return {
    start: () => {
      isHolding = true;
    },
    turn: async ({ service, operation }: { service: string; operation: string }) => {
      if (isHolding && service === "dynamodb" && operation === "UpdateItem") {
        if (release) {
          isHolding = false;
          release();
        } else {
          await new Promise<void>((resolve) => {
            release = resolve;
          });
        }
      }
      return () => {};
    },
  };
}
