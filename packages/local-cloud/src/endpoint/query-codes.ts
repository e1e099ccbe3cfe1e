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
