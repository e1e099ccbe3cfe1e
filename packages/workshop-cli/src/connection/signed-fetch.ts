import { Sha256 } from "@aws-crypto/sha256-js";
import { fromNodeProviderChain } from "@aws-sdk/credential-providers";
import { SignatureV4 } from "@smithy/signature-v4";
import type { ClientSettings } from "./connection.ts";

/** Sends an HTTP request to a function's URL, signed as AWS_IAM authorization needs it. */
export async function signedFetch(
  settings: ClientSettings,
  url: string,
  { method, body, headers: more = {} }: { method: "GET" | "POST"; body?: string; headers?: Record<string, string> },
): Promise<Response> {
  const { hostname, host, port, pathname, searchParams, protocol } = new URL(url);
  const signer = new SignatureV4({
    service: "lambda",
    region: settings.region,
    credentials: settings.credentials ?? fromNodeProviderChain(),
    sha256: Sha256,
  });
  const { headers } = await signer.sign({
    method,
    protocol,
    hostname,
    port: port ? Number(port) : undefined,
    path: pathname,
    query: Object.fromEntries(searchParams),
    headers: { host, ...(body === undefined ? {} : { "content-type": "application/json" }), ...more },
    body,
  });
  return await fetch(url, { method, headers, body });
}
