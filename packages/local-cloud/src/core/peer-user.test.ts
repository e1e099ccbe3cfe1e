import { once } from "node:events";
import { type AddressInfo, connect, createServer } from "node:net";
import { expect, test } from "vitest";
import { isOwnUser, peerUser, userIn } from "./peer-user.ts";

const table = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when  retries    uid  timeout inode
   0: 0100007F:11D7 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 4242 1 0000000000000000 100 0 0 10 0
   1: 0100007F:11D7 0100007F:C001 01 00000000:00000000 00:00000000 00000000  1000        0 4243 1 0000000000000000 20 4 30 10 -1
   2: 0100007F:C001 0100007F:11D7 01 00000000:00000000 00:00000000 00000000  1001        0 4244 1 0000000000000000 20 4 30 10 -1
   3: 0100007F:C002 0100007F:11D7 06 00000000:00000000 03:00000A84 00000000     0        0 0 3 0000000000000000
`;

test("finds the user of the client's socket, not that of the server's", () => {
  expect(userIn(table, { port: 0x11d7, peerPort: 0xc001 })).toBe(1001);
  expect(userIn(table, { port: 0x11d7, peerPort: 0xc003 })).toBeUndefined();
});

test("believes nothing about a socket that is closed already", () => {
  expect(userIn(table, { port: 0x11d7, peerPort: 0xc002 })).toBeUndefined();
});

test.runIf(process.platform === "linux")("finds this process's own user behind a connection", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const client = connect(port, "127.0.0.1");
  await once(server, "connection");

  const user = peerUser({ port, peerPort: client.localPort! });

  client.destroy();
  server.close();
  expect(user).toBe(process.getuid!());
  expect(isOwnUser(user!)).toBe(true);
});
