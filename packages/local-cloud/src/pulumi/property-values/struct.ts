import struct from "google-protobuf/google/protobuf/struct_pb.js";
import type { PropertyMap, PropertyValue } from "./values.ts";

const { ListValue, NullValue, Struct, Value } = struct;
type StructMessage = InstanceType<typeof Struct>;
type ValueMessage = InstanceType<typeof Value>;

/** Converts a property map to protobuf's Struct, without undefined members. */
export function toStruct(map: PropertyMap): StructMessage {
  const message = new Struct();
  const fields = message.getFieldsMap();
  for (const [name, value] of Object.entries(map)) if (value !== undefined) fields.set(name, toValue(value));
  return message;
}

function toValue(value: PropertyValue): ValueMessage {
  const message = new Value();
  if (value === null) message.setNullValue(NullValue.NULL_VALUE);
  else if (typeof value === "string") message.setStringValue(value);
  else if (typeof value === "number") message.setNumberValue(value);
  else if (typeof value === "boolean") message.setBoolValue(value);
  else if (Array.isArray(value)) message.setListValue(toList(value));
  else message.setStructValue(toStruct(value));
  return message;
}

function toList(values: PropertyValue[]): InstanceType<typeof ListValue> {
  const message = new ListValue();
  message.setValuesList(values.map(toValue));
  return message;
}

export function fromStruct(message: StructMessage | undefined): PropertyMap {
  return message ? (message.toJavaScript() as PropertyMap) : {};
}
