import { parseResourceId, sameId } from '../azure/resource-id.ts';
import type {
  CanaryGoal,
  CanaryShare,
  ReleaseTerms,
  RequestedPayload,
  RollbackGoal,
  RolloutGoal,
  TakeBackTerms,
} from '../strategies/scale-set/goal.ts';
import { readDurationMs } from './duration.ts';
import { readPreviousSettings } from './extension.ts';
import { readHealthGate } from './health.ts';
import { InputError, misunderstood } from './input-error.ts';
import { parseWithin, readInstanceCount } from './number.ts';
import { readNeededPayload, readPayload } from './payload.ts';
import { type ReadInput, readBoolean, readChoice, readList, readNeeded } from './read.ts';
import { readScope, toResourceId } from './resource.ts';
import type { ReadWorkspaceFile } from './workspace-file.ts';

const pauseRange = { leastMs: 0, mostMs: 86_400_000 };

/** Reads the goal of `strategy: canary-percent`. */
export function readCanaryGoal(read: ReadInput, readFile: ReadWorkspaceFile): CanaryGoal {
  const terms = readReleaseTerms(read);
  const payload = readNeededPayload(read, readFile);
  refuseNoWayBack(payload, terms);
  return { strategy: 'canary-percent', ...terms, payload, share: readShare(read) };
}

/** Reads the goal of `strategy: full-rollout`. */
export function readRolloutGoal(read: ReadInput, readFile: ReadWorkspaceFile): RolloutGoal {
  const terms = readReleaseTerms(read);
  const payload = readPayload(read, readFile);
  if (payload !== undefined) {
    refuseNoWayBack(payload, terms);
  }
  return {
    strategy: 'full-rollout',
    ...terms,
    ...(payload === undefined ? {} : { payload }),
    batchSize: readInstanceCount(read, 'batch-size', 1),
    pauseBetweenBatchesMs: readDurationMs(read, 'pause-between-batches', pauseRange),
    ...readReleaseId(read),
  };
}

/** Reads the goal of `command: rollback`. */
export function readRollbackGoal(read: ReadInput): RollbackGoal {
  return { ...readTakeBackTerms(read), ...readReleaseId(read) };
}

/** As `release-id` of another run has it. */
function readReleaseId(read: ReadInput): { readonly releaseId?: string } {
  const releaseId = read('release-id');
  if (releaseId === '') {
    return {};
  }
  if (!/^\d{8}T\d{6}Z-[0-9a-f]{8}$/.test(releaseId)) {
    throw misunderstood(
      'release-id',
      releaseId,
      'what the output release-id of a run says (20261126T031415Z-46d6718b)',
    );
  }
  return { releaseId };
}

/** Reads which scale set a command is about. */
export function readScaleSetId(read: ReadInput): string {
  const scope = readScope(read);
  const type = 'Microsoft.Compute/virtualMachineScaleSets';
  const id = toResourceId('scale-set', readNeeded(read, 'scale-set'), type, scope);
  const subscriptionId = parseResourceId(id)?.subscriptionId;
  if (scope.subscriptionId !== undefined && !sameId(scope.subscriptionId, subscriptionId)) {
    throw new InputError(
      'scale-set',
      `'${id}' is outside of subscription ${scope.subscriptionId}. Allowed: a scale set in it.`,
    );
  }
  return id;
}

/** Reads what `rollback` and `recover` need: what they are about, they find in the tags of the scale set. */
export function readTakeBackTerms(read: ReadInput): TakeBackTerms {
  const previousSettings = readPreviousSettings(read);
  return {
    scaleSetId: readScaleSetId(read),
    health: readHealthGate(read),
    suspendRepairs: readBoolean(read, 'suspend-repairs'),
    ...(previousSettings === undefined ? {} : { previousSettings }),
  };
}

function readReleaseTerms(read: ReadInput): ReleaseTerms {
  return {
    ...readTakeBackTerms(read),
    maxUnhealthy: readInstanceCount(read, 'max-unhealthy', 0),
    onUnhealthy: readChoice(read, 'on-unhealthy'),
    allowNoRollback: readBoolean(read, 'allow-no-rollback'),
  };
}

function readShare(read: ReadInput): CanaryShare {
  const percent = read('percent');
  const instanceIds = readList(read, 'instance-ids');
  if (percent !== '' && instanceIds.length > 0) {
    throw new InputError(
      'instance-ids',
      `'${instanceIds.join(', ')}' contradicts percent '${percent}': both choose the canaries. Leave one of them out.`,
    );
  }
  if (percent !== '') {
    return { kind: 'percent', percent: parseWithin('percent', percent, 1, 100) };
  }
  if (instanceIds.length === 0) {
    throw new InputError(
      'percent',
      'is missing, and nothing else chooses the canaries. Allowed: a whole number from 1 to 100; or set instance-ids.',
    );
  }
  return { kind: 'instances', instanceIds: instanceIds.map(checkedInstanceId) };
}

/** Uniform scale sets number their instances. */
function checkedInstanceId(value: string): string {
  if (!/^(0|[1-9]\d{0,8})$/.test(value)) {
    throw misunderstood(
      'instance-ids',
      value,
      'instance IDs (0, 17) between commas or newlines; for all: percent 100',
    );
  }
  return value;
}

/** ARM never gives protected settings back, so nobody but the user can say what an extension had. */
function refuseNoWayBack(
  payload: RequestedPayload,
  { previousSettings, allowNoRollback }: ReleaseTerms,
): void {
  if (payload.kind === 'extension' && previousSettings === undefined && !allowNoRollback) {
    throw new InputError(
      'previous-extension-settings',
      `is missing, and without it the release of extension '${payload.name}' could not be taken back. Set it, or ` +
        'previous-extension-protected-settings, to what the extension has now; or set allow-no-rollback: true.',
    );
  }
}
