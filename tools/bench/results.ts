/** What is measured. Times are in milliseconds of wall clock, seen from outside the process. */
export interface Results {
  /** From the start of the cloud's process until it is ready. */
  startMs: number;
  /** Deploying the stack from nothing, with Pulumi's packages loaded. */
  deployMs: number;
  /** The first booking after a deployment, from request to notification. */
  coldBookingMs: number;
  /** The median of 50 later ones, one after the other. */
  warmBookingMs: number;
  /** 500 bookings, 20 requests at a time, until all are notified; the first time. */
  firstBurstPerSecond: number;
  /** The same again three times: the median. */
  bookingsPerSecond: number;
  /** What the SDK calls of a booking would allow if the cloud cost nothing. */
  sdkBound: number;
  /** Processor time for one of those bookings: of the cloud itself. Undefined where there is no /proc, like the next ones. */
  cloudCpuMs: number | undefined;
  /** Of the functions: their handlers, and the SDK in them. */
  functionsCpuMs: number | undefined;
  /** Of Node's helpers: compiling what runs often, collecting garbage, writing to disk. */
  helpersCpuMs: number | undefined;
  /** Of the cloud's whole process tree. Undefined where there is no /proc. */
  peakRssMb: number | undefined;
  /** Events a second that the rule matcher compares with 1,000 rules. */
  matchesPerSecond: number;
  /** The whole command that deploys the last one of the stack's steps. */
  upStepMs: number;
  /** The whole command that checks a step's exercises, where nothing is running yet. */
  firstCheckMs: number;
  /** The same again. */
  checkMs: number;
  /** The whole demo, on a clone where nothing has been built yet. */
  demoMs: number;
  /** Bookings that were taken and not notified. */
  lost: number;
  /** Bookings that were notified more than once. */
  notifiedTwice: number;
}

interface Line {
  key: keyof Results;
  label: string;
  unit: string;
  /** What is required on a machine of two cores that has nothing else to do. */
  budget: string;
  isMet(value: number, all: Results): boolean;
}

const atMost = (budget: number) => ({ budget: `at most ${budget}`, isMet: (value: number) => value <= budget });
const free = { budget: "", isMet: () => true };

export const lines: readonly Line[] = [
  { key: "startMs", label: "the cloud is ready", unit: "ms", ...atMost(500) },
  { key: "deployMs", label: "deploying from nothing", unit: "ms", ...atMost(1000) },
  { key: "coldBookingMs", label: "the first booking", unit: "ms", ...atMost(600) },
  { key: "warmBookingMs", label: "a later booking", unit: "ms", ...atMost(30) },
  { key: "firstBurstPerSecond", label: "bookings, the first 500", unit: "a second", ...free },
  {
    key: "bookingsPerSecond",
    label: "bookings, later ones",
    unit: "a second",
    budget: "at least 80, and 0.6 of the bound",
    isMet: (value, { sdkBound }) => value >= 80 && value >= 0.6 * sdkBound,
  },
  { key: "sdkBound", label: "bound by the SDK's own calls", unit: "a second", ...free },
  { key: "cloudCpuMs", label: "processor time of one: the cloud", unit: "ms", ...free },
  { key: "functionsCpuMs", label: "... the functions, with their SDK", unit: "ms", ...free },
  { key: "helpersCpuMs", label: "... Node's compiler and others", unit: "ms", ...free },
  { key: "peakRssMb", label: "memory", unit: "MB", ...atMost(500) },
  { key: "matchesPerSecond", label: "events against 1,000 rules", unit: "a second", ...free },
  { key: "upStepMs", label: "npx workshop up", unit: "ms", ...free },
  { key: "firstCheckMs", label: "npx workshop check, the first", unit: "ms", ...free },
  { key: "checkMs", label: "npx workshop check, again", unit: "ms", ...atMost(3000) },
  { key: "demoMs", label: "npx workshop demo", unit: "ms", ...atMost(5000) },
  { key: "lost", label: "bookings lost", unit: "", ...atMost(0) },
  { key: "notifiedTwice", label: "bookings notified twice", unit: "", ...atMost(0) },
];
