import { gunzipSync } from "node:zlib";
import { AwsError } from "../core/aws-error.ts";
import { header, type WireRequest } from "./wire-request.ts";

const maxBodyBytes = 32 * 1024 * 1024;

/**
 * The request with its body decompressed. SDK clients compress long bodies, such as PutMetricData's ("Request
 * compression"); they sign the compressed body.
 */
export function decompress(request: WireRequest): WireRequest {
  const encoding = header(request, "content-encoding");
  if (encoding === undefined || encoding === "identity") return request;
  if (encoding !== "gzip")
    throw new AwsError("SerializationException", `The content encoding ${encoding} is not supported; gzip is.`);
  try {
    return { ...request, body: gunzipSync(request.body, { maxOutputLength: maxBodyBytes }) };
  } catch {
    throw new AwsError(
      "SerializationException",
      `The request body is not gzip, or is more than ${maxBodyBytes} bytes when decompressed.`,
    );
  }
}
