import { AwsError } from "../../../core/aws-error.ts";

/** Where the next GetRecords starts. */
export interface ShardIterator {
  streamArn: string;
  shardId: string;
  /** The sequence number after which to continue. */
  after: string;
  /** Milliseconds since 1970. */
  issuedAt: number;
}

const lifetimeMs = 15 * 60 * 1000;

/** Of AWS's form: the stream's ARN, a version, and an opaque part. */
export function writeIterator({ streamArn, shardId, after, issuedAt }: ShardIterator): string {
  const position = Buffer.from(JSON.stringify([shardId, after, issuedAt])).toString("base64url");
  return `${streamArn}|1|${position}`;
}

/** @throws AwsError ValidationException */
export function readIterator(text: string | undefined): ShardIterator {
  const [streamArn, version, position, ...more] = (text ?? "").split("|");
  const [shardId, after, issuedAt] = parsed(position ?? "");
  const known = version === "1" && more.length === 0;
  if (known && typeof shardId === "string" && typeof after === "string" && typeof issuedAt === "number") {
    return { streamArn: streamArn!, shardId, after, issuedAt };
  }
  throw new AwsError("ValidationException", "Invalid ShardIterator");
}

/** @throws AwsError ExpiredIteratorException 15 minutes after it was issued ("GetRecords") */
export function checkNotExpired({ issuedAt }: ShardIterator, now: number): void {
  if (now - issuedAt <= lifetimeMs) return;
  throw new AwsError(
    "ExpiredIteratorException",
    "Shard iterator has expired: it can be used for 15 minutes after it was retrieved. Get a new one with GetShardIterator.",
  );
}

function parsed(position: string): unknown[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(position, "base64url").toString());
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}
