import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { createAccount } from "../account.ts";
import { AwsError } from "../core/aws-error.ts";
import type { WireProtocol } from "../core/service.ts";
import { decodeJson } from "./aws-json.ts";
import { decodeQuery } from "./aws-query.ts";
import { decompress } from "./decompress.ts";
import { decodeModelQuery } from "./model-query.ts";
import { decodeRest } from "./rest-json.ts";
import { createRouter } from "./router.ts";
import { decodeRpcCbor } from "./rpc-v2-cbor.ts";
import type { WireRequest } from "./wire-request.ts";
import { escapeXml } from "./xml.ts";

const runs = { numRuns: Math.max(400, Number(process.env.RUNS ?? 0)) };
const reported: unknown[] = [];
const account = createAccount({ report: (error) => void reported.push(error) });
const route = createRouter(account);
afterAll(() => account.close());

/** Words that mean something in the place, and in JavaScript, between anything else. */
const text = (...words: string[]) =>
  fc
    .array(
      fc.oneof(
        fc.constantFrom(...words, "__proto__", "constructor", "toString", "%", "%ff", "%00", "+", "\u0000", "a", ""),
        fc.string({ maxLength: 4 }),
      ),
      { maxLength: 12 },
    )
    .map((parts) => parts.join(""));

const headerNames = fc.constantFrom(
  "authorization",
  "x-amz-date",
  "date",
  "x-amz-security-token",
  "x-amz-content-sha256",
  "x-amz-target",
  "content-encoding",
  "host",
);
const scope = "AKIA/20260101/us-east-1/events/aws4_request";
const headerValues = text(
  "AWS4-HMAC-SHA256 ",
  `Credential=${scope}`,
  "Credential=",
  "SignedHeaders=host;constructor",
  "SignedHeaders=",
  ";",
  ", ",
  "Signature=",
  "00",
  "AWSEvents.PutEvents",
  "gzip",
  "UNSIGNED-PAYLOAD",
);
const query = text(
  "X-Amz-Signature=",
  "X-Amz-Credential=",
  scope,
  "X-Amz-Algorithm=AWS4-HMAC-SHA256",
  "&",
  "=",
  "host",
);

/** A request as Node's parser passes it on. */
const requests: fc.Arbitrary<WireRequest> = fc
  .record({
    method: fc.constantFrom("GET", "POST", "PUT", "DELETE", "OPTIONS"),
    path: text("/", "2015-03-31", "functions", "invocations", "lambda-url", "_local/outbox", "."),
    query,
    headers: fc.dictionary(headerNames, fc.oneof(headerValues, fc.array(headerValues, { maxLength: 2 }))),
    body: fc.oneof(
      text("Action=", "&", "=", "member.1.", "entry.1.key", ".", "1").map((body) => Buffer.from(body)),
      fc.json().map((body) => Buffer.from(body)),
      fc.uint8Array().map((body) => Buffer.from(body)),
    ),
  })
  .map(({ path, query, ...request }) => ({
    ...request,
    path: `/${path}`,
    query,
    url: `/${path}?${query}`,
    headers: request.headers as WireRequest["headers"],
    sourceIp: "127.0.0.1",
  }));

test("answers any request with AWS's error, and reports nothing as its own fault", async () => {
  await fc.assert(
    fc.asyncProperty(requests, async (request) => {
      const answer = await route(request);
      expect(answer).toMatchObject({ status: expect.toSatisfy((status: number) => status < 500) });
      expect(reported).toEqual([]);
    }),
    runs,
  );
});

const protocols: Array<[string, (request: WireRequest) => unknown]> = [
  ["JSON", (request) => decodeJson(jsonOf("events"), request)],
  ["query", (request) => decodeQuery(queryOf("sns"), request)],
  ["query by a model", (request) => decodeModelQuery(jsonOf("sqs").also!, request)],
  ["RPC v2 CBOR", (request) => decodeRpcCbor(jsonOf("monitoring").also!, request)],
  ["REST JSON", (request) => decodeRest(restOf("lambda"), request)],
  ["compressed", (request) => decompress(request)],
];

test.each(protocols)("reads any signed request, or says what is wrong with it: %s", (_, decode) => {
  fc.assert(
    fc.property(requests, (request) => {
      try {
        decode(request);
      } catch (error) {
        expect(error).toBeInstanceOf(AwsError);
        expect((error as AwsError).status).toBeLessThan(500);
      }
    }),
    runs,
  );
});

type Kind<K extends WireProtocol["kind"]> = Extract<WireProtocol, { kind: K }>;
const jsonOf = (service: "events" | "sqs" | "monitoring") => account.service(service).wire as Kind<"json">;
const queryOf = (service: "sns") => account.service(service).wire as Kind<"query">;
const restOf = (service: "lambda") => account.service(service).wire as Kind<"rest-json">;

const names = text("A", "B", ".", "member", "entry", "1", "2", "key", "value", "Name", "Value", "Attributes");

test("reads any form into plain values", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(names, fc.string()), { maxLength: 8 }), (pairs) => {
      const form = new URLSearchParams([["Action", "Publish"], ...pairs]).toString();
      let input: unknown;
      try {
        ({ input } = decodeQuery(queryOf("sns"), post(form)));
      } catch (error) {
        expect(error).toMatchObject({ code: expect.stringMatching(/^(MalformedQueryString|MissingAction)$/) });
        return;
      }
      expect(Object.getPrototypeOf(input)).toBe(Object.prototype);
      expect(JSON.parse(JSON.stringify(input))).toBeDefined();
    }),
    // The first was found by chance: a member of the input that is called as the parts of a list are.
    { ...runs, examples: [[[["member.", ""]]], [[["entry.1.key", "k"]]]] },
  );
});

test("a form's name may have 32 parts", () => {
  const name = (parts: number) => Array(parts).fill("a").join(".");

  expect(decodeQuery(queryOf("sns"), post(`Action=Publish&${name(32)}=x`)).operation).toBe("Publish");
  expect(() => decodeQuery(queryOf("sns"), post(`Action=Publish&${name(33)}=x`))).toThrow(
    expect.objectContaining({ code: "MalformedQueryString" }),
  );
});

test("writes any text as XML without markup", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (value) => {
      expect(escapeXml(value)).not.toMatch(/[<>"']|&(?!\w+;|#\d+;)/);
    }),
    runs,
  );
});

function post(form: string): WireRequest {
  const body = Buffer.from(form);
  return { method: "POST", url: "/", path: "/", query: "", headers: {}, body, sourceIp: "127.0.0.1" };
}
