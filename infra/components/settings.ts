import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** A stack's settings, set with `pulumi config set`. */
export interface Settings {
  /** Deploy steps 1 to this one. */
  step: number;
  /** The suffix of every physical name, so that a class can share one account; empty if the account is not shared. */
  attendee: string;
  /** Also send notifications to this e-mail address; empty for none. */
  notificationEmail: string;
  /** The number of seats on each flight. */
  seatsPerFlight: number;
}

/** The settings as strings, as the config has them. */
export type RawSettings = Record<keyof Settings, string | undefined>;

/** Reads the stack's settings. Throws one pulumi.RunError that lists every invalid setting and its allowed values. */
export function readSettings(lastStep: number): Settings {
  const config = new pulumi.Config();
  rejectOtherAccounts(pulumi.getStack(), aws.config.allowedAccountIds);
  return parseSettings(
    {
      step: config.get("step"),
      attendee: config.get("attendee"),
      notificationEmail: config.get("notificationEmail"),
      seatsPerFlight: config.get("seatsPerFlight"),
    },
    lastStep,
  );
}

export function parseSettings(raw: RawSettings, lastStep: number): Settings {
  const problems: string[] = [];
  const check = (key: keyof Settings, isValid: (value: string) => boolean, allowed: string, example: string) => {
    const value = raw[key];
    if (value !== undefined && isValid(value)) return value;
    const found = value === undefined ? "is missing" : `is "${value}"`;
    problems.push(`  ${key} ${found}; allowed: ${allowed}. For example: pulumi config set ${key} ${example}`);
    return "";
  };

  const step = check(
    "step",
    (value) => value === "last" || isWhole(value, 1, lastStep),
    `a whole number from 1 to ${lastStep}, or "last"`,
    String(lastStep),
  );
  const attendee = check(
    "attendee",
    (value) => /^([a-z]([a-z0-9-]{0,14}[a-z0-9])?)?$/.test(value),
    "empty, or at most 16 lower-case letters, digits and hyphens, starting with a letter and not ending with a hyphen",
    "ada",
  );
  const notificationEmail = check(
    "notificationEmail",
    (value) => /^([^\s@]+@[^\s@]+\.[^\s@]+)?$/.test(value),
    "empty, or an e-mail address",
    "ada@example.com",
  );
  const seatsPerFlight = check(
    "seatsPerFlight",
    (value) => isWhole(value, 1, 300),
    "a whole number from 1 to 300",
    "180",
  );

  if (problems.length > 0) throw new pulumi.RunError(`The stack has invalid settings:\n${problems.join("\n")}`);
  return {
    step: step === "last" ? lastStep : Number(step),
    attendee,
    notificationEmail,
    seatsPerFlight: Number(seatsPerFlight),
  };
}

/** The stack `local` belongs to the local cloud. Throws if its provider would accept a real account. */
export function rejectOtherAccounts(stack: string, allowedAccountIds: string[] | undefined): void {
  if (stack !== "local" || (allowedAccountIds?.length === 1 && allowedAccountIds[0] === "000000000000")) return;
  throw new pulumi.RunError(
    'The stack "local" may deploy only to the local cloud, and its aws:allowedAccountIds allow other accounts. ' +
      'Restore aws:allowedAccountIds: ["000000000000"] in Pulumi.local.yaml, or create another stack for a real account: pulumi stack init dev',
  );
}

function isWhole(value: string, least: number, most: number): boolean {
  return /^\d+$/.test(value) && Number(value) >= least && Number(value) <= most;
}
