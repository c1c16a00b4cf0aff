import type { Report } from '../report.ts';

/** `the interrupted release was finished` */
export function recoveredEnd(direction: 'finish' | 'undo'): string {
  return direction === 'finish' ? 'finished' : 'undone';
}

/** `interrupted rollback` */
export function interruptedText({ recovering }: Pick<Report, 'recovering'>): string {
  return `interrupted ${recovering ?? 'release'}`;
}

/** Of a run that came no further than the recovery before it. */
export const NOT_BEGUN = 'What this run was to do itself was not begun.';
