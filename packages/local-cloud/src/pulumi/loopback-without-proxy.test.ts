import { expect, test } from "vitest";
import { callLoopbackWithoutProxy } from "./loopback-without-proxy.ts";

test.each([
  [{}, "127.0.0.1,localhost"],
  [{ no_proxy: ".corp, intranet" }, ".corp,intranet,127.0.0.1,localhost"],
  [{ no_proxy: "localhost 127.0.0.1" }, "localhost,127.0.0.1"],
  [{ no_proxy: "a", no_grpc_proxy: "b" }, "b,127.0.0.1,localhost"],
])(
  "excludes this machine from gRPC's proxy, whatever is excluded already: %j",
  (environment: NodeJS.ProcessEnv, expected) => {
    const changed = { ...environment };
    callLoopbackWithoutProxy(changed);

    expect(changed.no_grpc_proxy).toBe(expected);
    expect(changed.no_proxy).toBe(environment.no_proxy);
  },
);
