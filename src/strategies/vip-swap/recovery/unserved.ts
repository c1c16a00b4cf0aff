import type { PublicIpAddress } from '../../../azure/network/public-ip-addresses.ts';
import type { RecoveryContext } from '../../strategy.ts';
import { isUnserved } from '../companions/companions.ts';
import { givingText } from './fitting-frontends.ts';

/** Production is down, and nothing says which release has taken it away: that is for a person to put right. */
export class UnservedError extends Error {
  override readonly name = 'UnservedError';
  readonly code = 'Unserved';
}

/**
 * @param addresses by a fresh read.
 * @param notes what has been found and done.
 * @returns what there is to say where nothing has one of the addresses.
 */
export async function unservedError(
  { arm, signal }: Pick<RecoveryContext, 'arm' | 'signal'>,
  addresses: readonly PublicIpAddress[],
  notes: readonly string[],
): Promise<UnservedError | undefined> {
  const unserved = addresses.filter(isUnserved);
  if (unserved.length === 0) {
    return undefined;
  }
  const names = unserved.map(({ name }) => name).join(' and ');
  const ways = await Promise.all(unserved.map((address) => givingText(arm, address, signal)));
  return new UnservedError(
    `Nothing has ${names}, so nobody serves ${unserved.length === 1 ? 'it' : 'them'}, and no journal in the tags of it or of ` +
      `another address says which release has taken it away: somebody may have removed the tags. Found: ${notes.join('; ')}. ` +
      ways.join(' '),
  );
}
