import { readdirSync, readFileSync } from "node:fs";

/** Linux counts processor time in hundredths of a second. */
const tickMs = 10;
const hasProc = process.platform === "linux";

interface ProcessInfo {
  pid: number;
  parent: number;
  peakRssMb: number;
}

/** The processor time that a process has used so far, in milliseconds. */
export interface CpuTimes {
  /** Of the thread that runs the local cloud itself. */
  cloud: number;
  /** Of the functions' processes, with those that have ended: their handlers and the SDK. */
  functions: number;
  /** Of the cloud's other threads: the compiler, the garbage collector, disk I/O. */
  helpers: number;
}

/** Watches a process and its descendants from outside. Without /proc, its figures are undefined. */
export class ProcessTree implements Disposable {
  readonly #root: number;
  readonly #timer: NodeJS.Timeout | undefined;
  #peakRssMb = 0;

  constructor(root: number) {
    this.#root = root;
    // Once a second is enough, since the system records the peaks, and each look takes time from the process.
    if (hasProc) this.#timer = setInterval(() => this.#sample(), 1000);
  }

  /** The processes' highest total memory so far, in MB. Pages shared by two processes count twice. */
  get peakRssMb(): number | undefined {
    this.#sample();
    return hasProc ? Math.round(this.#peakRssMb) : undefined;
  }

  get cpuTimes(): CpuTimes | undefined {
    if (!hasProc) return undefined;
    const cloud = threadTimes(this.#root, this.#root).own;
    const { own, ended } = processTimes(this.#root);
    const running = this.#processes().filter(({ pid }) => pid !== this.#root);
    const functions = running.reduce((sum, { pid }) => sum + totalOf(processTimes(pid)), ended);
    return { cloud, functions, helpers: own - cloud };
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }

  #sample(): void {
    if (!hasProc) return;
    const rssMb = this.#processes().reduce((sum, { peakRssMb }) => sum + peakRssMb, 0);
    this.#peakRssMb = Math.max(this.#peakRssMb, rssMb);
  }

  #processes(): ProcessInfo[] {
    const all = numbersIn("/proc").flatMap(readProcess);
    const tree = all.filter(({ pid }) => pid === this.#root);
    for (const { pid } of tree) tree.push(...all.filter(({ parent }) => parent === pid));
    return tree;
  }
}

function numbersIn(folder: string): number[] {
  return readdirSync(folder)
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

/** See proc_pid_status(5). */
function readProcess(pid: number): ProcessInfo[] {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "latin1");
    const value = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(status)?.[1] ?? 0);
    return [{ pid, parent: value("PPid"), peakRssMb: value("VmHWM") / 1024 }];
  } catch {
    // The process has ended.
    return [];
  }
}

/** The processor time of a process so far, in milliseconds. Undefined without /proc. */
export function cpuMsOf(pid: number): number | undefined {
  return hasProc ? processTimes(pid).own : undefined;
}

/** The memory of a process, in MB. Undefined without /proc. */
export function residentMbOf(pid: number): number | undefined {
  if (!hasProc) return undefined;
  const kb = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "latin1"))![1];
  return Math.round(Number(kb) / 1024);
}

/** In milliseconds. */
interface Times {
  own: number;
  /** Of its children that have ended. */
  ended: number;
}

function totalOf({ own, ended }: Times): number {
  return own + ended;
}

function processTimes(pid: number): Times {
  return timesIn(`/proc/${pid}/stat`);
}

function threadTimes(pid: number, thread: number): Times {
  return timesIn(`/proc/${pid}/task/${thread}/stat`);
}

/** See proc_pid_stat(5): the name in brackets may contain spaces; fields 14 to 17 are the times, in ticks. */
function timesIn(file: string): Times {
  try {
    const stat = readFileSync(file, "latin1");
    const [user, system, endedUser, endedSystem] = stat
      .slice(stat.lastIndexOf(")") + 2)
      .split(" ")
      .slice(11, 15)
      .map(Number) as [number, number, number, number];
    return { own: (user + system) * tickMs, ended: (endedUser + endedSystem) * tickMs };
  } catch {
    // The process has ended.
    return { own: 0, ended: 0 };
  }
}
