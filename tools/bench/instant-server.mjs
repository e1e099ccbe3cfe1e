// A server that gives every AWS call an answer that its client takes, and looks at nothing but which call it is.
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
server.listen(0, "127.0.0.1", () => parentPort.postMessage(server.address().port));
