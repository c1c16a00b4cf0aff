import { ArmError, ArmOperationError, UncertainWriteError } from '../../../azure/arm/arm-error.ts';
import { runScript } from '../../../azure/scale-sets/run-command.ts';
import {
  findInstance,
  instanceResourceId,
  listInstances,
} from '../../../azure/scale-sets/scale-set-instances.ts';
import type { ScaleSet } from '../../../azure/scale-sets/scale-sets.ts';
import type { CommandResult, InstanceAccess } from '../../../checks/instance-health.ts';
import type { StrategyContext } from '../../strategy.ts';
import { natEndpointsOf } from './nat-endpoints.ts';

/**
 * More than these are read by one listing. Fewer are read one by one: each instance has a quota of its own, and listings are
 * few (10 a minute of a scale set). All at once, twice where a look and an upgrade meet: of the 250 reads that ARM lets through
 * at once half are for others.
 */
const MOST_READ_ALONE = 50;

const COMMAND_TIMEOUT_MS = 600_000;

/** How the instances of one scale set are reached. */
export function accessTo({ arm }: Pick<StrategyContext, 'arm'>, scaleSet: ScaleSet): InstanceAccess {
  const { id: scaleSetId } = scaleSet;
  const osType = scaleSet.properties.virtualMachineProfile?.storageProfile?.osDisk?.osType ?? 'Linux';
  return {
    async read(instanceIds, signal) {
      if (instanceIds.length > MOST_READ_ALONE) {
        const all = await listInstances(arm, scaleSetId, signal);
        return all.filter(({ instanceId }) => instanceIds.includes(instanceId));
      }
      const found = await Promise.all(
        instanceIds.map((instanceId) => findInstance(arm, scaleSetId, instanceId, signal)),
      );
      return found.filter((instance) => instance !== undefined);
    },
    natEndpointOf: natEndpointsOf(arm, scaleSet),
    async runCommand(instanceId, script, signal) {
      const id = instanceResourceId(scaleSetId, instanceId);
      try {
        const { exitStatus, stderr } = await runScript(
          arm,
          { id, osType, script, timeoutMs: COMMAND_TIMEOUT_MS },
          signal,
        );
        return { kind: 'ended', exitCode: exitStatus, error: stderr };
      } catch (error) {
        const heldUp = heldUpBy(error);
        if (heldUp === undefined) {
          throw error;
        }
        return heldUp;
      }
    },
  };
}

/** Without the ids of the request, which are others each time: what is told of an instance is told when it is news. */
function heldUpBy(error: unknown): CommandResult | undefined {
  if (error instanceof ArmError) {
    const { status, facts } = error;
    const why = `has not had its check command run, because ARM refuses to: ${status} ${facts.body.code}: ${facts.body.message}`;
    return { kind: 'held-up', why, retryAfterMs: facts.retryAfterMs ?? 0 };
  }
  if (error instanceof UncertainWriteError) {
    return {
      kind: 'held-up',
      why: `has no answer of its check command, because ARM has not said what became of it${causeOf(error)}`,
      retryAfterMs: 0,
    };
  }
  // Accepted, and another operation came first all the same.
  return error instanceof ArmOperationError && error.code === 'Conflict'
    ? {
        kind: 'held-up',
        why: 'could not run its check command, because another operation was in the way: Conflict',
        retryAfterMs: 0,
      }
    : undefined;
}

function causeOf({ cause }: UncertainWriteError): string {
  return cause instanceof ArmError ? `: ${cause.status} ${cause.code}` : '';
}
