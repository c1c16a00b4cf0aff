import type { PublicIpAddress } from '../../azure/network/public-ip-addresses.ts';
import { begunBy } from '../../record/journal.ts';
import { LAST } from '../../record/last-run.ts';
import { fromTags } from '../../record/numbered-tags.ts';
import { RefusedError } from '../refused-error.ts';
import type { Hindrance } from './hindrance.ts';
import { isOfRollback } from './record/swap-journal.ts';

/** A release that a rollback has met under way or interrupted, and what the one before it had left by then. */
export interface AwaitedRelease {
  readonly run: string;
  /** Tag `azure-rollout-last` by the id of the address. */
  readonly lasts: ReadonlyMap<string, string | undefined>;
}

/** @returns undefined where that is a rollback itself: it was to take back the same release, and may not have. */
export function awaitedRelease(
  hindrance: Hindrance,
  addresses: readonly PublicIpAddress[],
): AwaitedRelease | undefined {
  const lasts = new Map(addresses.map((address) => [address.id, lastTextOf(address)]));
  if (hindrance.kind === 'locked') {
    const { owner, purpose } = hindrance.lock;
    return purpose === 'rollback' ? undefined : { run: `${owner} (${purpose})`, lasts };
  }
  const { journal } = hindrance;
  return isOfRollback(journal.entries) ? undefined : { run: begunBy(journal), lasts };
}

/**
 * Whoever asks for a rollback while a release is at work rejects that one. Where it has been undone meanwhile, by itself or by somebody's
 * recovery, what there was before it was rejected by nobody, and may have gone the way that it was to come back.
 *
 * @throws RefusedError
 */
export function requireEnded({ run, lasts }: AwaitedRelease, addresses: readonly PublicIpAddress[]): void {
  if (addresses.some((address) => lasts.get(address.id) !== lastTextOf(address))) {
    return;
  }
  const names = addresses.map(({ name }) => name).join(' and ');
  throw new RefusedError(
    `The run that this rollback has waited for, ${run}, has ended and left no finished release of ${names}: production is where it was before ` +
      'that run, and nothing was taken back. If the release before that one is to be taken back, too, run "command: rollback" again.',
  );
}

function lastTextOf({ tags = {} }: PublicIpAddress): string | undefined {
  return fromTags(tags, LAST);
}
