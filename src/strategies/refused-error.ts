/** A release is refused before any write: everything is as it was. The message says why, and what would make it possible. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';
  readonly code = 'Refused';
}
