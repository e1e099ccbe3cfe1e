import { readdirSync, readFileSync } from "node:fs";

/** Linux counts processor time in hundredths of a second. */
const tickMs = 10;
const hasProc = process.platform === "linux";

interface ProcessInfo {
  pid: number;
  parent: number;
  cpuMs: number;
  rssMb: number;
}

/** A process with all that descend from it, watched from outside. Knows nothing where there is no /proc. */
export class ProcessTree implements Disposable {
  readonly #root: number;
  readonly #timer: NodeJS.Timeout | undefined;
  #peakRssMb = 0;

  constructor(root: number) {
    this.#root = root;
    if (hasProc) this.#timer = setInterval(() => this.#look(), 100);
  }

  /** The most memory seen so far. A page that two of the processes share counts twice. */
  get peakRssMb(): number | undefined {
    this.#look();
    return hasProc ? Math.round(this.#peakRssMb) : undefined;
  }

  /** Processor time that the tree's living processes have used so far, user's and system's. */
  get cpuMs(): number | undefined {
    return hasProc ? this.#processes().reduce((sum, { cpuMs }) => sum + cpuMs, 0) : undefined;
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    if (!hasProc) return;
    const rssMb = this.#processes().reduce((sum, process) => sum + process.rssMb, 0);
    this.#peakRssMb = Math.max(this.#peakRssMb, rssMb);
  }

  #processes(): ProcessInfo[] {
    const all = readdirSync("/proc").flatMap((name) => (/^\d+$/.test(name) ? readProcess(Number(name)) : []));
    const tree = all.filter(({ pid }) => pid === this.#root);
    for (const { pid } of tree) tree.push(...all.filter(({ parent }) => parent === pid));
    return tree;
  }
}

/** "proc_pid_stat(5)": after the name in brackets come state, parent and, as 14th and 15th of all, the times. */
function readProcess(pid: number): ProcessInfo[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const rss = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "latin1"))?.[1];
    const cpuMs = (Number(fields[11]) + Number(fields[12])) * tickMs;
    return [{ pid, parent: Number(fields[1]), cpuMs, rssMb: Number(rss ?? 0) / 1024 }];
  } catch {
    // It ended between two looks.
    return [];
  }
}
