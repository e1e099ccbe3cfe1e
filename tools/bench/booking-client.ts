import { createHash, createHmac } from "node:crypto";
import { Agent, request } from "node:http";
import {
  DeleteMessageBatchCommand,
  type Message,
  ReceiveMessageCommand,
  type ReceiveMessageCommandOutput,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { SignatureV4 } from "@smithy/signature-v4";
import type { ReadyCloud } from "./commands.ts";

const connections = new Agent({ keepAlive: true });

/** Books through the booking function's URL and polls the customer's inbox, at as little cost as possible. */
export class BookingClient {
  /** The number of notifications of each booking. */
  readonly notified = new Map<string, number>();
  readonly #waiting = new Map<string, () => void>();
  readonly #bookingUrl: URL;
  readonly #signer: SignatureV4;
  readonly #sqs: SQSClient;
  readonly #inboxUrl: string;
  readonly #polling: Promise<void>;
  #closed = false;

  constructor(cloud: ReadyCloud, outputs: { bookingUrl: string; inboxUrl: string }) {
    const { region, endpoint } = cloud;
    const credentials = { accessKeyId: cloud.accessKeyId, secretAccessKey: cloud.secretAccessKey };
    this.#bookingUrl = new URL("bookings", outputs.bookingUrl);
    this.#inboxUrl = outputs.inboxUrl;
    this.#signer = new SignatureV4({ service: "lambda", region, credentials, sha256: NodeSha256 });
    this.#sqs = new SQSClient({ region, endpoint, credentials });
    this.#polling = this.#pollInbox();
  }

  /** Resolves when the booking is accepted. Its `notified` resolves when the customer has the message. */
  async book(bookingId: string, flightId: string): Promise<{ notified: Promise<void> }> {
    const notified = new Promise<void>((resolve) => this.#waiting.set(bookingId, resolve));
    const body = JSON.stringify({ bookingId, customerId: "CUST001", flightId, amount: 300 });
    const status = await this.#post(body);
    if (status !== 202) throw new Error(`The booking service answered ${status} to ${body}`);
    return { notified };
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#polling;
    this.#sqs.destroy();
    connections.destroy();
  }

  async #post(body: string): Promise<number> {
    const { hostname, host, port, pathname } = this.#bookingUrl;
    const { headers } = await this.#signer.sign({
      method: "POST",
      protocol: "http:",
      hostname,
      port: Number(port),
      path: pathname,
      query: {},
      headers: { host, "content-type": "application/json", "content-length": String(Buffer.byteLength(body)) },
      body,
    });
    return await new Promise((resolve, reject) => {
      const options = { method: "POST", headers, agent: connections };
      const sent = request(this.#bookingUrl, options, (response) => {
        response.resume().on("end", () => resolve(response.statusCode!));
      });
      sent.on("error", reject).end(body);
    });
  }

  async #pollInbox(): Promise<void> {
    while (!this.#closed) {
      const { Messages = [] }: ReceiveMessageCommandOutput = await this.#sqs.send(
        new ReceiveMessageCommand({ QueueUrl: this.#inboxUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 }),
      );
      for (const message of Messages) this.#record(message);
      await this.#delete(Messages);
      // While many bookings are in progress, polling without a pause would slow them down.
      if (this.#waiting.size > 1) await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }

  #record({ Body = "" }: Message): void {
    const bookingId = /^Booking (\S+) is ticketed/.exec(Body)?.[1];
    if (bookingId === undefined) throw new Error(`The inbox has an unexpected message: ${Body}`);
    this.notified.set(bookingId, (this.notified.get(bookingId) ?? 0) + 1);
    this.#waiting.get(bookingId)?.();
    this.#waiting.delete(bookingId);
  }

  async #delete(messages: readonly Message[]): Promise<void> {
    if (messages.length === 0) return;
    const Entries = messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
    await this.#sqs.send(new DeleteMessageBatchCommand({ QueueUrl: this.#inboxUrl, Entries }));
  }
}

/** SHA-256 by Node's own module. The SDK's in JavaScript would cost as much as the request. */
class NodeSha256 {
  readonly #hash;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash("sha256") : createHmac("sha256", secret as Buffer);
  }

  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.#hash.update(data as Buffer);
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }
}
