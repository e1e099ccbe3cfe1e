import type { Account } from "../../core/account.ts";
import { AwsError } from "../../core/aws-error.ts";
import type { PolicyDocument } from "../../core/policy.ts";
import { type Principal, principalArn } from "../../core/principal.ts";
import type { Access, ServiceName } from "../../core/service.ts";
import type { Collection } from "../../core/store.ts";
import { DecisionLog } from "./decision-log.ts";
import { denialMessage } from "./denial-message.ts";
import { defaultDocument, findPolicy } from "./policies.ts";
import { type Decision, evaluate } from "./policy/evaluate.ts";
import type { AccessRequest, PrincipalFacts } from "./policy/request.ts";
import type { PolicyRecord } from "./policy-record.ts";
import { requestValues } from "./request-values.ts";
import { type RoleRecord, rolesOf, seenRole } from "./roles.ts";
import { serviceOf } from "./service-of.ts";

interface RolePolicies {
  /** The managed policies as they were then: a stored policy is never changed, only replaced. */
  attached: (PolicyRecord | undefined)[];
  documents: PolicyDocument[];
}

/** Decides every call of the account by the policies in effect at that moment. */
export class Authorizer {
  readonly log = new DecisionLog();
  readonly #account: Account;
  readonly #roles: Collection<RoleRecord>;
  readonly #identityPolicies = new WeakMap<RoleRecord, RolePolicies>();

  constructor(account: Account) {
    this.#account = account;
    this.#roles = rolesOf(account);
  }

  /** AWS's message if `principal` is denied the access; undefined if it is allowed. */
  whyDenied(principal: Principal, access: Access): string | undefined {
    const decision = this.decide(principal, access);
    return decision === "allowed" ? undefined : denialMessage(principal, access, decision);
  }

  /** @throws AwsError AccessDenied under the service's own name, if the access is denied. */
  authorize(service: ServiceName, principal: Principal, access: Access): void {
    const reason = this.whyDenied(principal, access);
    if (reason !== undefined) throw accessDenied(service, reason);
  }

  decide(principal: Principal, access: Access): Decision {
    const role = principal.kind === "role" ? seenRole(this.#account, principal.roleName, access.action) : undefined;
    const decision = evaluate(this.#request(principal, role, access), {
      identity: role ? this.#policiesOf(role) : [],
      resource: this.#resourcePolicy(access.resource),
      resourceMustAllow: access.action === "sts:AssumeRole",
    });
    // With keys left open, this is only a query: the caller attempts nothing.
    if (!access.leaveOpen) this.log.record(principalArn(principal), role?.RoleName, access, decision);
    return decision;
  }

  /** The decision of the principal's identity policies alone, for simulation; not logged. */
  byIdentityAlone(principal: Principal, access: Access): Decision {
    const role = principal.kind === "role" ? this.#roles.get(principal.roleName) : undefined;
    const identity = role ? this.#policiesOf(role) : [];
    return evaluate(this.#request(principal, role, access), { identity, resource: undefined });
  }

  #request(principal: Principal, role: RoleRecord | undefined, access: Access): AccessRequest {
    return {
      principal: factsOf(principal, role),
      action: lowerCase(access.action),
      resource: access.resource,
      valuesOf: requestValues(this.#account, principal, role, access),
      leftOpen: access.leaveOpen && new Set(access.leaveOpen.map((key) => key.toLowerCase())),
    };
  }

  /** Computed once for each state of the role and of the managed policies that are attached to it. */
  #policiesOf(role: RoleRecord): PolicyDocument[] {
    const known = this.#identityPolicies.get(role);
    const isCurrent = (policy: PolicyRecord | undefined, at: number) =>
      policy === findPolicy(this.#account, role.attached[at]!);
    if (known?.attached.every(isCurrent)) return known.documents;
    const attached = role.attached.map((arn) => findPolicy(this.#account, arn));
    const managed = attached.flatMap((policy) => (policy ? [defaultDocument(policy)] : []));
    const documents = [...Object.values(role.inline), ...managed];
    this.#identityPolicies.set(role, { attached, documents });
    return documents;
  }

  #resourcePolicy(resource: string): PolicyDocument | undefined {
    const service = serviceOf(resource);
    return service && this.#account.service(service).resourcePolicy?.(resource);
  }
}

function factsOf(principal: Principal, role: RoleRecord | undefined): PrincipalFacts {
  const { kind } = principal;
  if (kind === "anonymous") return { kind, accountId: undefined, names: [] };
  if (kind === "service") return { kind, accountId: undefined, names: [principal.service] };
  const name = principalArn(principal);
  return { kind, accountId: principal.accountId, names: role ? [role.Arn, name] : [name] };
}

const lowerCased = new Map<string, string>();

function lowerCase(action: string): string {
  let lower = lowerCased.get(action);
  if (lower === undefined) lowerCased.set(action, (lower = action.toLowerCase()));
  return lower;
}

const answersWith403: ReadonlySet<ServiceName> = new Set(["lambda", "sqs", "monitoring", "scheduler", "pipes"]);

/** Services differ in the code and status of this error. */
function accessDenied(service: ServiceName, message: string): AwsError {
  if (service === "sns") return new AwsError("AuthorizationError", message, 403);
  if (service === "iam" || service === "sts") return new AwsError("AccessDenied", message, 403);
  return new AwsError("AccessDeniedException", message, answersWith403.has(service) ? 403 : 400);
}
