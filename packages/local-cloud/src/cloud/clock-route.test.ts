import { expect, test } from "vitest";
import { startCloud } from "./start-cloud.ts";

test("shows the account's time, and speeds it up", async () => {
  await using cloud = await startCloud();
  const url = `${cloud.endpoint}/_local/clock`;

  const before = (await (await fetch(url)).json()) as { now: number; scale: number };
  const answer = await fetch(url, { method: "PUT", body: '{"scale": 60}' });

  expect(before).toEqual({ now: expect.closeTo(Date.now(), -4), scale: 1 });
  expect(await answer.json()).toMatchObject({ scale: 60 });
});

test.each(['{"scale": 0}', '{"scale": "fast"}', "{}", "fast"])("refuses %s, and says what it accepts", async (body) => {
  await using cloud = await startCloud();

  const answer = await fetch(`${cloud.endpoint}/_local/clock`, { method: "PUT", body });

  expect(answer.status).toBe(400);
  expect(await answer.json()).toMatchObject({ detail: expect.stringContaining("from 1 to 1000") });
});

test("refuses to change virtual time", async () => {
  await using cloud = await startCloud({ clock: "virtual" });

  const answer = await fetch(`${cloud.endpoint}/_local/clock`, { method: "PUT", body: '{"scale": 60}' });

  expect(answer.status).toBe(409);
});
