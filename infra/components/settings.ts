import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** What a stack may decide for itself, by `pulumi config set`. */
export interface Settings {
  /** Deploy steps 1 to this one. */
  step: number;
  /** What every physical name ends in, so that a class can share one account; empty on a stack of one's own. */
  attendee: string;
  /** Who gets notifications by e-mail; empty is nobody. */
  notificationEmail: string;
  /** How many seats each flight sells. */
  seatsPerFlight: number;
}

/** The settings as text, and what is wrong with them. */
export type RawSettings = Record<keyof Settings, string | undefined>;

/** The stack's settings. Raises one pulumi.RunError that says of every bad setting what is allowed. */
export function readSettings(lastStep: number): Settings {
  const config = new pulumi.Config();
  refuseStrangeAccounts(pulumi.getStack(), aws.config.allowedAccountIds);
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
  const check = (key: keyof Settings, isRight: (value: string) => boolean, allowed: string, example: string) => {
    const value = raw[key];
    if (value !== undefined && isRight(value)) return value;
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
    "nothing, or at most 16 lower-case letters, digits and hyphens, beginning with a letter and not ending in a hyphen",
    "ada",
  );
  const notificationEmail = check(
    "notificationEmail",
    (value) => /^([^\s@]+@[^\s@]+\.[^\s@]+)?$/.test(value),
    "nothing, or an e-mail address",
    "ada@example.com",
  );
  const seatsPerFlight = check(
    "seatsPerFlight",
    (value) => isWhole(value, 1, 300),
    "a whole number from 1 to 300",
    "180",
  );

  if (problems.length > 0) throw new pulumi.RunError(`The stack's settings need mending:\n${problems.join("\n")}`);
  return {
    step: step === "last" ? lastStep : Number(step),
    attendee,
    notificationEmail,
    seatsPerFlight: Number(seatsPerFlight),
  };
}

/** The stack `local` belongs to the local cloud: it must not run with a provider that would accept a real account. */
export function refuseStrangeAccounts(stack: string, allowedAccountIds: string[] | undefined): void {
  if (stack !== "local" || (allowedAccountIds?.length === 1 && allowedAccountIds[0] === "000000000000")) return;
  throw new pulumi.RunError(
    'The stack "local" is the local cloud\'s and may reach its account alone. Bring back Pulumi.local.yaml as it was ' +
      '(aws:allowedAccountIds: ["000000000000"]), or use a stack of another name for a real account: pulumi stack init dev',
  );
}

function isWhole(value: string, least: number, most: number): boolean {
  return /^\d+$/.test(value) && Number(value) >= least && Number(value) <= most;
}
