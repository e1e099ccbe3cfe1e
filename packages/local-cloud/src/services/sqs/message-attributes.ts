import { createHash } from "node:crypto";
import { AwsError } from "../../core/aws-error.ts";
import type { MessageAttributes } from "./state.ts";

const maxAttributes = 10;
const wellFormedName = /^(?!(?:aws|amazon)\.)(?!\.)(?!.*\.\.)[\w\-.]{1,256}(?<!\.)$/i;

/**
 * Checks a message's attributes ("Amazon SQS message metadata"): at most ten, with a type of
 * String, Number or Binary and a value of that type.
 *
 * @throws AwsError InvalidParameterValue
 */
export function checkMessageAttributes(attributes: MessageAttributes): void {
  const names = Object.keys(attributes);
  if (names.length > maxAttributes) {
    throw invalid(`Number of message attributes [${names.length}] exceeds the allowed maximum [${maxAttributes}].`);
  }
  for (const name of names) checkAttribute(name, attributes[name]!);
}

function checkAttribute(name: string, { DataType, StringValue, BinaryValue }: MessageAttributes[string]): void {
  if (!wellFormedName.test(name)) {
    throw invalid(
      `Message (user) attribute name '${name}' is invalid. Use 1 to 256 of A-Z, a-z, 0-9, underscore, hyphen and period, without a period at either end or two in a row, and do not start with AWS. or Amazon.`,
    );
  }
  if (!DataType) throw invalid(`The message (user) attribute '${name}' must contain a message attribute type.`);
  const type = /^(String|Number|Binary)(\..+)?$/.exec(DataType)?.[1];
  if (!type) {
    throw invalid(
      `The type of message (user) attribute '${name}' is invalid. You must use only the following supported type prefixes: Binary, Number, String.`,
    );
  }
  if (!(type === "Binary" ? BinaryValue : StringValue)) {
    throw invalid(
      `The message (user) attribute '${name}' must contain a non-empty message (user) attribute value of the type '${type}'.`,
    );
  }
  if (type === "Number" && !Number.isFinite(Number(StringValue))) {
    throw invalid(`Can't cast the value of message (user) attribute '${name}' to a number.`);
  }
}

/** Names, types and values all count towards the size of a message. */
export function attributeBytes(attributes: MessageAttributes): number {
  let bytes = 0;
  for (const [name, { DataType, StringValue, BinaryValue }] of Object.entries(attributes)) {
    bytes += Buffer.byteLength(name) + Buffer.byteLength(DataType ?? "");
    bytes +=
      BinaryValue === undefined ? Buffer.byteLength(StringValue ?? "") : Buffer.from(BinaryValue, "base64").length;
  }
  return bytes;
}

export function md5(text: string): string {
  return createHash("md5").update(text).digest("hex");
}

/** See "Calculating the MD5 message digest for message attributes"; undefined without attributes. */
export function md5OfAttributes(attributes: MessageAttributes): string | undefined {
  const names = Object.keys(attributes).sort();
  if (names.length === 0) return undefined;
  const hash = createHash("md5");
  const add = (bytes: Buffer) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    hash.update(length).update(bytes);
  };
  for (const name of names) {
    const { DataType, StringValue, BinaryValue } = attributes[name]!;
    const isString = BinaryValue === undefined;
    add(Buffer.from(name));
    add(Buffer.from(DataType!));
    hash.update(Buffer.from([isString ? 1 : 2]));
    add(isString ? Buffer.from(StringValue!) : Buffer.from(BinaryValue, "base64"));
  }
  return hash.digest("hex");
}

/** The attributes that a consumer asks for: by name, by prefix ("trace.*"), or all of them ("All", ".*"). */
export function selectAttributes(attributes: MessageAttributes, wanted: readonly string[]): MessageAttributes {
  const isWanted = (name: string) =>
    wanted.some(
      (want) => want === "All" || want === name || (want.endsWith(".*") && name.startsWith(want.slice(0, -2))),
    );
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => isWanted(name)));
}

function invalid(message: string): AwsError {
  return new AwsError("InvalidParameterValue", message);
}
