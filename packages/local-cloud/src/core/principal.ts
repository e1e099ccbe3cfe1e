/** The caller of an operation. */
export type Principal =
  /** The account's administrator. */
  | { kind: "account"; accountId: string }
  /** A role's session; with `functionName` and `environmentId`, that of a Lambda function; with `pipeName`, that of a pipe. */
  | {
      kind: "role";
      accountId: string;
      roleName: string;
      sessionName: string;
      functionName?: string;
      environmentId?: string;
      pipeName?: string;
    }
  /** An AWS service acting for one of the account's resources. */
  | { kind: "service"; service: string; sourceArn: string; sourceAccount: string }
  /** An unsigned request. */
  | { kind: "anonymous" };

/** An AWS service, e.g. sns.amazonaws.com, acting for a resource of the account. */
export function servicePrincipal(account: { readonly id: string }, service: string, sourceArn: string): Principal {
  return { kind: "service", service, sourceArn, sourceAccount: account.id };
}

/** The ARN that policies and error messages name, e.g. arn:aws:sts::000000000000:assumed-role/charge/charge. */
export function principalArn(principal: Principal): string {
  if (principal.kind === "account") return `arn:aws:iam::${principal.accountId}:root`;
  if (principal.kind === "service") return principal.service;
  if (principal.kind === "anonymous") return "anonymous";
  return `arn:aws:sts::${principal.accountId}:assumed-role/${principal.roleName}/${principal.sessionName}`;
}
