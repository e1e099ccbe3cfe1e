// biome-ignore-all lint/suspicious/noTemplateCurlyInString: learners' code in strings
import { type Answer, broken, inExercise, notYet, replace, right, write } from "./answer.ts";

// Each chapter was read up to the exercise, and no further. Then: what does somebody write who knows CloudFormation's
// names, takes a stream's record for an item, or does half of a change that has three parts?
const table = (code: string) => write(`${code},`);
const both = 'streamEnabled: true, streamViewType: "NEW_AND_OLD_IMAGES"';
const first = (dynamodb: string) => write(`const first = ${dynamodb};`);
const target = (...lines: string[]) => write(lines.map((line) => `${line},`).join("\n"));
const template = 'inputTemplate: "<$.dynamodb.NewImage.event.M.detail.S>"';
const busParameters = (detailType: string, source = '"aircraft.booking"') =>
  `eventbridgeEventBusParameters: { source: ${source}, detailType: ${detailType} }`;
const typePath = '"$.dynamodb.NewImage.event.M.detailType.S"';
const answer = (...properties: string[]) => write(`return { ${properties.join(", ")} };`);
const withoutPut = 'allow: allow.filter(({ Action }) => Action !== "events:PutEvents")';

export const step14: Answer[] = [
  ...inExercise(
    "14.1",
    notYet("leaves the placeholder", table("({})"), ["has no stream", "streamEnabled"]),
    notYet(
      "turns the stream on, and says not which images",
      table('name === "booking-table" ? { streamEnabled: true } : {}'),
      ["the old image and the new one", "undefined"],
    ),
    notYet(
      "says which images, and does not turn it on",
      table('name === "booking-table" ? { streamViewType: "NEW_AND_OLD_IMAGES" } : {}'),
      ["has no stream"],
    ),
    notYet(
      "asks for the new image only",
      table('name === "booking-table" ? { streamEnabled: true, streamViewType: "NEW_IMAGE" } : {}'),
      ["the old image and the new one"],
    ),
    notYet(
      "writes the images in another order",
      table('name === "booking-table" ? { streamEnabled: true, streamViewType: "OLD_AND_NEW_IMAGES" } : {}'),
      ["OLD_AND_NEW_IMAGES"],
    ),
    notYet("takes the table's physical name", table(`name === "BookingTable" ? { ${both} } : {}`), [
      "the booking table has no stream",
    ]),
    notYet("turns on the others' streams", table(`name !== "booking-table" ? { ${both} } : {}`), [
      "the booking table has no stream",
    ]),
    broken(
      "uses CloudFormation's property",
      table('name === "booking-table" ? { streamSpecification: { streamViewType: "NEW_AND_OLD_IMAGES" } } : {}'),
      ["no properties in common"],
    ),
    broken(
      "writes true as a text",
      table('name === "booking-table" ? { streamEnabled: "true", streamViewType: "NEW_AND_OLD_IMAGES" } : {}'),
      ["streamEnabled"],
    ),
    // Only the booking table asks the steps for arguments.
    right("does not ask which table it is", table(`({ ${both} })`)),
    right("turns the condition around", table(`name !== "booking-table" ? {} : { ${both} }`)),
    right(
      "spreads what it adds",
      table(`({ ...(name === "booking-table" && { streamViewType: "NEW_AND_OLD_IMAGES", streamEnabled: true }) })`),
    ),
  ),
  ...inExercise(
    "14.2",
    notYet("leaves the placeholder", first("{}"), ["Empty objects are not allowed"]),
    notYet("asks for an event that is there now", first("{ NewImage: stored([{ exists: true }]) }"), [
      "brings no new event",
    ]),
    notYet(
      "turns the two images around",
      first("{ NewImage: stored([{ exists: false }]), OldImage: stored([{ exists: true }]) }"),
      ["no pattern matches"],
    ),
    notYet(
      "asks that there was no item",
      first("{ NewImage: stored([{ exists: true }]), OldImage: [{ exists: false }] }"),
      ["brings no new event"],
    ),
    notYet(
      "writes the operator as a text",
      first('{ NewImage: stored([{ exists: "true" }]), OldImage: stored([{ exists: "false" }]) }'),
      ["exists", "true or false"],
    ),
    notYet("asks for null", first("{ NewImage: stored([{ exists: true }]), OldImage: stored([null]) }"), [
      "no pattern matches",
    ]),
    notYet(
      "asks for any other event before, as the patterns below do",
      first('{ NewImage: stored([{ exists: true }]), OldImage: stored([{ "anything-but": [""] }]) }'),
      ["no pattern matches"],
    ),
    notYet(
      "looks at the kind of write inside the record",
      first('{ eventName: ["INSERT"], NewImage: stored([{ exists: true }]) }'),
      ["no pattern matches"],
    ),
    notYet(
      "forgets where the event is stored",
      first("{ NewImage: { event: [{ exists: true }] }, OldImage: { event: [{ exists: false }] } }"),
      ["no pattern matches"],
    ),
    broken("writes the operator without its braces", first("{ NewImage: stored([exists: true]) }"), ["expected"]),
    broken(
      "gives one value instead of a list",
      first("{ NewImage: stored({ exists: true }), OldImage: stored({ exists: false }) }"),
      ["unknown[]"],
      "stored(",
    ),
    right(
      "asks for one of our events",
      first("{ OldImage: stored([{ exists: false }]), NewImage: stored(events.map(({ name }) => name)) }"),
    ),
    right(
      "asks for any text",
      first(
        '{ NewImage: stored([{ prefix: "" }]), OldImage: { event: { M: { detailType: { S: [{ exists: false }] } } } } }',
      ),
    ),
  ),
  ...inExercise(
    "14.3",
    notYet("leaves the placeholder", target(busParameters('"BookingCreated"')), [
      "without a template",
      "the stream's whole record",
    ]),
    notYet("writes the template alone", target(template), ["the type is a path"]),
    notYet(
      "gives the template no brackets",
      target('inputTemplate: "$.dynamodb.NewImage.event.M.detail.S"', busParameters(typePath)),
      ["a path stands in < >"],
    ),
    notYet(
      "puts the path in quotes, which makes it a JSON string",
      target(`inputTemplate: '"<$.dynamodb.NewImage.event.M.detail.S>"'`, busParameters(typePath)),
      ["in a template"],
    ),
    notYet(
      "leaves out DynamoDB's types",
      target('inputTemplate: "<$.dynamodb.NewImage.event.detail>"', busParameters(typePath)),
      ["M for a map, S for a string"],
    ),
    notYet(
      "takes the whole stored event",
      target('inputTemplate: "<$.dynamodb.NewImage.event>"', busParameters(typePath)),
      ["M for a map, S for a string"],
    ),
    notYet(
      "takes the item as it was before",
      target('inputTemplate: "<$.dynamodb.OldImage.event.M.detail.S>"', busParameters(typePath)),
      ["in a template"],
    ),
    notYet("leaves the type as it was", target(template, busParameters('"BookingCreated"')), ["three kinds of event"]),
    notYet(
      "gives the type brackets, too",
      target(template, busParameters('"<$.dynamodb.NewImage.event.M.detailType.S>"')),
      ["without < >"],
    ),
    notYet("publishes as another service", target(template, busParameters(typePath, '"aircraft.outbox"')), [
      "one source",
      "aircraft.outbox",
    ]),
    broken(
      "writes the property as CloudFormation does",
      target(template, `eventBridgeEventBusParameters: { source: "aircraft.booking", detailType: ${typePath} }`),
      ["eventBridgeEventBusParameters"],
    ),
    broken(
      "puts the template into the bus's parameters",
      target(`eventbridgeEventBusParameters: { ${template}, source: "aircraft.booking", detailType: ${typePath} }`),
      ["'inputTemplate' does not exist"],
      "inputTemplate",
    ),
    right(
      "takes the source from the record, too",
      target(template, busParameters(typePath, '"$.dynamodb.NewImage.event.M.source.S"')),
    ),
    right("names the place of the event once", [
      replace("  new aws.pipes.Pipe(", '  const event = "$.dynamodb.NewImage.event.M";\n  new aws.pipes.Pipe('),
      target(busParameters("`${event}.detailType.S`"), "inputTemplate: `<${event}.detail.S>`"),
    ]),
  ),
  ...inExercise(
    "14.4",
    notYet("leaves the placeholder", write("return {};"), ["point the function to its handler"]),
    notYet("changes the code only", answer("handler"), ["the role may still publish"]),
    notYet("leaves the functions' permission", answer("handler", "publishes: []"), ["the role may still publish"]),
    notYet("leaves what the functions publish", answer("handler", withoutPut), [
      "still lists the function as a publisher",
    ]),
    notYet("leaves the code", answer("publishes: []", withoutPut), ["point the function to its handler"]),
    notYet("takes every permission away", answer("handler", "publishes: []", "allow: []"), [
      "what the function needs besides publishing",
    ]),
    notYet(
      "keeps the one permission that it should remove",
      answer("handler", "publishes: []", 'allow: allow.filter(({ Action }) => Action === "events:PutEvents")'),
      ["the role may still publish"],
    ),
    notYet(
      "misspells the action",
      answer("handler", "publishes: []", 'allow: allow.filter(({ Action }) => Action !== "events:PutEvent")'),
      ["the role may still publish"],
    ),
    notYet("keeps what was published as a list of names", answer("handler", "publishes: published", withoutPut), [
      "still lists the function as a publisher",
    ]),
    notYet("writes the handler's path under another name", answer("code: handler", "publishes: []", withoutPut), [
      "point the function to its handler",
    ]),
    broken(
      "filters by an action that is no property",
      answer("handler", "publishes: []", 'allow: allow.filter(({ action }) => action !== "events:PutEvents")'),
      ["'action'"],
      "action",
    ),
    right(
      "accepts a list of actions, too",
      answer(
        "publishes: []",
        "handler",
        'allow: allow.filter(({ Action }) => ![Action].flat().includes("events:PutEvents"))',
      ),
    ),
    right(
      "goes by the bus",
      write(`const mayStay = allow.filter((permission) => !String(permission.Action).startsWith("events:"));
return { allow: mayStay, publishes: [], handler: outbox[name]! };`),
    ),
  ),
];
