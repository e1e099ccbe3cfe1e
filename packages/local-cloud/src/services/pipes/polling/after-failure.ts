import type { StreamSettings } from "../stored-pipe.ts";
import type { Failure } from "../target/put-events.ts";
import { newPart, type Part, sequenceNumbersOf } from "./reading.ts";

/** What happens to the records of a part that failed. */
export type Verdict =
  /** They are tried again, in these parts; the first one after a wait. */
  | { kind: "retry"; parts: readonly Part[]; wait: boolean }
  /** Their retries are used up. */
  | { kind: "give up" };

/**
 * Decides on the records that failed; the others are done ("Amazon EventBridge Pipes batching and concurrency", partial batch
 * failure). An internal error is retried until the record expires. AUTOMATIC_BISECT halves what failed; as with Lambda's
 * stream sources, a split does not count as a retry, which AWS does not say of pipes.
 */
export function afterFailure(part: Part, failures: readonly Failure[], settings: StreamSettings): Verdict {
  const failed = sequenceNumbersOf(failures.map(({ event }) => event));
  if (!failures.some(({ counts }) => counts)) return { kind: "retry", parts: [again(part, failed, 0)], wait: true };
  if (settings.OnPartialBatchItemFailure === "AUTOMATIC_BISECT" && failed.length > 1) {
    const middle = Math.ceil(failed.length / 2);
    const halves = [failed.slice(0, middle), failed.slice(middle)];
    return { kind: "retry", parts: halves.map((half) => newPart(half, part.countedFailures)), wait: false };
  }
  const { MaximumRetryAttempts } = settings;
  if (MaximumRetryAttempts !== -1 && part.countedFailures >= MaximumRetryAttempts) return { kind: "give up" };
  return { kind: "retry", parts: [again(part, failed, 1)], wait: true };
}

function again(part: Part, sequenceNumbers: readonly string[], counted: number): Part {
  return {
    sequenceNumbers,
    failures: part.failures + 1,
    countedFailures: part.countedFailures + counted,
  };
}
