import type { Account } from "../../../core/account.ts";
import { arn } from "../../../core/arn.ts";
import { AwsError } from "../../../core/aws-error.ts";
import { archiveArn, busArn, ruleArn } from "../arns.ts";
import { type Collections, ruleKey } from "../collections.ts";
import type { EventEnvelope } from "../envelope.ts";
import type { Router } from "../router.ts";
import type { StoredArchive, StoredRule, Target } from "../stored.ts";

/** The service that AWS reports in ManagedBy of an archive's rule. */
const owner = "prod.vhs.events.aws.internal";
const managedRulePrefix = "Events-Archive-";
const hourMs = 60 * 60 * 1000;
const dayMs = 24 * hourMs;

/**
 * Archives ("Archiving and replaying events in Amazon EventBridge"). As on AWS, an archive gets
 * its events from a managed rule on its bus, which skips replayed events.
 */
export class Archives {
  readonly #account: Account;
  readonly #state: Collections;
  readonly #router: Router;
  /** By the archive's UUID, in milliseconds since 1970. */
  readonly #lastSweep = new Map<string, number>();

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
    this.#state.archivedEvents(archive).drop();
    this.#lastSweep.delete(archive.uuid);
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
    this.#state.archivedEvents(archive).add(event, ingestedAt);
    this.#sweep(archive);
  }

  /** Events that were ingested at this time or before are past the archive's retention. Milliseconds since 1970. */
  expiryLimit({ retentionDays }: StoredArchive): number {
    return retentionDays > 0 ? this.#account.clock.now() - retentionDays * dayMs : Number.NEGATIVE_INFINITY;
  }

  /** The archive as ListArchives returns it. */
  async summary(archive: StoredArchive) {
    const events = this.#state.archivedEvents(archive);
    await this.#deleteExpired(archive);
    const { count, bytes } = events.size;
    return {
      ArchiveName: archive.name,
      EventSourceArn: busArn(this.#account, archive.busName),
      State: "ENABLED" as const,
      RetentionDays: archive.retentionDays,
      SizeBytes: bytes,
      EventCount: count,
      CreationTime: archive.createdAt / 1000,
    };
  }

  arnOf(archive: StoredArchive): string {
    return archiveArn(this.#account, archive.name);
  }

  /** Deletes expired events at most once an hour; until then nobody sees them. */
  #sweep(archive: StoredArchive): void {
    const now = this.#account.clock.now();
    if (now < (this.#lastSweep.get(archive.uuid) ?? Number.NEGATIVE_INFINITY) + hourMs) return;
    this.#lastSweep.set(archive.uuid, now);
    const swept = this.#deleteExpired(archive).catch((error: unknown) => {
      // The terminal has been told.
      if (!(error instanceof AwsError)) throw error;
    });
    void this.#account.activity.track(swept);
  }

  async #deleteExpired(archive: StoredArchive): Promise<void> {
    const limit = this.expiryLimit(archive);
    if (limit > Number.NEGATIVE_INFINITY) await this.#state.archivedEvents(archive).deleteUntil(limit);
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
