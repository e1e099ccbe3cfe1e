// A server that answers every AWS call at once with a fixed, valid response.
import { createServer } from "node:http";
import { parentPort } from "node:worker_threads";

const published = "<PublishResponse><PublishResult><MessageId>m-1</MessageId></PublishResult></PublishResponse>";
const put = '{"FailedEntryCount":0,"Entries":[{"EventId":"e-1"}]}';

const server = createServer((request, response) => {
  request.resume();
  const target = request.headers["x-amz-target"];
  if (target === undefined) response.end(published);
  else response.end(target === "AWSEvents.PutEvents" ? put : "{}");
});
server.listen(0, "127.0.0.1", () => {
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  parentPort?.postMessage(port);
});
