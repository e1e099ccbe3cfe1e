import type { Concurrency, PutFunctionConcurrencyRequest } from "@aws-sdk/client-lambda";
import type { CallContext, Wire } from "../../../core/service.ts";
import { leastUnreservedConcurrency } from "../environment/concurrency.ts";
import { invalidParameter, validation } from "../errors.ts";
import { authorizedFunction } from "../function-name.ts";
import type { Lambda } from "../lambda.ts";

export function putFunctionConcurrency(lambda: Lambda) {
  return (input: Wire<PutFunctionConcurrencyRequest>, context: CallContext): Wire<Concurrency> => {
    const reserved = input.ReservedConcurrentExecutions;
    if (reserved === undefined || !Number.isInteger(reserved) || reserved < 0) {
      throw validation("reservedConcurrentExecutions", reserved, "have value greater than or equal to 0");
    }
    const record = authorizedFunction(lambda, context, "lambda:PutFunctionConcurrency", input);
    // Reserving 0 leaves all of the quota to the other functions.
    const left = lambda.concurrency.unreservedLimit + (record.reservedConcurrency ?? 0) - reserved;
    const least = Math.min(leastUnreservedConcurrency, lambda.concurrency.limit);
    if (reserved > 0 && left < least) {
      throw invalidParameter(
        "Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution " +
          `below its minimum value of [${least}].`,
      );
    }
    lambda.functions.set(record.name, { ...record, reservedConcurrency: reserved });
    return { ReservedConcurrentExecutions: reserved };
  };
}
