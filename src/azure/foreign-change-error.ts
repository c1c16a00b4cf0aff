/** Somebody else has changed the very field that was to be changed. */
export class ForeignChangeError extends Error {
  override readonly name = 'ForeignChangeError';
  readonly code = 'ForeignChange';
}
