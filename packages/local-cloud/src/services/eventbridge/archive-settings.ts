import type { CreateArchiveRequest } from "@aws-sdk/client-eventbridge";
import { Constraints } from "../../core/constraints.ts";
import type { Wire } from "../../core/service.ts";
import { notEmulated } from "./errors.ts";
import { compilePattern } from "./pattern/index.ts";
import { namePattern } from "./validation.ts";

type ArchiveSettings = Omit<Wire<CreateArchiveRequest>, "EventSourceArn">;

/** Checks the members that CreateArchive and UpdateArchive share. */
export function checkArchiveSettings(input: ArchiveSettings): void {
  new Constraints()
    .text("archiveName", input.ArchiveName, { required: true, min: 1, max: 48, pattern: namePattern })
    .text("description", input.Description, { max: 512 })
    .number("retentionDays", input.RetentionDays, { min: 0 })
    .check();
  if (input.KmsKeyIdentifier) throw notEmulated("customer managed keys", "Remove KmsKeyIdentifier.");
  if (input.EventPattern !== undefined) compilePattern(input.EventPattern);
}

export function checkArchiveName(name: string | undefined): string {
  new Constraints().text("archiveName", name, { required: true, min: 1, max: 48, pattern: namePattern }).check();
  return name!;
}
