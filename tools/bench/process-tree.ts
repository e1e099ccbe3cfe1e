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
  /** Of the functions' threads: their handlers and the SDK. */
  functions: number;
  /** Of Node's own threads: the compiler, the garbage collector, disk I/O. */
  helpers: number;
}

/** Watches a process and its descendants from outside. Without /proc, its figures are undefined. */
export class ProcessTree implements Disposable {
  readonly #root: number;
  readonly #helpers: ReadonlySet<number>;
  readonly #timer: NodeJS.Timeout | undefined;
  #peakRssMb = 0;

  /** Call it before the cloud has functions: every thread besides the first then counts as one of Node's own. */
  constructor(root: number) {
    this.#root = root;
    this.#helpers = new Set(threadsOf(root).filter((thread) => thread !== root));
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
    const times: CpuTimes = { cloud: 0, functions: 0, helpers: 0 };
    for (const thread of threadsOf(this.#root)) {
      const owner = thread === this.#root ? "cloud" : this.#helpers.has(thread) ? "helpers" : "functions";
      times[owner] += cpuMs(this.#root, thread);
    }
    return times;
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

function threadsOf(pid: number): number[] {
  return hasProc ? numbersIn(`/proc/${pid}/task`) : [];
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

/** The processor time of all threads of a process so far, in milliseconds. Undefined without /proc. */
export function cpuMsOf(pid: number): number | undefined {
  return hasProc ? threadsOf(pid).reduce((sum, thread) => sum + cpuMs(pid, thread), 0) : undefined;
}

/** See proc_pid_stat(5): the name in brackets may contain spaces; fields 14 and 15 are the times, in ticks. */
function cpuMs(pid: number, thread: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/task/${thread}/stat`, "latin1");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return (Number(fields[11]) + Number(fields[12])) * tickMs;
  } catch {
    return 0;
  }
}
