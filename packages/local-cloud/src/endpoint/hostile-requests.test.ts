import { once } from "node:events";
import { connect } from "node:net";
import { expect, test } from "vitest";
import { startTestCloud, type TestCloud } from "../testing/index.ts";

/** Sends bytes that no client would send. @returns the status line and the body, without the headers */
async function raw(cloud: TestCloud, lines: string[], body = ""): Promise<{ status: number; body: string }> {
  const socket = connect(Number(new URL(cloud.endpoint).port), "127.0.0.1");
  socket.end([...lines, `Content-Length: ${Buffer.byteLength(body)}`, "Connection: close", "", body].join("\r\n"));
  let text = "";
  socket.setEncoding("latin1").on("data", (chunk) => {
    text += chunk;
  });
  await once(socket, "close");
  const [head = "", ...rest] = text.split("\r\n\r\n");
  return { status: Number(head.split(" ")[1]), body: rest.join("\r\n\r\n") };
}

const hostOf = (cloud: TestCloud) => `Host: ${new URL(cloud.endpoint).host}`;

function signed(cloud: TestCloud, signedHeaders: string): string {
  const { accessKeyId } = cloud.credentials;
  const scope = `${accessKeyId}/20260101/us-east-1/events/aws4_request`;
  return `Authorization: AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=${signedHeaders}, Signature=${"0".repeat(64)}`;
}

test.each(["host;constructor", "host;__proto__", "host;toString;valueOf"])(
  "refuses a signature over %s as one that does not match",
  async (headers) => {
    await using cloud = await startTestCloud();

    const { status, body } = await raw(cloud, ["POST / HTTP/1.1", hostOf(cloud), signed(cloud, headers)], "{}");

    expect(status).toBe(403);
    expect(body).toContain("InvalidSignatureException");
  },
);

test("refuses a signature that does not cover the host", async () => {
  await using cloud = await startTestCloud();

  const { body } = await raw(cloud, ["POST / HTTP/1.1", hostOf(cloud), signed(cloud, "x-amz-date")], "{}");

  expect(body).toContain("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");
});

test.each([
  ["without its parts", "AWS4-HMAC-SHA256 Credential=__proto__"],
  ["of another algorithm", "Bearer constructor"],
])("refuses an Authorization header %s as incomplete", async (_, header) => {
  await using cloud = await startTestCloud();

  const { status, body } = await raw(cloud, ["POST / HTTP/1.1", hostOf(cloud), `Authorization: ${header}`], "{}");

  expect(status).toBe(403);
  expect(body).toContain("IncompleteSignature");
});

test("refuses a second Host header", async () => {
  await using cloud = await startTestCloud();

  expect(await raw(cloud, ["GET / HTTP/1.1", hostOf(cloud), "host: rebound.example"])).toMatchObject({ status: 400 });
});

test.each([
  ["another site", "https://example.com", 403],
  ["another port of this machine", "http://127.0.0.1:1", 403],
  ["a file", "null", 403],
  ["the local cloud itself", undefined, 200],
])("checks where a web page comes from: %s", async (_, origin, status) => {
  await using cloud = await startTestCloud();
  const page = `Origin: ${origin ?? cloud.endpoint}`;

  expect(await raw(cloud, ["GET /_local/faults HTTP/1.1", hostOf(cloud), page])).toMatchObject({ status });
});

test("leaves it to a function URL's CORS configuration which web pages may call it", async () => {
  await using cloud = await startTestCloud();
  const page = "Origin: https://example.com";

  expect(await raw(cloud, ["GET /lambda-url/none/ HTTP/1.1", hostOf(cloud), page])).toMatchObject({ status: 404 });
});
