import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { createFunction, createRole, invoke } from "../../../testing/functions.ts";
import { startTestCloud, type TestCloud } from "../../../testing/index.ts";

const onWindows = process.platform === "win32";

let cloud: TestCloud;
let role: string;
let count = 0;

beforeAll(async () => {
  // Real code is stopped in real time: a function with a Timeout of 2 seconds has 0.6 here.
  cloud = await startTestCloud({ lambda: { timeoutScale: 0.3, proactiveInitialization: false } });
  role = await createRole(cloud, "everything");
});
afterAll(() => cloud.close());

/** Creates a function whose handler has this body. @returns its name */
async function deploy(body: string, more: Parameters<typeof createFunction>[3] = {}): Promise<string> {
  const name = `hostile-${++count}`;
  const modules = ["fs", "v8", "net", "child_process"].map((module) => `import * as ${module} from "node:${module}";`);
  const source = `${modules.join("\n")}\nlet runs = 0;\nexport const handler = async (event) => {
    if (event.harmless) return ++runs;
    ${body}
  };`;
  await createFunction(cloud, name, source, { Role: role, Timeout: 2, ...more });
  return name;
}

/** Runs it, and makes another call meanwhile. @returns what the run answered, and what was answered first */
async function attack(name: string) {
  const answered: string[] = [];
  const run = invoke(cloud, name, {}, true).finally(() => answered.push("the run"));
  await cloud.sts.send(new GetCallerIdentityCommand({})).then(() => answered.push("another call"));
  return { ...(await run), answered };
}

/** The part of a handler that writes a message to the local cloud itself. */
function forge(message: string): string {
  return `const frame = Buffer.from('....${message}');
    frame.writeUInt32LE(frame.length - 4);
    fs.writeSync(3, frame);`;
}

/** The next event has a new environment, in which the handler's module is loaded again. */
async function expectReplaced(name: string): Promise<void> {
  expect((await invoke(cloud, name, { harmless: true })).payload).toBe(1);
}

describe("the timeout holds, other calls are answered meanwhile, and the next event has a new environment, when a handler", () => {
  const endless: Array<[string, string]> = [
    ["loops", "for (;;);"],
    ["never lets the event loop turn", "const again = () => Promise.resolve().then(again); await again();"],
    ["logs without end", "for (;;) console.log('x');"],
    ["logs errors without end", "for (;;) console.error(new Error('x'));"],
    ["writes to stdout without end", "for (;;) process.stdout.write('x'.repeat(1000));"],
    ["writes past its runtime without end", "for (;;) try { fs.writeSync(1, 'x'.repeat(65536)); } catch {}"],
    [
      "forbids V8 to be interrupted",
      "v8.setFlagsFromString('--no-use-osr'); v8.setFlagsFromString('--gc-interval=1'); for (;;) [];",
    ],
    ["collects garbage without end", "v8.setFlagsFromString('--expose-gc'); for (;;) globalThis.gc?.();"],
    ["waits in the system", "child_process.execSync('sleep 60');"],
    ["waits for a thread", "Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);"],
    ["ignores signals", "process.on('SIGTERM', () => {}); process.on('SIGINT', () => {}); for (;;);"],
    ["stops its own process", "process.kill(process.pid, 'SIGSTOP'); for (;;);"],
  ];
  const posixOnly = ["waits in the system", "stops its own process"];

  test.each(endless.filter(([how]) => !onWindows || !posixOnly.includes(how)))("%s", async (_how, body) => {
    const name = await deploy(body);

    const { payload, answered } = await attack(name);

    expect(payload.errorMessage).toMatch(/^RequestId: \S+ Error: Task timed out after 2.00 seconds$/);
    expect(payload.errorType).toBe("Sandbox.Timedout");
    expect(answered).toEqual(["another call", "the run"]);
    await expectReplaced(name);
  });

  test.skipIf(onWindows)("reads a pipe that nobody writes to", async () => {
    const folder = mkdtempSync(join(tmpdir(), "hostile-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    execFileSync("mkfifo", [join(folder, "pipe")]);
    const name = await deploy(`fs.readFileSync(${JSON.stringify(join(folder, "pipe"))});`);

    expect((await attack(name)).payload.errorType).toBe("Sandbox.Timedout");
    await expectReplaced(name);
  });
});

describe("a run fails with Runtime.ExitError, and the next event has a new environment, when a handler", () => {
  const withoutReason = "Runtime exited without providing a reason";
  const killed = "Runtime exited with error: signal: killed";
  const endings: Array<[string, string, string]> = [
    ["exits", "process.exit(0);", withoutReason],
    ["exits with a code", "process.exit(3);", "Runtime exited with error: exit status 3"],
    ["kills itself", "process.kill(process.pid, 'SIGKILL'); for (;;);", killed],
    ["aborts", "process.abort();", "Runtime exited with error: signal: aborted (core dumped)"],
    [
      "writes rubbish to every open file",
      "for (let fd = 3; fd < 40; fd++) try { fs.writeSync(fd, 'rubbish, and more'); } catch {} for (;;);",
      withoutReason,
    ],
    ["announces a message without end", "fs.writeSync(3, Buffer.alloc(4, 255)); for (;;);", withoutReason],
    ["sends JSON that is no message", "fs.writeSync(3, Buffer.from('\\x02\\0\\0\\0{}')); for (;;);", withoutReason],
    [
      "answers for another event",
      forge('{"kind":"done","requestId":"B123","payload":"1","residentBytes":1}'),
      withoutReason,
    ],
    ["says that it has just started", forge('{"kind":"ready","durationMs":1,"residentBytes":1}'), withoutReason],
    [
      "sends log lines past its runtime without end",
      `for (;;) { ${forge('{"kind":"line","level":"INFO","text":"x"}')} }`,
      withoutReason,
    ],
    [
      "closes every file",
      "for (let fd = 3; fd < 40; fd++) try { fs.closeSync(fd); } catch {} for (;;);",
      withoutReason,
    ],
    ["fills its heap", "const all = []; for (;;) all.push(new Array(1e5).fill({}));", killed],
    ["fills its memory past the heap", "const all = []; for (;;) all.push(Buffer.alloc(5e6, 1));", killed],
  ];
  const signals = ["kills itself", "aborts"];

  test.each(endings.filter(([how]) => !onWindows || !signals.includes(how)))("%s", async (_how, body, reason) => {
    const name = await deploy(body, { Timeout: 60 });

    const { payload, answered } = await attack(name);

    expect(payload).toEqual({
      errorType: "Runtime.ExitError",
      errorMessage: expect.stringMatching(/^RequestId: \S+ Error: /),
    });
    expect(payload.errorMessage.replace(/^RequestId: \S+ Error: /, "")).toBe(reason);
    expect(answered).toContain("another call");
    await expectReplaced(name);
  });
});

test("a run beyond its memory is reported as out of memory", async () => {
  const name = await deploy("globalThis.all = Buffer.alloc(200e6, 1); for (;;);", { Timeout: 60 });

  const { log } = await attack(name);

  expect(log).toMatch(
    /signal: killed\nRuntime.ExitError\nEND .*\nREPORT .*\tStatus: error\tError Type: Runtime.OutOfMemory/,
  );
  expect(log).toContain("Memory Size: 128 MB\tMax Memory Used: 128 MB");
});

test("of a run that logs without end, a bounded number of lines is kept, and the last one says so", async () => {
  const name = await deploy("for (let n = 1; n <= 50_000; n++) console.log('line', n);", { Timeout: 60 });

  const { log, functionError } = await attack(name);

  expect(functionError).toBeUndefined();
  expect(log).toMatch(
    /line 10000\nThe local cloud keeps 10,000 lines or 4 MB of one run's log: the lines after this one are dropped.\nEND /,
  );
  expect((await invoke(cloud, name, { harmless: true }, true)).log, "the next run logs again").toContain("START");
});

test.skipIf(onWindows)("whatever a handler started ends with its environment", async () => {
  // What it starts inherits a connection, which stays open for as long as one of them lives.
  const server = createServer().listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  const connected = once(server, "connection") as Promise<[Socket]>;
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const name = await deploy(`const socket = net.connect(${port}, "127.0.0.1");
    await new Promise((resolve) => socket.on("connect", resolve));
    child_process.spawn("sleep", ["600"], { stdio: [socket, "ignore", "ignore"] });
    for (;;);`);

  const { payload } = await attack(name);

  expect(payload.errorType).toBe("Sandbox.Timedout");
  const [socket] = await connected;
  if (!socket.closed) await once(socket.resume(), "close");
});

test.skipIf(onWindows)("a handler that kills its parent, or everybody, is refused", async () => {
  const name = await deploy(
    "return [process.ppid, -1].map((pid) => { try { process.kill(pid, 'SIGKILL'); } catch (error) { return error.code; } });",
  );

  expect((await attack(name)).payload).toEqual(["EPERM", "EPERM"]);
});

test("a handler that replaces what its runtime uses harms only itself", async () => {
  const name = await deploy(`const none = () => { throw new Error("gone"); };
    Object.assign(JSON, { parse: none, stringify: none });
    Object.assign(process, { exit: none, memoryUsage: none });
    Object.assign(globalThis, { Buffer: none, setImmediate: none, Promise: none, Date: none, console: none });
    fs.default.writeSync = none;
    return "replaced";`);

  const { payload, answered } = await attack(name);

  expect(payload.errorType ?? payload).toMatch(/^replaced$|Error$/);
  expect(answered).toContain("another call");
});
