import { describe, expect, test } from "vitest";
import type { PipeEvent } from "./pipe-event.ts";
import { render } from "./render.ts";

const detail = '{"bookingId":"B123","amount":300}';
const event: PipeEvent = {
  eventID: "1",
  eventName: "INSERT",
  eventVersion: "1.1",
  eventSource: "aws:dynamodb",
  awsRegion: "us-east-1",
  dynamodb: {
    ApproximateCreationDateTime: 1_767_268_800,
    Keys: { bookingId: { S: "B123" } },
    NewImage: {
      bookingId: { S: "B123" },
      amount: { N: "300" },
      paid: { BOOL: true },
      note: { S: 'say "hi"' },
      seats: { L: [{ S: "12A" }, { S: "12B" }] },
      event: { M: { detail: { S: detail } } },
    },
    SequenceNumber: "111",
    SizeBytes: 26,
    StreamViewType: "NEW_AND_OLD_IMAGES",
  },
  eventSourceARN: "arn:aws:dynamodb:us-east-1:000000000000:table/Bookings/stream/1",
};
const pipe = {
  name: "outbox",
  arn: "arn:aws:pipes:us-east-1:000000000000:pipe/outbox",
  source: event.eventSourceARN,
  target: "arn:aws:events:us-east-1:000000000000:event-bus/Bookings",
};

function rendered(template: string): string {
  return render(template, { pipe, event, now: Date.UTC(2026, 0, 1, 12, 0, 0, 123) });
}

const image = "$.dynamodb.NewImage";

// To settle what a title calls an assumption, on an account with a table Bookings that has a stream, a bus and a role:
//   aws pipes create-pipe --name probe --role-arn ROLE --source STREAM_ARN --target BUS_ARN \
//     --source-parameters DynamoDBStreamParameters={StartingPosition=LATEST,BatchSize=1} \
//     --target-parameters '{"InputTemplate": "<$.dynamodb.NewImage.event.M.detail.S>"}'
//   aws dynamodb put-item --table-name Bookings \
//     --item '{"bookingId": {"S": "B123"}, "event": {"M": {"detail": {"S": "{\"amount\": 300}"}}}}'
// and look at what a rule of that bus with the pattern {"source": [{"prefix": "Pipe "}]} sends to a log group.

describe("a template that is one variable", () => {
  test("with a string yields its text, so that stored JSON is the object (assumption: AWS does so for text that is not JSON)", () => {
    expect(rendered(`<${image}.event.M.detail.S>`)).toBe(detail);
    expect(JSON.parse(rendered(`\n  <${image}.event.M.detail.S>\n`))).toEqual({ bookingId: "B123", amount: 300 });
  });

  test("with a string that is not JSON yields its text without quotes, as in aws-cdk's test on AWS", () => {
    expect(rendered(`<${image}.bookingId.S>`)).toBe("B123");
  });

  test("with an object or a list yields a string without inner quotes (Implicit body data parsing)", () => {
    expect(rendered(`<${image}.bookingId>`)).toBe('"{S:B123}"');
    expect(rendered(`<${image}.seats.L>`)).toBe('"[{S:12A},{S:12B}]"');
  });
});

describe("a template that is a JSON object", () => {
  test.each([
    ["adds the quotes of a string", `{"id": <${image}.bookingId.S>}`, '{"id": "B123"}'],
    ["accepts the quotes of a string", `{"id": "<${image}.bookingId.S>"}`, '{"id": "B123"}'],
    ["keeps a number of DynamoDB a string", `{"amount": <${image}.amount.N>}`, '{"amount": "300"}'],
    [
      "makes a number of it where the template has no quotes to add",
      `{"size": <$.dynamodb.SizeBytes>}`,
      '{"size": 26}',
    ],
    ["keeps a boolean", `{"paid": <${image}.paid.BOOL>}`, '{"paid": true}'],
    ["inserts an object as it is", `{"id": <${image}.bookingId>}`, '{"id": {"S":"B123"}}'],
    ["takes the quotes out of an object within a string", `{"id": "is <${image}.bookingId>"}`, '{"id": "is {S:B123}"}'],
    ["finds one element of a list", `{"seat": <${image}.seats.L[1].S>}`, '{"seat": "12B"}'],
    ["finds every element of a list", `{"seats": <${image}.seats.L[*].S>}`, '{"seats": ["12A","12B"]}'],
  ])("%s", (_case, template, expected) => {
    expect(rendered(template)).toBe(expected);
  });

  test("keeps stored JSON a string (assumption: outside quotes AWS escapes it)", () => {
    expect(JSON.parse(rendered(`{"detail": <${image}.event.M.detail.S>}`))).toEqual({ detail });
  });

  test("does not escape a string inside quotes, so a quote in it makes the JSON invalid (Common issues)", () => {
    expect(rendered(`{"note": "<${image}.note.S>"}`)).toBe('{"note": "say "hi""}');
  });

  test('has an empty string for a path that the event does not have (assumption: AWS says that it "won\'t appear")', () => {
    expect(rendered(`{"a": <${image}.missing.S>, "b": "<$.nowhere>"}`)).toBe('{"a": "", "b": ""}');
  });

  test("copies other text in angle brackets", () => {
    expect(rendered('{"html": "<b>"}')).toBe('{"html": "<b>"}');
  });
});

describe("reserved variables", () => {
  test("tell about the pipe and the time", () => {
    const names = ["pipe-arn", "pipe-name", "source-arn", "target-arn", "event.ingestion-time"];
    const template = `{${names.map((name) => `"${name}": <aws.pipes.${name}>`).join(", ")}}`;

    expect(JSON.parse(rendered(template))).toEqual({
      "pipe-arn": pipe.arn,
      "pipe-name": "outbox",
      "source-arn": pipe.source,
      "target-arn": pipe.target,
      "event.ingestion-time": "2026-01-01T12:00:00.123Z",
    });
  });

  test("have the event as an object, and as text (assumption: escaped)", () => {
    const { json, text } = JSON.parse(rendered('{"json": <aws.pipes.event.json>, "text": <aws.pipes.event>}'));

    expect(json).toEqual(event);
    expect(JSON.parse(text)).toEqual(event);
  });
});
