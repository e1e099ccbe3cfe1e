import type { PropertyMap } from "../property-values/values.ts";

/** An error for the person who deploys: the message is complete. */
export class ProviderError extends Error {
  override name = "ProviderError";
}

/** A resource was created but not finished. Its id must be saved, or the resource would be lost. */
export class InitFailedError extends ProviderError {
  override name = "InitFailedError";
  readonly id: string;
  readonly properties: PropertyMap;
  readonly inputs: PropertyMap;

  constructor(message: string, created: { id: string; properties: PropertyMap; inputs: PropertyMap }) {
    super(message);
    this.id = created.id;
    this.properties = created.properties;
    this.inputs = created.inputs;
  }
}
