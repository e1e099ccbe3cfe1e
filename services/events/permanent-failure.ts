/** An error that no retry can cure, such as an event that breaks its contract. */
export class PermanentFailure extends Error {
  override name = "PermanentFailure";
}
