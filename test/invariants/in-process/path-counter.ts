/** Counts the paths through a graph of states without cycles. */
export class PathCounter {
  readonly #successors: number[][] = [];

  add(state: number, successors: number[]): void {
    this.#successors[state] = successors;
  }

  /** From state 0: the number of paths to a final state, and the length of the longest. States that were not added are final. */
  count(): { paths: number; states: number; longest: number } {
    const paths: number[] = [];
    const lengths: number[] = [];
    const visit = (state: number): void => {
      if (paths[state] !== undefined) return;
      const successors = this.#successors[state] ?? [];
      for (const successor of successors) visit(successor);
      paths[state] = successors.length === 0 ? 1 : successors.reduce((sum, each) => sum + paths[each]!, 0);
      lengths[state] = successors.reduce((most, each) => Math.max(most, lengths[each]! + 1), 0);
    };
    visit(0);
    return { paths: paths[0]!, states: this.#successors.length, longest: lengths[0]! };
  }
}
