/** Counts the ways through a graph of moments that never comes back to one. */
export class Counter {
  readonly #followers: number[][] = [];

  leadsTo(moment: number, followers: number[]): void {
    this.#followers[moment] = followers;
  }

  /** From moment 0: how many ways there are to an end, and how long the longest is. Moments not looked at are ends. */
  count(): { stories: number; moments: number; longest: number } {
    const stories: number[] = [];
    const lengths: number[] = [];
    const visit = (moment: number): void => {
      if (stories[moment] !== undefined) return;
      const followers = this.#followers[moment] ?? [];
      for (const follower of followers) visit(follower);
      stories[moment] = followers.length === 0 ? 1 : followers.reduce((sum, each) => sum + stories[each]!, 0);
      lengths[moment] = followers.reduce((most, each) => Math.max(most, lengths[each]! + 1), 0);
    };
    visit(0);
    return { stories: stories[0]!, moments: this.#followers.length, longest: lengths[0]! };
  }
}
