import { AwsError } from "./aws-error.ts";

/** Why the operating system refuses, and what to do. LevelDB passes on only the system's text, here for each kind of it. */
interface Refusal {
  codes: readonly string[];
  text?: RegExp;
  why: string;
  fix: string;
}

const refusals: readonly Refusal[] = [
  {
    codes: ["ENOSPC", "EDQUOT"],
    text: /no space left|quota exceeded|not enough space/i,
    why: "its disk is full",
    fix: "Make room: writes go on by themselves.",
  },
  {
    codes: ["EACCES", "EPERM", "EROFS"],
    text: /permission denied|read-only file system|access is denied/i,
    why: "it has no permission",
    fix: "Give it back the permission to write there: writes go on by themselves.",
  },
  {
    codes: ["EIO"],
    text: /input\/output error|i\/o device error/i,
    why: "the disk reports an error",
    fix: "Check the disk. What was stored before is left as it is.",
  },
  {
    codes: ["EMFILE", "ENFILE"],
    text: /too many open files/i,
    why: "too many files are open",
    fix: "Close other programs: writes go on by themselves.",
  },
];

/**
 * A call was not done, or perhaps not for good, because its changes could not be stored. No SDK retries the status 507, so the
 * caller sees the message at once; services that call each other retry it, as every error from 500 on.
 */
export class StorageError extends AwsError {
  constructor(folder: string, cause: unknown) {
    const { why, fix } = refusalOf(cause) ?? {
      why: (cause as Error).message,
      fix: "Writes are tried again each second.",
    };
    super("StorageUnavailable", `The local cloud cannot write to ${folder}: ${why}. Reads still work. ${fix}`, 507);
    this.cause = cause;
  }
}

/** A part of the stored state cannot be read: something has changed or removed it. */
export class DamageError extends AwsError {
  constructor(folder: string, reason: string) {
    super(
      "StorageDamaged",
      `The local cloud's state in ${folder} is damaged: ${reason}. Stop the local cloud, move the folder away ` +
        "(or delete it, if nothing in it is needed) and start again; deploying brings the stack back.",
      507,
    );
  }
}

/** Whether an error comes from the operating system's refusal to store something. */
export function isStorageRefusal(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  return code !== undefined && refusals.some(({ codes }) => codes.includes(code));
}

function refusalOf(cause: unknown): Refusal | undefined {
  const { code = "", message = "" } = (cause ?? {}) as NodeJS.ErrnoException;
  return refusals.find(({ codes, text }) => codes.includes(code) || text?.test(message));
}
