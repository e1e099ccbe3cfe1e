/** "payment-charge" for arn:aws:lambda:us-east-1:000000000000:function:payment-charge; undefined for any other ARN. */
export function functionName(arn: string | undefined): string | undefined {
  return /^arn:[^:]+:lambda:[^:]*:\d+:function:([^:]+)/.exec(arn ?? "")?.[1];
}
