import type { Account } from "../../../core/account.ts";
import { arn } from "../../../core/arn.ts";
import { archiveArn, busArn, ruleArn } from "../arns.ts";
import { type Collections, ruleKey } from "../collections.ts";
import type { EventEnvelope } from "../envelope.ts";
import type { Router } from "../router.ts";
import type { ArchivedEvent, StoredArchive, StoredRule, Target } from "../stored.ts";

/** The service that AWS reports in ManagedBy of an archive's rule. */
const owner = "prod.vhs.events.aws.internal";
const managedRulePrefix = "Events-Archive-";
const dayMs = 24 * 60 * 60 * 1000;

/**
 * Archives ("Archiving and replaying events in Amazon EventBridge"). As on AWS, an archive gets
 * its events from a managed rule on its bus, which skips replayed events.
 */
export class Archives {
  readonly #account: Account;
  readonly #state: Collections;
  readonly #router: Router;

  constructor(account: Account, state: Collections, router: Router) {
    this.#account = account;
    this.#state = state;
    this.#router = router;
  }

  /** Saves a new or changed archive and its rule. */
  put(archive: StoredArchive): void {
    this.#state.archives.set(archive.name, archive);
    this.#router.put(this.#managedRule(archive));
  }

  delete(archive: StoredArchive): void {
    this.#state.archives.delete(archive.name);
    this.#state.dropArchivedEvents(archive.uuid);
    const rule = this.#state.rules.get(ruleKey(archive.busName, managedRuleName(archive.name)));
    if (rule) this.#router.delete(rule);
  }

  isArchive(target: Target): boolean {
    return target.Arn === this.#targetArn();
  }

  /** Adds an event to the archive that the managed rule's target names, if it still exists. */
  add(target: Target, event: EventEnvelope, ingestedAt: number): void {
    const archive = this.#state.archives.get(target.Id!.slice(managedRulePrefix.length));
    // An archive recreated under the same name must not get events meant for the deleted one.
    if (!archive || target.InputTransformer?.InputTemplate !== this.#inputTemplate(archive)) return;
    const bytes = Buffer.byteLength(JSON.stringify(event));
    this.#state.archivedEvents(archive.uuid).set(this.#account.store.sequence(), { event, ingestedAt, bytes });
  }

  /** The events in the archive, under their keys. Deletes those older than its retention. */
  eventsOf(archive: StoredArchive): Array<[key: string, event: ArchivedEvent]> {
    const events = this.#state.archivedEvents(archive.uuid);
    if (archive.retentionDays > 0) {
      const keptSince = this.#account.clock.now() - archive.retentionDays * dayMs;
      for (const [key, { ingestedAt }] of [...events.entries()]) if (ingestedAt <= keptSince) events.delete(key);
    }
    return [...events.entries()];
  }

  /** The archive as ListArchives returns it. */
  summary(archive: StoredArchive) {
    const events = this.eventsOf(archive);
    return {
      ArchiveName: archive.name,
      EventSourceArn: busArn(this.#account, archive.busName),
      State: "ENABLED" as const,
      RetentionDays: archive.retentionDays,
      SizeBytes: events.reduce((sum, [, { bytes }]) => sum + bytes, 0),
      EventCount: events.length,
      CreationTime: archive.createdAt / 1000,
    };
  }

  arnOf(archive: StoredArchive): string {
    return archiveArn(this.#account, archive.name);
  }

  #managedRule(archive: StoredArchive): StoredRule {
    const { name, busName, pattern } = archive;
    const ruleName = managedRuleName(name);
    const source = pattern === undefined ? {} : (JSON.parse(pattern) as object);
    return {
      name: ruleName,
      busName,
      arn: ruleArn(this.#account, busName, ruleName),
      pattern: JSON.stringify({ ...source, "replay-name": [{ exists: false }] }),
      state: "ENABLED",
      managedBy: owner,
      targets: [
        { Id: ruleName, Arn: this.#targetArn(), InputTransformer: { InputTemplate: this.#inputTemplate(archive) } },
      ],
    };
  }

  #inputTemplate(archive: StoredArchive): string {
    const archiveId = `${this.arnOf(archive)}:${archive.uuid}`;
    return `{"archive-arn": "${archiveId}", "event": <aws.events.event.json>, "ingestion-time": <aws.events.event.ingestion-time>}`;
  }

  #targetArn(): string {
    return arn("events", this.#account.region, "", ":");
  }
}

function managedRuleName(archiveName: string): string {
  return managedRulePrefix + archiveName;
}
