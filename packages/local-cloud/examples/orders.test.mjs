//#region test
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { afterEach, beforeEach, test } from "node:test";
import { createFunction, invoke, startTestCloud } from "@event-choreography/local-cloud/testing";

const bundle = await readFile(new URL("ship-order.mjs", import.meta.url), "utf8");

/** @type {import("@event-choreography/local-cloud/testing").TestCloud} */
let cloud;
beforeEach(async () => {
  cloud = await startTestCloud();
});
afterEach(() => cloud.close());

test("refuses an order without an address", async () => {
  await createFunction(cloud, "ship-order", bundle, {
    Environment: { Variables: { STAGE: "test" } },
    statements: [], // what its role may do; without `statements` it may do everything
  });

  const { payload } = await invoke(cloud, "ship-order", { detail: { orderId: "1" } });

  assert.equal(payload.errorMessage, "Order 1 has no address");
});
//#endregion
