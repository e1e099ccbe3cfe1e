import { createRequire } from "node:module";

/** A shape of a service model, as the SDK has it. */
export interface Shape {
  isStructSchema(): boolean;
  isListSchema(): boolean;
  isMapSchema(): boolean;
  isTimestampSchema(): boolean;
  isNumericSchema(): boolean;
  isBooleanSchema(): boolean;
  structIterator(): Iterable<[name: string, member: Shape]>;
  /** Of a list's elements, or a map's values. */
  getValueSchema(): Shape;
  getKeySchema(): Shape;
  getMergedTraits(): { xmlName?: string; xmlFlattened?: number };
}

/** An operation's input and output. */
export interface OperationModel {
  input: Shape;
  output: Shape;
}

/** An operation in the SDK's client: its kind, namespace, name and traits, then what returns its input and output. */
type OperationSchema = [number, string, string, unknown, () => unknown, () => unknown];

const require = createRequire(import.meta.url);

/**
 * The model of one operation of a service, from the SDK's client for it. Loading a client takes a quarter of a second, so
 * this happens only when somebody uses a protocol that needs the model. Undefined for an unknown operation.
 *
 * @param client its npm package, e.g. "@aws-sdk/client-sqs"
 */
export function operationModel(client: string, operation: string): OperationModel | undefined {
  const schema = (require(client) as Record<string, OperationSchema | undefined>)[`${operation}$`];
  if (!Array.isArray(schema) || typeof schema[4] !== "function") return undefined;
  const { NormalizedSchema } = createRequire(require.resolve(client))("@smithy/core/schema") as {
    NormalizedSchema: { of(schema: unknown): Shape };
  };
  return { input: NormalizedSchema.of(schema[4]()), output: NormalizedSchema.of(schema[5]()) };
}
