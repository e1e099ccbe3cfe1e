import { Sha256 } from "@aws-crypto/sha256-js";
import { SignatureV4 } from "@smithy/signature-v4";
import { environment } from "./environment.ts";

/** An HTTP request. */
export interface SignedRequest {
  method: string;
  headers: Record<string, string>;
  body: string;
  /** In milliseconds. Then the promise rejects with a TimeoutError. */
  timeout: number;
}

/** Calls a function's URL with IAM authorization: signs the request with the credentials of the calling function. */
export async function signedFetch(url: string, { timeout, ...request }: SignedRequest): Promise<Response> {
  const { protocol, hostname, port, host, pathname } = new URL(url);
  const signer = new SignatureV4({
    service: "lambda",
    region: environment("AWS_REGION"),
    credentials: {
      accessKeyId: environment("AWS_ACCESS_KEY_ID"),
      secretAccessKey: environment("AWS_SECRET_ACCESS_KEY"),
      sessionToken: process.env.AWS_SESSION_TOKEN,
    },
    sha256: Sha256,
  });
  const { headers } = await signer.sign({
    ...request,
    ...{ protocol, hostname, port: port ? Number(port) : undefined, path: pathname },
    headers: { host, ...request.headers },
  });
  return fetch(url, { ...request, headers, signal: AbortSignal.timeout(timeout) });
}
