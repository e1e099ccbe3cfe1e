import { expect, test } from "vitest";
import { addTags, checkTags, listTags, removeTags, type TagErrors, tagsFromList } from "./tags.ts";

const errors: TagErrors = {
  tooMany: (count) => new Error(`${count} tags`),
  keyLength: (key) => new Error(`key '${key}'`),
  valueLength: (key) => new Error(`value of '${key}'`),
  reservedKey: (key) => new Error(`reserved '${key}'`),
};
const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, at) => [`key-${at}`, ""]));

test("adds tags, replaces values and removes keys", () => {
  const tags = addTags({ team: "payment", step: "3" }, { step: "4", stage: "dev" }, errors);

  expect(tags).toEqual({ team: "payment", step: "4", stage: "dev" });
  expect(removeTags(tags, ["step", "unknown"])).toEqual({ team: "payment", stage: "dev" });
});

test("turns a list into tags and back", () => {
  const tags = tagsFromList([{ Key: "team", Value: "payment" }, { Key: "empty" }]);

  expect(listTags(tags)).toEqual([
    { Key: "team", Value: "payment" },
    { Key: "empty", Value: "" },
  ]);
});

test.each([
  [{ "": "x" }, "key ''"],
  [{ ["k".repeat(129)]: "x" }, "key 'kkk"],
  [{ team: "v".repeat(257) }, "value of 'team'"],
  [{ "AWS:team": "x" }, "reserved 'AWS:team'"],
  [many(51), "51 tags"],
])("refuses tags beyond the limits with the API's error: %#", (tags, message) => {
  expect(() => checkTags(tags as Record<string, string>, errors)).toThrow(message);
});

test("accepts fifty tags, and does not check what the API does not", () => {
  checkTags(many(50), errors);
  checkTags({ "aws:team": "v".repeat(1000) }, { tooMany: errors.tooMany });
});

test("refuses to add the fifty-first tag", () => {
  expect(() => addTags(many(50), { team: "payment" }, errors)).toThrow("51 tags");
});
