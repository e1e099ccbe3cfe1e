import { type Answer, broken, inExercise, notYet, right, write } from "./answer.ts";

// Each chapter was read up to the exercise, and no further. Then: what does somebody write who knows other condition
// keys, turns a negation around, or tests for one kind of wildcard?
const condition = (...lines: string[]) => write(lines.join("\n"));
const names = "events.map(({ name }) => name)";
const source = "events[0]!.source";

const wildcardTest = (...lines: string[]) =>
  write(['test("13.3 gives no role a wildcard permission", () => {', ...lines, "});"].join("\n"));
const everyStatement =
  'for (const { inputs } of stack.all("Function")) for (const statement of stack.statementsOf(inputs.name)) {';

export const step13: Answer[] = [
  ...inExercise(
    "13.1",
    notYet("writes nothing", write("// later"), ["allows other events", "events:detail-type"]),
    notYet("states the source only", condition(`StringEquals: { "events:source": ${source} },`), [
      "allows other events",
      "events:detail-type",
    ]),
    notYet("states the events only", condition(`StringEquals: { "events:detail-type": ${names} },`), [
      "allows other sources",
      "events:source",
    ]),
    notYet(
      "writes the key as in the SDK",
      condition(`StringEquals: { "events:source": ${source}, "events:detailType": ${names} },`),
      ["Invalid condition key events:detailType"],
    ),
    notYet(
      "writes the key without its service",
      condition(`StringEquals: { source: ${source}, "detail-type": ${names} },`),
      ["must be prefaced by a vendor"],
    ),
    notYet(
      "writes an operator that IAM does not have",
      condition(`StringsEqual: { "events:source": ${source}, "events:detail-type": ${names} },`),
      ["Invalid Condition type : StringsEqual"],
    ),
    notYet(
      "forbids the function's own events",
      condition(`StringNotEquals: { "events:source": ${source}, "events:detail-type": ${names} },`),
      ["refuses its own events"],
    ),
    notYet(
      "allows any of the service's names with a star",
      condition(`StringLike: { "events:source": ${source}, "events:detail-type": "*" },`),
      ["allows other events"],
    ),
    notYet(
      "allows every service of ours",
      condition(`StringLike: { "events:source": "aircraft.*", "events:detail-type": ${names} },`),
      ["allows other sources"],
    ),
    notYet(
      "writes the first service's name",
      condition(`StringEquals: { "events:source": "aircraft.booking", "events:detail-type": ${names} },`),
      ["refuses its own events"],
    ),
    notYet(
      "states the first event only",
      condition(`StringEquals: { "events:source": ${source}, "events:detail-type": events[0]!.name },`),
      ['[ "PaymentConfirmed", ]'],
    ),
    broken(
      "forgets that the list may be empty",
      condition(`StringEquals: { "events:source": events[0].source, "events:detail-type": ${names} },`),
      ["possibly 'undefined'"],
      "events[0].source",
    ),
    broken(
      "passes the contracts, not their names",
      condition(`StringEquals: { "events:source": ${source}, "events:detail-type": events },`),
      ["string"],
    ),
    right(
      "compares with StringLike",
      condition(`StringLike: { "events:detail-type": ${names}, "events:source": ${source} },`),
    ),
    right(
      "uses two operators, and lists the sources",
      condition(
        `"ForAnyValue:StringEquals": { "events:detail-type": ${names} },`,
        'StringEquals: { "events:source": [...new Set(events.map((event) => event.source))] },',
      ),
    ),
  ),
  ...inExercise(
    "13.2",
    notYet("leaves the placeholder", condition('StringEquals: { "aws:PrincipalArn": "nobody" },'), [
      "only these are denied",
      "[]",
    ]),
    notYet("writes nothing", write("// nobody else"), ["the bus denies these publishers", "booking-api"]),
    notYet("denies the publishers", condition('StringEquals: { "aws:PrincipalArn": roles },'), [
      "the bus denies these publishers",
    ]),
    notYet("compares with another fact about the caller", condition('StringNotEquals: { "aws:SourceArn": roles },'), [
      "the bus denies these publishers",
    ]),
    notYet(
      "gives the roles' names instead of their ARNs",
      condition('StringNotEquals: { "aws:PrincipalArn": publishers.map(({ role }) => role.name) },'),
      ["the bus denies these publishers"],
    ),
    notYet("exempts every role", condition('StringNotLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/*" },'), [
      "only these are denied",
      "user/admin",
    ]),
    notYet(
      "lists the functions only",
      condition('StringNotEquals: { "aws:PrincipalArn": publishers.map(({ role }) => role.arn) },'),
      ["the role of a pipe"],
    ),
    notYet("exempts only the first function", condition('StringNotEquals: { "aws:PrincipalArn": roles[0] },'), [
      "the bus denies these publishers",
    ]),
    notYet("misspells the operator", condition('StringNotEqual: { "aws:PrincipalArn": roles },'), [
      "Invalid Condition type : StringNotEqual",
    ]),
    notYet("misspells the key", condition('StringNotEquals: { "aws:PrincipalARNs": roles },'), [
      "Invalid condition key aws:PrincipalARNs",
    ]),
    broken(
      "repeats the operator of the line below",
      condition('StringNotEquals: { "aws:PrincipalArn": roles },\nBool: { "aws:PrincipalIsAWSService": "false" },'),
      ["multiple properties with the same name"],
    ),
    broken(
      "uses a name of its own",
      condition('StringNotEquals: { "aws:PrincipalArn": publisherRoles },'),
      ["Cannot find name 'publisherRoles'"],
      "publisherRoles",
    ),
    right("compares ARNs", condition('ArnNotEquals: { "aws:PrincipalArn": roles },')),
    right(
      "compares ARNs as patterns, and has the key in lower case",
      condition('ArnNotLike: { "aws:principalarn": roles },'),
    ),
    right("compares texts as patterns", condition('StringNotLike: { "aws:PrincipalArn": pulumi.all(roles) },')),
  ),
  ...inExercise(
    "13.3",
    notYet("leaves the placeholder", write('test.todo("13.3 gives no role a wildcard permission");'), [
      "no test for 13.3",
    ]),
    notYet(
      "leaves out the number",
      write('test("gives no role a wildcard permission", () => {\n  expect(stack).toBeDefined();\n});'),
      ['a title that starts with "13.3 "'],
    ),
    notYet("asserts nothing", wildcardTest('expect(stack.all("Function").length).toBeGreaterThan(0);'), [
      "does not notice that the refusing function may call every action",
    ]),
    notYet(
      "tests the actions only",
      wildcardTest(everyStatement, 'expect(actionsOf(statement).join()).not.toContain("*");', "}"),
      ["may write to every table"],
    ),
    notYet(
      "tests the resources only",
      wildcardTest(everyStatement, 'expect(statement.Resource.replace(/:\\*$/, "")).not.toContain("*");', "}"),
      ["may call every action on its table"],
    ),
    notYet(
      "knows only the bare star",
      wildcardTest(
        everyStatement,
        'expect(actionsOf(statement)).not.toContain("*");',
        'expect(statement.Resource).not.toBe("*");',
        "}",
      ),
      ["does not notice that the refusing function may call every action"],
    ),
    notYet(
      "forbids the streams of a log group, too",
      wildcardTest(
        everyStatement,
        'expect(actionsOf(statement).join()).not.toContain("*");',
        'expect(statement.Resource).not.toContain("*");',
        "}",
      ),
      [":log-group:/aws/lambda/"],
    ),
    notYet(
      "allows any resource that ends with a star",
      wildcardTest(
        everyStatement,
        'expect(actionsOf(statement).join()).not.toContain("*");',
        'expect(statement.Resource.replace(/\\*$/, "")).not.toContain("*");',
        "}",
      ),
      ["may write to every table"],
    ),
    notYet(
      "tests one function",
      wildcardTest(
        'for (const statement of stack.statementsOf("booking-api")) {',
        'expect(actionsOf(statement).join()).not.toContain("*");',
        'expect(statement.Resource.replace(/:\\*$/, "")).not.toContain("*");',
        "}",
      ),
      ["the refusing function"],
    ),
    broken(
      "takes an action for a text",
      wildcardTest(everyStatement, 'expect(statement.Action.replace("*", "")).toBe(statement.Action);', "}"),
      ["'replace' does not exist"],
      "statement.Action",
    ),
    right(
      "lists what has a star",
      wildcardTest(
        'const statements = stack.all("Function").flatMap(({ inputs }) => stack.statementsOf(inputs.name));',
        "const granted = statements.flatMap((statement) => [...actionsOf(statement), statement.Resource]);",
        'const starred = granted.filter((text) => text.includes("*"));',
        "expect(starred.filter((text) => !/^arn:aws:logs:[^*]+:log-group:[^*]+:\\*$/.test(text))).toEqual([]);",
      ),
    ),
    right(
      "runs one test for each kind",
      write(`test.each(publishers.map(([name]) => name))("13.3 gives %s no wildcard", (name) => {
  const text = JSON.stringify(stack.statementsOf(name)).replaceAll(/(:log-group:[^"]+):[*]"/g, '$1"');
  expect(text.includes("*")).toBe(false);
});`),
    ),
  ),
];
