import type { Account } from "../../core/account.ts";
import { Eventual } from "../../core/eventual.ts";
import type { PolicyStatement } from "../../core/policy.ts";
import type { Collection } from "../../core/store.ts";
import { AsynchronousQueue } from "./asynchronous/queue.ts";
import { Concurrency } from "./environment/concurrency.ts";
import { Fleet } from "./environment/fleet.ts";
import { LogWriter } from "./environment/log-writer.ts";
import type { FunctionRecord } from "./functions.ts";
import { defaultOptions, type FilledOptions, type LambdaOptions } from "./options.ts";

/** The parts of one account's Lambda that its operations share. */
export interface Lambda {
  readonly account: Account;
  readonly options: FilledOptions;
  /** By name. */
  readonly functions: Collection<FunctionRecord>;
  /** Changes of functions' policies in progress, by the function's name. */
  readonly policies: Eventual<PolicyStatement[]>;
  readonly concurrency: Concurrency;
  readonly fleet: Fleet;
  readonly logs: LogWriter;
  readonly queue: AsynchronousQueue;
}

export function assemble(account: Account, options: LambdaOptions): Lambda {
  const functions = account.store.collection<FunctionRecord>("lambda/functions");
  const filled = { ...defaultOptions, ...options };
  const lambda: Lambda = {
    account,
    options: filled,
    functions,
    policies: new Eventual(account, "function", "lambda/superseded-policies"),
    concurrency: new Concurrency(filled.concurrentExecutions, () => functions.values()),
    fleet: new Fleet(account, filled, (name) => functions.get(name)),
    logs: new LogWriter(account),
    queue: new AsynchronousQueue(account, () => lambda),
  };
  return lambda;
}
