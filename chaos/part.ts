import type { Row } from '../bench/table.ts';

export interface PartOptions {
  readonly seed: number;
  /** Absent: as many as the part is to have. */
  readonly count: number | undefined;
  readonly parallel: number;
  /** Only the cases whose description has this in it. */
  readonly match: string;
  /** For whoever waits. */
  readonly onProgress: (line: string) => void;
}

/** What a part of the proof has found. */
export interface PartResult {
  readonly header: Row;
  readonly rows: readonly Row[];
  /** One for each thing that does not hold, with the command line that shows it again. Empty: the part holds. */
  readonly failures: readonly string[];
}

export type Part = (options: PartOptions) => Promise<PartResult>;
