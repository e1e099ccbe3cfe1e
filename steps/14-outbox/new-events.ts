/**
 * The pipe's filters: a write passes if it stores another event than the one before. A table's stream has every write,
 * and the item keeps its event while other attributes change.
 */
export function newEvents(events: readonly { name: string }[]): string[] {
  const stored = (pattern: unknown[]) => ({ event: { M: { detailType: { S: pattern } } } });
  //#region 14.2 Let only new events pass
  //- const first = {};
  const first = { NewImage: stored([{ exists: true }]), OldImage: stored([{ exists: false }]) };
  //#endregion
  const others = events.map(({ name }) => ({
    NewImage: stored([name]),
    OldImage: stored([{ "anything-but": [name] }]),
  }));
  return [first, ...others].map((dynamodb) => JSON.stringify({ dynamodb }));
}
