import { inWindow } from '../../../azure/arm/arm.ts';
import type { ArmError } from '../../../azure/arm/arm-error.ts';
import type { PublicIpAddress } from '../../../azure/network/public-ip-addresses.ts';
import { parseResourceId } from '../../../azure/resource-id.ts';
import { EndlessLockError } from '../../../record/lock.ts';
import { readRecord } from '../../../record/record.ts';
import { isBroughtToEnd } from '../../not-as-left-error.ts';
import { RecoveryTimeoutError } from '../../recovery-timeout-error.ts';
import type {
  Recovered,
  RecoverTo,
  RecoveryContext,
  RecoveryPreparation,
  ReleaseSubject,
} from '../../strategy.ts';
import { unclosedCompanions } from '../companions/companions.ts';
import { namedAddress } from '../companions/named-address.ts';
import { readProduction } from '../named-resources.ts';
import { giveUpLock } from '../record/release-lock.ts';
import { readSwapJournal, undertakingOf } from '../record/swap-journal.ts';
import { seeProduction } from '../see-production.ts';
import { tellServing } from '../served-by.ts';
import type { Recovery, RecoveryOptions } from './carry-out.ts';
import { sideOf } from './direction.ts';
import { bringHoldersToRest, uncertainError } from './holders-at-rest.ts';
import { recover } from './recover.ts';
import { sweep } from './sweep.ts';
import { unservedError } from './unserved.ts';
import { whatIsLeft } from './what-is-left.ts';

export type { RecoveryOptions } from './carry-out.ts';

/**
 * Brings an interrupted swap to its end, or back to its beginning, from what its journal says and from Azure as it is. Safe to
 * run at any time, and by several people at once: one of them gets the lock.
 */
export async function prepareRecovery(
  found: RecoveryContext,
  options: RecoveryOptions,
  recoverTo: RecoverTo,
): Promise<RecoveryPreparation> {
  // Whether production is served is not known before it is looked at, and not for good then.
  const context = { ...found, arm: inWindow(found.arm) };
  const { arm, signal } = context;
  const addresses = await readProduction(arm, options.productionPublicIpIds, signal);
  const own = interruptedIn(addresses);
  const companions =
    own === undefined ? await unclosedCompanions(arm, addresses, signal) : { addresses: [], hidden: [] };
  const interrupted = own ?? interruptedIn(companions.addresses);
  if (interrupted === undefined) {
    const { kind, notes, endless } = await sweep(context, addresses);
    const atRest = await bringHoldersToRest(context, options.productionPublicIpIds);
    const all = [...notes, ...atRest.notes, ...companions.hidden.map(uncheckedNote)];
    const subject = { productionAddresses: addresses.map(namedAddress) };
    tellServing(context, atRest.looks);
    const error =
      (await unservedError(
        context,
        atRest.looks.map(({ address }) => address),
        [...all, ...endless],
      )) ??
      uncertainError(atRest, [...all, ...endless]) ??
      (endless.length === 0 ? undefined : new EndlessLockError(endless, all));
    return error === undefined
      ? { kind: atRest.notes.length === 0 ? kind : 'swept', reason: all.join('; '), subject }
      : { kind: 'not-in-order', error, subject };
  }
  const { address, journal } = interrupted;
  const journalled = readSwapJournal(journal.entries, parseResourceId(address.id)?.subscriptionId ?? '');
  const left = await whatIsLeft(arm, journalled, signal);
  const { swap } = left;
  const live = { context, options, recoverTo, journal, ...left };
  return {
    kind: 'ready',
    subject: subjectOf(live),
    async run(control) {
      const giveUp = () => giveUpLock(context, swap, control.signal);
      let recovered: Recovered;
      try {
        recovered = await recover(live, control);
      } catch (error) {
        // Whoever works on it still needs no help by hand; that it took too long says that nobody is seen to bring it back.
        const side =
          error instanceof RecoveryTimeoutError
            ? sideOf(recoverTo === 'finish' ? 'finish' : 'undo')
            : undefined;
        await seeProduction(context, swap, control.signal, side);
        await giveUp();
        throw error;
      }
      if (!isBroughtToEnd(recovered.result)) {
        await seeProduction(context, swap, control.signal, sideOf(recovered.direction));
      }
      if (!isDone(recovered)) {
        await giveUp();
      }
      return recovered;
    },
  };
}

function uncheckedNote({ message }: ArmError): string {
  return `not checked: whether one was interrupted that has moved more than these, because ${message}`;
}

function interruptedIn(addresses: readonly PublicIpAddress[]) {
  const [first] = addresses.flatMap((address) => {
    const { journal } = readRecord(address.tags);
    return journal === undefined ? [] : [{ address, journal }];
  });
  return first;
}

/** A recovery that could not take its lock away at the end gives it up like one that has failed. */
function isDone({ result }: Recovered): boolean {
  return isBroughtToEnd(result) && result.cleanUpErrors.length === 0;
}

function subjectOf({ swap, addresses }: Recovery): ReleaseSubject {
  return {
    productionAddresses: addresses.map(namedAddress),
    previousLoadBalancer: parseResourceId(swap.productionLoadBalancerId)?.name ?? '',
    newLoadBalancer: parseResourceId(swap.targetLoadBalancerId)?.name ?? '',
    recovering: undertakingOf(swap),
  };
}
