import { readdirSync, readFileSync } from "node:fs";

/** Linux counts processor time in hundredths of a second. */
const tickMs = 10;
const hasProc = process.platform === "linux";

interface ProcessInfo {
  pid: number;
  parent: number;
  peakRssMb: number;
}

/** The processor time that a process has used so far, by who used it, in milliseconds. */
export interface CpuTimes {
  /** The thread that runs the cloud itself. */
  cloud: number;
  /** The threads of the functions: their handlers, and the SDK in them. */
  functions: number;
  /** Node's own helpers: compiling what runs often, collecting garbage, writing to disk. */
  helpers: number;
}

/** A cloud's process with all that descend from it, watched from outside. Knows nothing where there is no /proc. */
export class ProcessTree implements Disposable {
  readonly #root: number;
  readonly #helpers: ReadonlySet<number>;
  readonly #timer: NodeJS.Timeout | undefined;
  #peakRssMb = 0;

  /** While the cloud has no function yet: every thread that it then has beside its first is a helper of Node's. */
  constructor(root: number) {
    this.#root = root;
    this.#helpers = new Set(threadsOf(root).filter((thread) => thread !== root));
    // Looking costs time that is then missing to what is watched, and the system keeps the peaks.
    if (hasProc) this.#timer = setInterval(() => this.#look(), 1000);
  }

  /** The most memory that its processes have had. A page that two of them share counts twice. */
  get peakRssMb(): number | undefined {
    this.#look();
    return hasProc ? Math.round(this.#peakRssMb) : undefined;
  }

  get cpuTimes(): CpuTimes | undefined {
    if (!hasProc) return undefined;
    const times: CpuTimes = { cloud: 0, functions: 0, helpers: 0 };
    for (const thread of threadsOf(this.#root)) {
      const who = thread === this.#root ? "cloud" : this.#helpers.has(thread) ? "helpers" : "functions";
      times[who] += cpuMs(this.#root, thread);
    }
    return times;
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }

  #look(): void {
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

/** "proc_pid_status(5)". */
function readProcess(pid: number): ProcessInfo[] {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "latin1");
    const value = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(status)?.[1] ?? 0);
    return [{ pid, parent: value("PPid"), peakRssMb: value("VmHWM") / 1024 }];
  } catch {
    // It ended between two looks.
    return [];
  }
}

/** "proc_pid_stat(5)": after the name in brackets come the state and, as 14th and 15th of all, the times. */
function cpuMs(pid: number, thread: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/task/${thread}/stat`, "latin1");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return (Number(fields[11]) + Number(fields[12])) * tickMs;
  } catch {
    return 0;
  }
}
