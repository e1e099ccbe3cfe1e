import { expect, test } from "vitest";
import { explainLoadError, oddPath, oldNode } from "../../preflight.mjs";
import { root } from "../root.ts";
import { Failure } from "./failure.ts";
import { foreseen } from "./foreseen.ts";

const error = (message: string, properties: object = {}) => Object.assign(new Error(message), properties);

test.each([
  ["16.20.2", true],
  ["18.20.4", true],
  ["20.18.1", true],
  ["20.19.0", false],
  ["22.0.0", false],
  ["100.0.0", false],
])("Node %s is refused: %s", (version, refused) => {
  const said = oldNode(version);

  expect(said !== undefined).toBe(refused);
  if (said) expect(said[0]).toBe(`This workshop needs Node 20.19 or newer; this is Node ${version}.`);
});

test.each(["/home/ada/C#", "/tmp/what?", "/tmp/100%"])("the path %s is refused", (path) => {
  expect(oddPath(path)![0]).toContain(path);
});

test("spaces, umlauts and brackets in a path are no reason to refuse it", () => {
  expect(oddPath("/home/ada/Café (1) [new] & more+")).toBeUndefined();
});

test.each([
  [error("ENOSPC: no space left on device, write", { code: "ENOSPC" }), /no space left.*: the disk is full/],
  [error("x", { code: "EACCES", path: `${root}/steps/a.ts` }), /^steps\/a\.ts: permission is denied/],
  [error("x", { code: "EROFS", path: "/media/usb/x" }), /^\/media\/usb\/x: the file system is read-only/],
  [error(`The tests could not be run: Error: EACCES: permission denied, open '${root}/x.mjs'`), /^x\.mjs: permission/],
])("an error of the system says what, why and what to do (%#)", (thrown, message) => {
  expect(foreseen(thrown)).toMatchObject({
    message: expect.stringMatching(message),
    fix: expect.stringMatching(/\.$/),
  });
});

test.each([
  error("14 UNAVAILABLE: Connection dropped", { code: 14 }),
  error("no provider answers at 127.0.0.1:4000: No connection established"),
  new TypeError("fetch failed", { cause: error("connect ECONNREFUSED 127.0.0.1:4567", { code: "ECONNREFUSED" }) }),
  error("socket hang up", { code: "ECONNRESET" }),
])("a local cloud that has ended is not a bug: %s", (thrown) => {
  expect(foreseen(thrown)).toMatchObject({ message: "The local cloud has stopped, or does not answer.", exitCode: 2 });
});

test("a network that does not answer is not the local cloud", () => {
  const thrown = error("getaddrinfo ENOTFOUND events.us-east-1.amazonaws.com", { code: "ENOTFOUND" });

  expect(foreseen(thrown)!.message).toMatch(/^The network does not reach the other side/);
});

test.each([
  [error("Could not load credentials", { name: "CredentialsProviderError" }), "There are no AWS credentials"],
  [error("not you", { name: "AccessDeniedException", $metadata: { httpStatusCode: 400 } }), "AWS refused a call"],
])("AWS's refusal is AWS's: %s", (thrown, message) => {
  expect(foreseen(thrown)!.message).toContain(message);
});

test.each([
  [
    `Cannot find package 'esbuild' imported from ${root}/node_modules/tsx/dist/a.mjs`,
    /esbuild was not found/,
    /npm ci/,
  ],
  [`Cannot find module '${root}/node_modules/@aws-sdk/core/x.js'`, /@aws-sdk\/core was not found/, /npm ci/],
  [
    `Cannot find package 'no-such-package' imported from ${root}/steps/a.ts`,
    /no-such-package, which is not one of/,
    /spelling/,
  ],
  [`Cannot find module '${root}/infra/fold.ts' imported from ${root}/infra/index.ts`, /infra\/fold\.ts/, /reset/],
  [`Cannot find module '${root}/packages/x/y.ts' imported from ${root}/z.ts`, /x\/y\.ts/, /machinery.*Restore it/],
])("a missing module: %s", (message, said, fix) => {
  expect(explainLoadError(error(message, { code: "ERR_MODULE_NOT_FOUND" }))).toEqual({
    message: expect.stringMatching(said),
    fix: expect.stringMatching(fix),
  });
});

test("a file that does not parse is named, with its line", () => {
  const thrown = error(`Transform failed with 1 error:\n${root}/steps/a.ts:3:7: ERROR: Unexpected "{"`, {
    name: "TransformError",
  });

  expect(foreseen(thrown)!.message).toContain('steps/a.ts:3:7: ERROR: Unexpected "{"');
});

test("nothing else is foreseen: it is a bug, and says so", () => {
  expect(foreseen(new TypeError("Cannot read properties of undefined"))).toBeUndefined();
  expect(foreseen("a string")).toBeUndefined();
  expect(foreseen(undefined)).toBeUndefined();
});

test("a Failure stays as it is", () => {
  const failure = new Failure("No.", "Try this.", 3);

  expect(foreseen(failure)).toBe(failure);
});
