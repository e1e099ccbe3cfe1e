import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { Credentials } from "../core/account.ts";
import { AwsError } from "../core/aws-error.ts";
import type { Principal } from "../core/principal.ts";
import type { CredentialStore } from "../services/iam/credential-store.ts";
import { parsePairs, uriEncode } from "./uri.ts";
import { header, type WireRequest } from "./wire-request.ts";

/** A verified signature: the signer, and the region and service of its scope. */
export interface VerifiedSignature {
  principal: Principal;
  region: string;
  service: string;
}

/** The signature in a request's Authorization header or, presigned, in its query string. */
interface SignatureClaim {
  accessKeyId: string;
  date: string;
  region: string;
  service: string;
  signedHeaders: string[];
  signature: string;
  timestamp: string;
  token: string | undefined;
  presigned: boolean;
}

const algorithm = "AWS4-HMAC-SHA256";
const emptyHash = createHash("sha256").digest("hex");
const maxCachedKeys = 1000;

/**
 * Verifies Signature Version 4 ("AWS Signature Version 4 for API requests").
 *
 * It does not check a signature's age: the account's clock may be virtual or sped up, while SDK clients sign with system
 * time.
 */
export class SignatureVerifier {
  readonly #credentials: CredentialStore;
  readonly #signingKeys = new Map<string, Buffer>();

  constructor(credentials: CredentialStore) {
    this.#credentials = credentials;
  }

  /**
   * @returns undefined for an unsigned request
   * @throws AwsError with a code of the JSON protocols; see `query-codes.ts` for the others
   */
  verify(request: WireRequest): VerifiedSignature | undefined {
    const claim = readClaim(request);
    if (!claim) return undefined;
    if (!claim.signedHeaders.includes("host")) {
      throw invalidSignature("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");
    }
    const known = this.#credentials.find(claim.accessKeyId);
    if (!known || !tokenMatches(known.credentials, claim.token)) {
      throw new AwsError("UnrecognizedClientException", "The security token included in the request is invalid.", 403);
    }
    const key = this.#signingKey(known.credentials, claim);
    const toSign = stringToSign(claim, canonicalRequest(request, claim));
    const expected = createHmac("sha256", key).update(toSign).digest();
    const given = Buffer.from(claim.signature, "hex");
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
      throw invalidSignature(
        "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.",
      );
    }
    return { principal: known.principal, region: claim.region, service: claim.service };
  }

  #signingKey(credentials: Credentials, { accessKeyId, date, region, service }: SignatureClaim): Buffer {
    const name = `${accessKeyId}/${date}/${region}/${service}`;
    let key = this.#signingKeys.get(name);
    if (!key) {
      // Clients choose date, region and service: without a limit they could fill the memory.
      if (this.#signingKeys.size >= maxCachedKeys) this.#signingKeys.clear();
      key = [date, region, service, "aws4_request"].reduce<Buffer>(
        (secret, part) => createHmac("sha256", secret).update(part).digest(),
        Buffer.from(`AWS4${credentials.secretAccessKey}`),
      );
      this.#signingKeys.set(name, key);
    }
    return key;
  }
}

function tokenMatches(credentials: Credentials, token: string | undefined): boolean {
  return (credentials.sessionToken ?? "") === (token ?? "");
}

function readClaim(request: WireRequest): SignatureClaim | undefined {
  const authorization = header(request, "authorization");
  if (authorization !== undefined) return headerClaim(request, authorization);
  if (request.query.includes("X-Amz-Signature=")) return queryClaim(request);
  return undefined;
}

function headerClaim(request: WireRequest, authorization: string): SignatureClaim {
  const fields = new Map<string, string>();
  const space = authorization.indexOf(" ");
  const parts = authorization.slice(space + 1).split(",");
  for (const part of parts) {
    const equals = part.indexOf("=");
    if (equals > 0) fields.set(part.slice(0, equals).trim(), part.slice(equals + 1).trim());
  }
  const credential = fields.get("Credential");
  const signedHeaders = fields.get("SignedHeaders");
  const signature = fields.get("Signature");
  if (authorization.slice(0, space) !== algorithm || !credential || !signedHeaders || !signature) {
    throw incomplete(
      "Authorization header requires 'Credential', 'SignedHeaders' and 'Signature' parameters, with AWS4-HMAC-SHA256.",
    );
  }
  return {
    ...scopeOf(credential),
    signedHeaders: signedHeaders.split(";"),
    signature,
    timestamp: header(request, "x-amz-date") ?? header(request, "date") ?? "",
    token: header(request, "x-amz-security-token"),
    presigned: false,
  };
}

function queryClaim(request: WireRequest): SignatureClaim {
  const fields = new Map(parsePairs(request.query, false));
  const credential = fields.get("X-Amz-Credential");
  const signedHeaders = fields.get("X-Amz-SignedHeaders");
  if (fields.get("X-Amz-Algorithm") !== algorithm || !credential || !signedHeaders) {
    throw incomplete(
      "AWS query-string parameters must include 'X-Amz-Algorithm', 'X-Amz-Credential', 'X-Amz-SignedHeaders' and 'X-Amz-Date'.",
    );
  }
  return {
    ...scopeOf(credential),
    signedHeaders: signedHeaders.split(";"),
    signature: fields.get("X-Amz-Signature") ?? "",
    timestamp: fields.get("X-Amz-Date") ?? "",
    token: fields.get("X-Amz-Security-Token"),
    presigned: true,
  };
}

function scopeOf(credential: string): Pick<SignatureClaim, "accessKeyId" | "date" | "region" | "service"> {
  const [accessKeyId, date, region, service, end] = credential.split("/");
  if (!accessKeyId || !date || !region || !service || end !== "aws4_request") {
    throw incomplete(
      `Credential must be of the form ACCESSKEYID/DATE/REGION/SERVICE/aws4_request, and is '${credential}'.`,
    );
  }
  return { accessKeyId, date, region, service };
}

function incomplete(message: string): AwsError {
  return new AwsError("IncompleteSignatureException", message, 403);
}

function invalidSignature(message: string): AwsError {
  return new AwsError("InvalidSignatureException", message, 403);
}

function stringToSign({ timestamp, date, region, service }: SignatureClaim, canonical: string): string {
  return `${algorithm}\n${timestamp}\n${date}/${region}/${service}/aws4_request\n${sha256(canonical)}`;
}

function canonicalRequest(request: WireRequest, claim: SignatureClaim): string {
  let headers = "";
  for (const name of claim.signedHeaders) headers += `${name}:${canonicalHeader(headerValue(request, name))}\n`;
  return [
    request.method,
    canonicalPath(request.path),
    canonicalQuery(request.query, claim.presigned),
    headers,
    claim.signedHeaders.join(";"),
    payloadHash(request),
  ].join("\n");
}

/** A header that the request lacks counts as empty. The caller chooses the names, which may be those of Object's members. */
function headerValue({ headers }: WireRequest, name: string): string | string[] | undefined {
  return Object.hasOwn(headers, name) ? headers[name] : undefined;
}

function canonicalHeader(value: string | string[] | undefined): string {
  const text = Array.isArray(value) ? value.join(",") : (value ?? "");
  return text.includes("  ") ? text.trim().replace(/ +/g, " ") : text.trim();
}

/** The path as sent is encoded a second time, as for all services but S3. */
function canonicalPath(path: string): string {
  if (path === "/" || path === "") return "/";
  return path.split("/").map(uriEncode).join("/");
}

function canonicalQuery(query: string, presigned: boolean): string {
  if (query === "") return "";
  return parsePairs(query, false)
    .filter(([name]) => !(presigned && name === "X-Amz-Signature"))
    .map(([name, value]) => `${uriEncode(name)}=${uriEncode(value)}`)
    .sort()
    .join("&");
}

/** The caller may leave the body unsigned; the header for that is signed. */
function payloadHash(request: WireRequest): string {
  if (header(request, "x-amz-content-sha256") === "UNSIGNED-PAYLOAD") return "UNSIGNED-PAYLOAD";
  return request.body.length === 0 ? emptyHash : sha256(request.body);
}

function sha256(data: string | Buffer): string {
  return createHash("sha256").update(data).digest("hex");
}
