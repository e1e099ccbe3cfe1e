import { gunzipSync } from "node:zlib";
import { AwsError } from "../core/aws-error.ts";
import { header, type WireRequest } from "./wire-request.ts";

const largestBodyBytes = 32 * 1024 * 1024;

/**
 * The request with its body unpacked: SDK clients compress what is long, as PutMetricData often is
 * ("Request compression"). The signature is that of the body as it was sent.
 */
export function decompress(request: WireRequest): WireRequest {
  const encoding = header(request, "content-encoding");
  if (encoding === undefined || encoding === "identity") return request;
  if (encoding !== "gzip")
    throw new AwsError("SerializationException", `The content encoding ${encoding} is not known; gzip is.`);
  try {
    return { ...request, body: gunzipSync(request.body, { maxOutputLength: largestBodyBytes }) };
  } catch {
    throw new AwsError(
      "SerializationException",
      `The request body is not gzip, or more than ${largestBodyBytes} bytes when unpacked.`,
    );
  }
}
