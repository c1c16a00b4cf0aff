import type { Violation } from './violation.ts';

/** Who says where production shall go gets it there; `auto` may choose, and says what it has chosen. */
export function goesAsTold(
  act: string,
  told: 'auto' | 'finish' | 'undo',
  went: 'finish' | 'undo' | undefined,
): Violation[] {
  return told === 'auto' || went === undefined || went === told
    ? []
    : [
        {
          invariant: 'recover-ends-whole',
          message: `${act} was told to ${told}, and says that it went to ${went}`,
        },
      ];
}
