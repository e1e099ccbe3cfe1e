const loopback = ["127.0.0.1", "localhost"];

/**
 * gRPC sends even calls to this machine to the proxy that `http_proxy` names, unless a list excludes it. All of ours are to
 * this machine. Variables of gRPC alone are changed: proxies stay in use for everything else.
 */
export function callLoopbackWithoutProxy(environment: NodeJS.ProcessEnv = process.env): void {
  const listed = (environment.no_grpc_proxy ?? environment.no_proxy ?? "").split(/[\s,]+/).filter(Boolean);
  const missing = loopback.filter((host) => !listed.includes(host));
  environment.no_grpc_proxy = [...listed, ...missing].join(",");
}
