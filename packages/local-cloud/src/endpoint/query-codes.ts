import type { AwsError } from "../core/aws-error.ts";

/** Errors from before any service is called have other codes in the query protocol ("Common error types"). */
const queryCodes: Readonly<Record<string, string>> = {
  UnrecognizedClientException: "InvalidClientTokenId",
  InvalidSignatureException: "SignatureDoesNotMatch",
  IncompleteSignatureException: "IncompleteSignature",
  MissingAuthenticationTokenException: "MissingAuthenticationToken",
  UnknownOperationException: "InvalidAction",
  AccessDeniedException: "AccessDenied",
};

/** The code of an error in the query protocol, by its code in the JSON protocols. */
export function queryCode(code: string): string {
  return Object.hasOwn(queryCodes, code) ? queryCodes[code]! : code;
}

/** The code that a service which speaks JSON now had for an error in the query protocol; undefined if it never spoke that. */
export function olderCode(codes: Readonly<Record<string, string>> | undefined, { code }: AwsError): string | undefined {
  return codes && (codes[code] ?? queryCode(code));
}

/** Tells older clients of such a service the code that they know. */
export function olderCodeHeader(older: string | undefined, { status }: AwsError): Record<string, string> {
  return older ? { "x-amzn-query-error": `${older};${status < 500 ? "Sender" : "Receiver"}` } : {};
}
