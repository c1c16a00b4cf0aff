import { type Arm, inWindow, outsideWindow } from '../../../azure/arm/arm.ts';
import { hasAssignments } from '../../../azure/network/frontend-assignments.ts';
import { getSettled } from '../../../azure/network/load-balancers.ts';
import {
  createPublicIpAddress,
  deletePublicIpAddress,
  findPublicIpAddress,
  getPublicIpAddress,
} from '../../../azure/network/public-ip-addresses.ts';
import { UNDO_PATIENCE_MS } from '../../../azure/settled.ts';
import type { StepPerformer } from '../../../engine/run.ts';
import { LATE_WRITE_MS } from '../../late-writes.ts';
import { UnansweredWrites } from '../../unanswered-writes.ts';
import { placementsOf, type SwapJournal } from '../record/swap-journal.ts';
import type { CreateTemporaryAddresses, DeleteTemporaryAddresses } from '../steps.ts';

export interface CreateDependencies {
  readonly arm: Arm;
  readonly journal: SwapJournal;
  /** As of `PerformerDependencies`. */
  readonly lateWritesUntilMs: number;
}

export function createTemporaryAddresses(
  { arm, journal, lateWritesUntilMs }: CreateDependencies,
  step: CreateTemporaryAddresses,
): StepPerformer {
  const unanswered = new UnansweredWrites(LATE_WRITE_MS, lateWritesUntilMs);
  return {
    async run({ signal, clock }) {
      const through = unanswered.through(arm, clock);
      await ended(
        step.addresses.map(({ id, template }) => createPublicIpAddress(through, id, template, signal)),
      );
    },
    async verify({ signal }) {
      for (const { id } of step.addresses) {
        const { name, properties } = await getPublicIpAddress(arm, id, signal);
        if (properties.provisioningState !== 'Succeeded' || properties.ipConfiguration !== undefined) {
          throw new Error(
            `The temporary address ${name} is ${properties.provisioningState}, and held by ` +
              `${properties.ipConfiguration?.id ?? 'nothing'}; it must be Succeeded and held by nothing.`,
          );
        }
      }
    },
    async undo({ signal, clock }) {
      const tight = inWindow(arm);
      // Where production is not home, whoever brings it there needs a place to park: the undos before this one have failed.
      await requireHome(tight, journal, signal);
      await clock.sleep(unanswered.untilMs - clock.monotonicMs(), signal);
      await removeAddresses(outsideWindow(arm), addressIds(step), signal);
    },
  };
}

export function deleteTemporaryAddresses(arm: Arm, step: DeleteTemporaryAddresses): StepPerformer {
  return {
    run: ({ signal }) => removeAddresses(arm, step.addressIds, signal),
    async verify({ signal }) {
      for (const id of step.addressIds) {
        await requireGone(arm, id, signal);
      }
    },
    // The step comes after the goal is reached, so nothing before it is undone, and a new address needs no undoing.
    undo: async () => undefined,
  };
}

function addressIds(step: CreateTemporaryAddresses): string[] {
  return step.addresses.map((each) => each.id);
}

async function requireHome(arm: Arm, journal: SwapJournal, signal: AbortSignal): Promise<void> {
  const { before } = placementsOf(journal);
  const loadBalancer = await getSettled(arm, journal.productionLoadBalancerId, signal, UNDO_PATIENCE_MS);
  if (!hasAssignments(loadBalancer, before.production)) {
    throw new Error(
      `The temporary address stays, because ${loadBalancer.name} does not serve production again: it is needed to bring it there.`,
    );
  }
}

/**
 * Deletes those that are there.
 *
 * @throws Error where one is still there afterwards.
 */
export async function removeAddresses(arm: Arm, ids: readonly string[], signal: AbortSignal): Promise<void> {
  await ended(
    ids.map(async (id) => {
      if ((await findPublicIpAddress(arm, id, signal)) !== undefined) {
        await deletePublicIpAddress(arm, id, signal);
        await requireGone(arm, id, signal);
      }
    }),
  );
}

async function requireGone(arm: Arm, id: string, signal: AbortSignal): Promise<void> {
  if ((await findPublicIpAddress(arm, id, signal)) !== undefined) {
    throw new Error(`The temporary address ${id} is still there, although ARM says that it was deleted.`);
  }
}

/** Waits for all, also when one fails: what is still being made when the undoing looks would not be found, and stay. */
async function ended(writes: readonly Promise<void>[]): Promise<void> {
  const results = await Promise.allSettled(writes);
  const failed = results.find((result) => result.status === 'rejected');
  if (failed !== undefined) {
    throw failed.reason;
  }
}
