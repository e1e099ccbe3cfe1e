import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { FolderError } from "@event-choreography/local-cloud";
import { afterEach, expect, test } from "vitest";
import { folderIdentity } from "../connection/folder-identity.ts";
import { startFailure } from "./start-failure.ts";

let server: Server | undefined;
afterEach(() => void server?.close());

/** A program that answers like this to everything. @returns its port */
function listening(answer: string): Promise<number> {
  return new Promise((resolve) => {
    server = createServer((_, response) => response.end(answer)).listen(0, "127.0.0.1", () =>
      resolve((server!.address() as AddressInfo).port),
    );
  });
}

const taken = Object.assign(new Error(), { code: "EADDRINUSE" });

test("recognizes our own local cloud, whose file was deleted, by its answer, and says how to stop it", async () => {
  const port = await listening(
    JSON.stringify({ program: "workshop", instance: "i", pid: 4711, folder: folderIdentity() }),
  );

  expect(await startFailure(taken, port, "start")).toMatchObject({
    message: expect.stringContaining(`already running on port ${port} (process 4711)`),
    fix: expect.stringMatching(/(kill 4711|taskkill \/pid 4711)[\s\S]*run the same command again/),
  });
});

test("tells the local cloud of a copy from our own, and advises a command that works", async () => {
  const port = await listening(JSON.stringify({ program: "workshop", instance: "i", pid: 4711, folder: "other" }));

  expect(await startFailure(taken, port, "cloud")).toMatchObject({
    message: expect.stringContaining("the local cloud of another copy of this workshop (process 4711)"),
    fix: expect.stringContaining("npx workshop cloud --port 0"),
  });
});

test.each(["hello", "null", "{}", '{"program":"other"}'])("takes %j for another program's answer", async (answer) => {
  const port = await listening(answer);

  expect(await startFailure(taken, port, "start")).toMatchObject({
    message: `Port ${port} is in use by another program.`,
    fix: "Use any free port: npx workshop start --port 0",
  });
});

test("explains a port that the system reserves, and does not call it taken", async () => {
  const error = Object.assign(new Error(), { code: "EACCES" });

  expect(await startFailure(error, 80, "start")).toMatchObject({
    message: "The system does not let this program use port 80.",
    fix: expect.stringMatching(/Windows reserves others[\s\S]*npx workshop start --port 0/),
  });
});

test.each([
  [new FolderError("in use", "", "in use by the local cloud with process id 12."), /Another local cloud.*process 12/],
  [new FolderError("unusable", "IO error: Permission denied", ""), /cannot use its folder.*Permission denied/],
])("explains %s", async (error, message) => {
  expect(await startFailure(error, 0, "start")).toMatchObject({ message: expect.stringMatching(message), exitCode: 2 });
});

test("leaves other errors as they are", async () => {
  const error = new Error("a bug");

  expect(await startFailure(error, 0, "start")).toBe(error);
});
