/** Somebody has removed the tags of a release while it ran: it is at its end, and nothing of it is left to tidy up. */
export class RecordRemovedError extends Error {
  override readonly name = 'RecordRemovedError';
  readonly code = 'RecordRemoved';
}
