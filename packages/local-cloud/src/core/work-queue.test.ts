import { expect, test, vi } from "vitest";
import { Activity } from "./activity.ts";
import { MemoryStore } from "./memory-store.ts";
import { VirtualClock } from "./virtual-clock.ts";
import { type Work, WorkQueue } from "./work-queue.ts";

interface Job extends Work {
  name: string;
}

type Run = (queue: WorkQueue<Job>, key: string, job: Job) => Promise<void> | void;

/** A queue as in a new process. With the store of an earlier queue, it is that queue after a restart. */
function startQueue(run: Run, store = new MemoryStore()) {
  const activity = new Activity();
  const clock = new VirtualClock(activity);
  const queue: WorkQueue<Job> = new WorkQueue({
    account: { activity, clock, store },
    items: store.collection<Job>("test/jobs"),
    run: (key, job) => run(queue, key, job),
    isPending: ({ name }) => name !== "done",
  });
  return { queue, clock, store };
}

const removes = (jobs: string[]): Run => {
  return (queue, key, { name }) => {
    jobs.push(name);
    queue.remove(key);
  };
};

test("runs work that is due at once, after the current call", async () => {
  const ran: string[] = [];
  const { queue, clock } = startQueue(removes(ran));
  queue.add({ name: "a", dueAt: clock.now() });

  expect(ran).toEqual([]);
  await clock.advance(0);

  expect(ran).toEqual(["a"]);
  expect([...queue.pending()]).toEqual([]);
});

test("runs work at its time, and again when it is scheduled again", async () => {
  const times: number[] = [];
  const { queue, clock } = startQueue((queue, key, job) => {
    times.push(clock.now() - start);
    if (times.length < 3) queue.schedule(key, { ...job, dueAt: clock.now() + 1000 });
    else queue.remove(key);
  });
  const start = clock.now();
  queue.add({ name: "a", dueAt: start + 5000 });

  await clock.settle();

  expect(times).toEqual([5000, 6000, 7000]);
});

test("runs work before its time, once", async () => {
  const ran: string[] = [];
  const { queue, clock } = startQueue(removes(ran));
  const key = queue.add({ name: "a", dueAt: clock.now() + 5000 });

  queue.runNow(key);
  await clock.settle();

  expect(ran).toEqual(["a"]);
});

test("resumes pending work after a restart, and nothing else", async () => {
  const first = startQueue(() => {});
  for (const name of ["a", "done", "b"]) first.queue.add({ name, dueAt: first.clock.now() + 5000 });
  await first.queue.close();

  const ran: string[] = [];
  const second = startQueue(removes(ran), first.store);
  second.queue.resume();
  expect([...second.queue.pending()]).toHaveLength(2);
  await second.clock.settle();

  expect(ran).toEqual(["a", "b"]);
});

test("close waits for running work, and starts nothing more", async () => {
  const started = vi.fn();
  let finish = () => {};
  const { queue, clock } = startQueue(async (queue, key) => {
    started();
    await new Promise<void>((resolve) => (finish = resolve));
    queue.remove(key);
  });
  queue.runNow(queue.add({ name: "running", dueAt: clock.now() + 1000 }));
  queue.add({ name: "waiting", dueAt: clock.now() + 1000 });

  const closing = queue.close();
  queue.add({ name: "late", dueAt: clock.now() });
  finish();
  await closing;
  await clock.settle();

  expect(started).toHaveBeenCalledOnce();
  expect([...queue.pending()], "what the next start resumes").toHaveLength(2);
});
