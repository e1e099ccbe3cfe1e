/** The measurements. Times are wall-clock milliseconds, measured outside the process. */
export interface Results {
  /** From the start of the cloud's process until it is ready. */
  startMs: number;
  /** Deploying the whole stack, with Pulumi's packages loaded. */
  deployMs: number;
  /** The first booking after a deployment, from request to notification. */
  coldBookingMs: number;
  /** The median of 50 later bookings, one after the other. */
  warmBookingMs: number;
  /** The first 500 bookings, 20 requests at a time, until all are notified. */
  firstBurstPerSecond: number;
  /** The median of three further runs of the same. */
  bookingsPerSecond: number;
  /** The bookings per second that the SDK's own cost would allow. */
  sdkBound: number;
  /** Processor time of one such booking in the local cloud itself. This and the next three are undefined without /proc. */
  cloudCpuMs: number | undefined;
  /** In the functions: their handlers and the SDK. */
  functionsCpuMs: number | undefined;
  /** In Node's own threads: the compiler, the garbage collector, disk I/O. */
  helpersCpuMs: number | undefined;
  /** Peak memory of the local cloud's process tree. */
  peakRssMb: number | undefined;
  /** Events a second that the rule matcher compares with 1,000 rules. */
  matchesPerSecond: number;
  /** The command that deploys the last step's changes. */
  upStepMs: number;
  /** The command that checks a step's exercises, with nothing running yet. */
  firstCheckMs: number;
  /** The same again. */
  checkMs: number;
  /** The demo, on a clone where nothing is built yet. */
  demoMs: number;
  /** Bookings that were accepted but not notified. */
  lost: number;
  /** Bookings that were notified more than once. */
  notifiedTwice: number;
}

interface Line {
  key: keyof Results;
  label: string;
  unit: string;
  /** The requirement on an idle machine with two cores. */
  budget: string;
  isMet(value: number, all: Results): boolean;
}

const atMost = (budget: number) => ({ budget: `at most ${budget}`, isMet: (value: number) => value <= budget });
const free = { budget: "", isMet: () => true };

export const lines: readonly Line[] = [
  { key: "startMs", label: "start of the local cloud", unit: "ms", ...atMost(500) },
  { key: "deployMs", label: "full deployment", unit: "ms", ...atMost(1000) },
  { key: "coldBookingMs", label: "first booking", unit: "ms", ...atMost(600) },
  { key: "warmBookingMs", label: "later booking", unit: "ms", ...atMost(30) },
  { key: "firstBurstPerSecond", label: "bookings, first 500", unit: "per second", ...free },
  {
    key: "bookingsPerSecond",
    label: "bookings, later ones",
    unit: "per second",
    budget: "at least 80, and 0.6 of the SDK's limit",
    isMet: (value, { sdkBound }) => value >= 80 && value >= 0.6 * sdkBound,
  },
  { key: "sdkBound", label: "limit of the SDK's own calls", unit: "per second", ...free },
  { key: "cloudCpuMs", label: "processor time of one: local cloud", unit: "ms", ...free },
  { key: "functionsCpuMs", label: "... functions with their SDK", unit: "ms", ...free },
  { key: "helpersCpuMs", label: "... Node's compiler and so on", unit: "ms", ...free },
  { key: "peakRssMb", label: "memory", unit: "MB", ...atMost(500) },
  { key: "matchesPerSecond", label: "events against 1,000 rules", unit: "per second", ...free },
  { key: "upStepMs", label: "npx workshop up", unit: "ms", ...free },
  { key: "firstCheckMs", label: "npx workshop check, first", unit: "ms", ...free },
  { key: "checkMs", label: "npx workshop check, again", unit: "ms", ...atMost(3000) },
  { key: "demoMs", label: "npx workshop demo", unit: "ms", ...atMost(5000) },
  { key: "lost", label: "bookings lost", unit: "", ...atMost(0) },
  { key: "notifiedTwice", label: "bookings notified twice", unit: "", ...atMost(0) },
];
