import type { PropertyMap } from "../wire/values.ts";

/** An error for the person who deploys: its message is all there is to say. */
export class ProviderError extends Error {
  override name = "ProviderError";
}

/** The resource exists but was not finished: its id must be kept, or it would be lost. */
export class InitFailedError extends ProviderError {
  override name = "InitFailedError";
  readonly id: string;
  readonly properties: PropertyMap;
  readonly inputs: PropertyMap;

  constructor(message: string, made: { id: string; properties: PropertyMap; inputs: PropertyMap }) {
    super(message);
    this.id = made.id;
    this.properties = made.properties;
    this.inputs = made.inputs;
  }
}
