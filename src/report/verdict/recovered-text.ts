/** `the interrupted release was finished` */
export function recoveredEnd(direction: 'finish' | 'undo'): string {
  return direction === 'finish' ? 'finished' : 'undone';
}

/** Of a run that came no further than the recovery before it. */
export const NOT_BEGUN = 'What this run was to do itself was not begun.';
