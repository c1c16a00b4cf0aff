/** What was interrupted cannot be brought to an end the way that was asked for, and the other way is open unless the message says otherwise. */
export class ClosedWayError extends Error {
  override readonly name = 'ClosedWayError';
  readonly code = 'ClosedWay';
}
