/** A resource in whose tags a record is kept. */
export interface RecordHolder {
  readonly name: string;
  /** The input of the action that names it, for whoever is told what to do. */
  readonly input: 'production-public-ip' | 'scale-set';
}
