import type { CallRequest } from "../core/account.ts";
import { parseArn } from "../core/arn.ts";
import type { Change } from "../core/faults.ts";
import { Glob } from "../core/glob.ts";
import type { Fault } from "./fault.ts";

type OfKind<K extends Fault["kind"]> = Extract<Fault, { kind: K }>;
export type CallFaultRule = OfKind<"lose-answer" | "throttle" | "refuse" | "crash">;
export type DeliveryFaultRule = OfKind<"duplicate" | "delay" | "reorder">;
export type ChangeFaultRule = OfKind<"eventual">;

export interface DeliveryAttempt {
  ruleArn: string;
  targetArn: string;
  eventId: string;
}

/** Whether a fault on calls applies to this one. A crash applies to functions' calls only. */
export function appliesToCall(fault: CallFaultRule, { service, operation, principal }: CallRequest): boolean {
  if (!matches(fault.call, `${service}.${operation}`)) return false;
  const caller = principal.kind === "role" ? principal : undefined;
  if (fault.kind === "crash" && caller?.environmentId === undefined) return false;
  if (fault.function !== undefined && caller?.functionName !== fault.function) return false;
  if (fault.pipe !== undefined && caller?.pipeName !== fault.pipe) return false;
  if (fault.rule === undefined) return true;
  return principal.kind === "service" && lastName(principal.sourceArn) === fault.rule;
}

export function appliesToDelivery(fault: DeliveryFaultRule, { ruleArn, targetArn }: DeliveryAttempt): boolean {
  if (fault.rule !== undefined && lastName(ruleArn) !== fault.rule) return false;
  return fault.target === undefined || fault.target === targetArn || fault.target === lastName(targetArn);
}

export function appliesToChange(fault: ChangeFaultRule, { of, name }: Change): boolean {
  const { rule, role, function: functionName, bus } = fault;
  if ((rule ?? role ?? functionName ?? bus) === undefined) return true;
  return fault[of] === name || fault[of] === "*";
}

function matches(pattern: string, call: string): boolean {
  if (!pattern.includes("*")) return pattern === call;
  return new Glob(pattern.split("*").map((part) => [part])).matches(call);
}

/** A resource's name: the last part of its ARN. */
function lastName(arn: string): string | undefined {
  return parseArn(arn)?.resource.split(/[/:]/).at(-1);
}
