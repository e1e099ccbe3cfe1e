/** Bytes of an event, by invocation type: 6 MB synchronously, 1 MB asynchronously ("Lambda quotas"). */
export const largestPayload = { RequestResponse: 6_291_456, DryRun: 6_291_456, Event: 1_048_576 };
