/** The command that stops a process, to type into this system's terminal. */
export function stopCommand(pid: number): string {
  return process.platform === "win32" ? `taskkill /pid ${pid} /f` : `kill ${pid}`;
}
