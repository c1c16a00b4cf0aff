import type { RecoveryContext } from '../../strategy.ts';
import { isUnserved } from '../companions.ts';
import { readProduction } from '../named-resources.ts';

/** Production is down, and nothing says which release has taken it away: that is for a person to put right. */
export class UnservedError extends Error {
  override readonly name = 'UnservedError';
  readonly code = 'Unserved';
}

/**
 * By a fresh read.
 *
 * @param notes what has been found and done.
 * @throws UnservedError where nothing has one of the addresses.
 */
export async function requireServed(
  { arm, signal }: Pick<RecoveryContext, 'arm' | 'signal'>,
  productionPublicIpIds: readonly string[],
  notes: readonly string[],
): Promise<void> {
  const addresses = await readProduction(arm, productionPublicIpIds, signal);
  const unserved = addresses.filter(isUnserved).map(({ name }) => name);
  if (unserved.length === 0) {
    return;
  }
  throw new UnservedError(
    `Nothing has ${unserved.join(' and ')}, so nobody serves ${unserved.length === 1 ? 'it' : 'them'}, and no journal in the tags of it or of ` +
      `another address says which release has taken it away: somebody may have removed the tags. Found: ${notes.join('; ')}. Give each to the ` +
      'frontend that shall serve it: az network lb frontend-ip update --resource-group GROUP --lb-name LOAD_BALANCER --name FRONTEND ' +
      '--public-ip-address ID.',
  );
}
