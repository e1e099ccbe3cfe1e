import type { Account } from "../../core/account.ts";
import { arn } from "../../core/arn.ts";
import { Constraints } from "../../core/constraints.ts";
import type { CallContext } from "../../core/service.ts";
import type { Collection } from "../../core/store.ts";
import { noSuchPipe } from "./errors.ts";
import { Poller } from "./polling/poller.ts";
import type { StoredPipe } from "./stored-pipe.ts";

/** The parts that the operations share. Their state is in the account's store. */
export class Pipes {
  readonly account: Account;
  /** By name. */
  readonly all: Collection<StoredPipe>;
  readonly poller: Poller;

  constructor(account: Account) {
    this.account = account;
    this.all = account.store.collection("pipes/pipes");
    this.poller = new Poller(account, this.all);
  }

  arnOf(name: string): string {
    return arn("pipes", this.account.region, this.account.id, `pipe/${name}`);
  }

  /** Finds a pipe by its name and authorizes `action` on it. @throws AwsError ValidationException, NotFoundException */
  open(name: string | undefined, action: string, { authorize }: CallContext): StoredPipe {
    const checked = checkName(name);
    authorize({ action: `pipes:${action}`, resource: this.arnOf(checked) });
    const pipe = this.all.get(checked);
    if (!pipe) throw noSuchPipe(checked);
    return pipe;
  }

  /** Finds a pipe by its ARN and authorizes `action` on it. @throws AwsError ValidationException, NotFoundException */
  openByArn(pipeArn: string | undefined, action: string, { authorize }: CallContext): StoredPipe {
    new Constraints()
      .text("resourceArn", pipeArn, {
        required: true,
        max: 1600,
        pattern: /^arn:aws[a-z-]*:[\w-]+:[a-z\d-]*:\d{12}:.+$/,
      })
      .check();
    authorize({ action: `pipes:${action}`, resource: pipeArn! });
    const pipe = [...this.all.values()].find((one) => one.arn === pipeArn);
    if (!pipe) throw noSuchPipe(pipeArn!);
    return pipe;
  }

  /** The pipe in its present state. */
  current(pipe: StoredPipe): StoredPipe {
    this.poller.endIfOver(pipe);
    return this.all.get(pipe.name)!;
  }

  /** Stores a changed pipe, and starts or stops reading its source. */
  put(pipe: StoredPipe): void {
    this.all.set(pipe.name, pipe);
    this.poller.follow(pipe);
  }

  delete(pipe: StoredPipe): void {
    this.all.delete(pipe.name);
    this.poller.forget(pipe);
  }
}

/** @throws AwsError ValidationException for a name that the API does not allow */
export function checkName(name: string | undefined): string {
  new Constraints().text("name", name, { required: true, min: 1, max: 64, pattern: /^[.\-_A-Za-z0-9]+$/ }).check();
  return name!;
}
