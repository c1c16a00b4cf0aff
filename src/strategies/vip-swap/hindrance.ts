import type { PublicIpAddress } from '../../azure/public-ip-addresses.ts';
import { isOver } from '../../record/lock.ts';
import { readRecord } from '../../record/record.ts';
import type { Preparation, StrategyContext } from '../strategy.ts';

export type Hindrance = Extract<Preparation, { readonly kind: 'locked' | 'interrupted' }>;

/**
 * Why no release of these addresses may begin now, by what their tags say. A plan writes nothing, so a lock does not keep
 * anybody from making one.
 *
 * @throws UnreadableJournalError
 */
export function hindranceOf(
  addresses: readonly PublicIpAddress[],
  { lease, clock, command }: Pick<StrategyContext, 'lease' | 'clock' | 'command'>,
): Hindrance | undefined {
  const found = addresses.map(({ name, tags }) => ({ name, ...readRecord(tags) }));
  for (const { name, lock } of found) {
    if (lock !== undefined && command === 'run' && !isOver(lock, lease.owner, clock.epochMs())) {
      return { kind: 'locked', address: name, lock };
    }
  }
  for (const { name, lock, journal } of found) {
    const isUnderWay = lock !== undefined && !isOver(lock, lease.owner, clock.epochMs());
    if (journal !== undefined && !isUnderWay) {
      return { kind: 'interrupted', address: name, journal };
    }
  }
  return undefined;
}
