import { beforeEach, expect, test, vi } from "vitest";
import { fakeAws, published } from "../../test/support/fake-aws.ts";
import { fakeTable } from "../../test/support/fake-table.ts";
import { publishOnce, type StoredEvent } from "./publish-once.ts";

const event: StoredEvent = { source: "aircraft.ticket", detailType: "TicketIssued", detail: '{"bookingId":"B123"}' };
const place = { key: { bookingId: "B123" } };

beforeEach(() => {
  vi.stubEnv("TABLE_NAME", "TicketTable");
  vi.stubEnv("BUS_NAME", "AircraftBookingBus");
});

test("9.2 publishes an event once, however often a repeat finds it", async () => {
  const { calls, run, stored } = ticketWith(event);

  await run();
  await run();
  await run();

  const names = published(calls).map(({ name }) => name);
  const why = stored().published
    ? "the event is marked as published, but a repeat does not look at the mark"
    : "the event is published, but the item does not tell a repeat so: it has no mark";
  expect(names, names.length === 0 ? "nothing was published" : why).toEqual(["TicketIssued"]);
});

test("9.2 publishes the event on a retry if the bus refused it", async () => {
  const { run, stored } = ticketWith(event, { PutEvents: () => Promise.reject(new Error("the bus is unavailable")) });
  expect(await errorOf(run()), "the bus refused the event, but the run succeeded: Lambda will not retry it").toBe(
    "the bus is unavailable",
  );
  expect(
    stored(),
    "the event is marked as published, but it never reached the bus: no retry will publish it. It is lost",
  ).not.toHaveProperty("published");

  const calls = fakeAws(ticketWith(stored()).answers);
  await publishOnce(stored(), place);

  expect(published(calls)).toMatchObject([{ name: "TicketIssued" }]);
});

test("9.2 does not mark the event before the bus has answered", async () => {
  const { run, stored } = ticketWith(event, { PutEvents: () => accepted });
  let accept = (_: object) => {};
  const accepted = new Promise<object>((resolve) => (accept = resolve));

  const running = run();
  await macrotask();
  expect(
    stored(),
    "it is marked while the bus has not accepted it yet: a crash now loses the event",
  ).not.toHaveProperty("published");
  accept({ FailedEntryCount: 0, Entries: [{}] });
  await running;

  expect(stored(), "the run ended, and the event has no mark").toMatchObject({ published: true });
});

test("9.2 publishes again if the mark could not be stored", async () => {
  const { calls, run } = ticketWith(event, { Update: () => Promise.reject(new Error("throttled")) });

  expect(await errorOf(run()), "the mark could not be stored, but the run succeeded as if it did not wait for it").toBe(
    "throttled",
  );
  expect(await errorOf(run())).toBe("throttled");

  expect(published(calls), "without a mark, nobody knows whether the bus has the event: publish it").toHaveLength(2);
});

test("9.2 keeps the two marks apart", async () => {
  const { calls, run, stored } = ticketWith({ ...event, published: true });

  await run("publishedAgain");
  await run("publishedAgain");

  expect(
    published(calls),
    "the event has the mark published, but this call is about publishedAgain (step 11): use the mark from the arguments",
  ).toHaveLength(1);
  expect(stored()).toEqual({ ...event, published: true, publishedAgain: true });
});

test("9.2 publishes as the caller wants", async () => {
  const { calls } = ticketWith(event);
  const given: unknown[] = [];

  await publishOnce(event, place, async (one) => void given.push(one));

  expect(given, "step 12 publishes one event in two versions: call publish, which the caller may replace").toEqual([
    event,
  ]);
  expect(published(calls)).toEqual([]);
});

test("sets no mark at an event that took the place of this one", async () => {
  const later = { ...event, detail: '{"bookingId":"B123","later":true}' };
  const { answers } = ticketWith(later);
  const calls = fakeAws(answers);

  await publishOnce(event, place);

  expect(published(calls)).toHaveLength(1);
  expect((await itemOf(answers)).event).toEqual(later);
});

test("needs no item: before step 9, none was stored", async () => {
  const calls = fakeAws(fakeTable(["bookingId"]).answers);

  await publishOnce(event, place);

  expect(published(calls)).toHaveLength(1);
});

/** A ticket with this event. `run` is one more run of a handler that finds it. */
function ticketWith(event: StoredEvent, other: Parameters<typeof fakeAws>[0] = {}) {
  const table = fakeTable(["bookingId"], { bookingId: "B123", event });
  const answers = { ...table.answers, ...other };
  const calls = fakeAws(answers);
  const stored = () => structuredClone(table.items[0]!.event) as StoredEvent;
  const run = (mark?: "publishedAgain") => publishOnce(stored(), { ...place, ...(mark && { mark }) });
  return { answers, calls, run, stored };
}

async function itemOf(answers: Parameters<typeof fakeAws>[0]): Promise<Record<string, unknown>> {
  return ((await answers!.Get!({ Key: place.key })) as { Item: Record<string, unknown> }).Item;
}

/** Its message; undefined if it succeeds. */
function errorOf(work: Promise<unknown>): Promise<string | undefined> {
  return work.then(
    () => undefined,
    (error: Error) => error.message,
  );
}

/** Until everything has run that does not wait for something else. */
function macrotask(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
