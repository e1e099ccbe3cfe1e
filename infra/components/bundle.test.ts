import { cp, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { bundle } from "./bundle.ts";

const handler = "services/payment/charge/charge.ts";

test("builds one file without imports of its own", async () => {
  const archive = await bundle(handler);
  const elsewhere = await mkdtemp(join(tmpdir(), "bundle-"));
  await cp(await archive.path, elsewhere, { recursive: true });

  const loaded = await import(/* @vite-ignore */ pathToFileURL(join(elsewhere, "index.mjs")).href);

  expect(typeof loaded.handler).toBe("function");
  await rm(elsewhere, { recursive: true });
});

test("builds the same bytes from the same sources", async () => {
  const folder = await (await bundle(handler)).path;
  const first = await readFile(join(folder, "index.mjs"));
  await forget(handler);

  await bundle(handler);

  expect((await readFile(join(folder, "index.mjs"))).equals(first)).toBe(true);
});

test("gives each handler its own code when several are built together", async () => {
  const handlers = ["services/booking/track/track.ts", "services/ticket/issue/issue.ts"];
  for (const name of handlers) await forget(name);

  const [track, issue] = await Promise.all(handlers.map(async (name) => (await bundle(name)).path));

  expect(await readFile(join(track!, "index.mjs"), "utf8")).toContain("attribute_exists(bookingId)");
  expect(await readFile(join(issue!, "index.mjs"), "utf8")).toContain("TicketIssued");
});

test("rejects a handler that does not exist, and names its path", async () => {
  await expect(bundle("services/payment/refnud.ts")).rejects.toThrow(
    "Handler services/payment/refnud.ts does not exist",
  );
});

/** Makes the next bundle() build again. The bundle itself stays, since another test may be reading it. */
async function forget(handler: string): Promise<void> {
  await rm(`${await (await bundle(handler)).path}.json`);
}
