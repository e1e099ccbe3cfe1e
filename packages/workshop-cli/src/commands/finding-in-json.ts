/** A finding as `check --json` prints it. Its key for `fix` stays "mend", which scripts may read. */
export function findingInJson<T extends { fix?: string }>({ fix, ...rest }: T) {
  return { ...rest, mend: fix };
}
