/** A resource in whose tags a record is kept. */
export interface RecordHolder {
  readonly name: string;
  /** The input of the action that names it. */
  readonly input: 'production-public-ip' | 'scale-set';
  /** All inputs that it takes to name it in a step: `production-public-ip: blue`, `resource-group: shop`. */
  readonly namedBy: readonly string[];
}

/** For whoever is told what to run: `production-public-ip: blue and resource-group: shop` */
export function namingText({ namedBy }: RecordHolder): string {
  return namedBy.join(' and ');
}

/**
 * For whoever rejects, and must not be led to finish what they reject: all that a recovery is to be given. Half of a rollback is taken further
 * by another word where a swap is undone in both directions.
 */
export function wayBackText(holder: RecordHolder): string {
  return holder.input === 'scale-set'
    ? `recover-to: undo and ${namingText(holder)}`
    : `recover-to: undo (finish, where it is a rollback itself) and ${namingText(holder)}`;
}
