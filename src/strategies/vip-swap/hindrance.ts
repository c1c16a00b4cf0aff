import type { PublicIpAddress } from '../../azure/public-ip-addresses.ts';
import { isOver } from '../../record/lock.ts';
import { readRecord } from '../../record/record.ts';
import type { Preparation, StrategyContext } from '../strategy.ts';

export type Hindrance = Extract<Preparation, { readonly kind: 'locked' | 'interrupted' }>;

/**
 * Why no release of these addresses may begin now, by what their tags say, and none may be planned: a plan would be made of
 * resources that are on the move.
 *
 * @throws UnreadableJournalError
 */
export function hindranceOf(
  addresses: readonly PublicIpAddress[],
  { arm, lease }: Pick<StrategyContext, 'arm' | 'lease'>,
): Hindrance | undefined {
  const found = addresses.map(({ name, tags }) => ({ name, ...readRecord(tags) }));
  for (const { name, lock } of found) {
    if (lock !== undefined && !isOver(lock, lease.owner, arm.epochMs())) {
      return { kind: 'locked', address: name, lock };
    }
  }
  for (const { name, journal } of found) {
    if (journal !== undefined) {
      return { kind: 'interrupted', address: name, journal };
    }
  }
  return undefined;
}
