import type { ExpectedDowntime, Plan } from '../../engine/plan.ts';
import type { LastRun } from '../../record/last-run.ts';
import type { Finding } from '../preflight/finding.ts';
import type { AddressMove, SwapEnvironment } from './environment.ts';
import { expectedOfNativeSwap, expectedOfTwoUpdates } from './methods/expected-downtime.ts';
import type { ChosenMethod } from './methods/method.ts';
import { nativeSteps } from './methods/native.ts';
import { temporaryIpSteps } from './methods/temporary-ip.ts';
import { takeLockStep, writeRecordStep } from './record/record-steps.ts';
import { type SwapJournal, swapJournalOf } from './record/swap-journal.ts';
import type { VipSwapStep } from './steps.ts';
import type { PlannedSwap } from './swap.ts';

export interface PlannedRecord {
  readonly release: LastRun['kind'];
  /** Whether the release leaves a tag that says what it has done: the way back needs it. */
  readonly leavesRecord: boolean;
}

/** The plan of a swap: plain data, made from what was asked for, what is there, and what the checks found. */
export function planSwap(
  environment: SwapEnvironment,
  planned: PlannedSwap,
  { method, reason }: ChosenMethod,
  findings: readonly Finding[],
): Plan<VipSwapStep> {
  const journal = swapJournalOf(environment, planned.record, planned.goal.productionPublicIpIds);
  const messages = (kind: Finding['kind']): string[] =>
    findings.filter((finding) => finding.kind === kind).map((finding) => finding.message);
  return {
    strategy: 'vip-swap',
    method,
    methodReason: reason,
    goal: `${environment.moves.map(describeAddress).join(' and ')} shall serve from ${environment.targetLoadBalancer.name}`,
    steps: stepsOf(environment, planned, method, journal),
    expectedDowntime: expectedDowntime(environment, method),
    hazards: messages('hazard'),
    unchecked: [...messages('unchecked'), ...unprobed(environment.moves)],
  };
}

function stepsOf(
  environment: SwapEnvironment,
  planned: PlannedSwap,
  method: ChosenMethod['method'],
  journal: SwapJournal,
): VipSwapStep[] {
  const [move] = environment.moves;
  const { steps, cleanUp } =
    method === 'native' && move !== undefined
      ? { steps: nativeSteps(environment, move, journal, planned), cleanUp: [] }
      : temporaryIpSteps(environment, journal, planned);
  const last = { kind: journal.leavesRecord ? 'written' : 'removed' } as const;
  const addresses = environment.moves.map(({ productionAddress }) => productionAddress);
  const writeRecord = writeRecordStep(journal, method, last, addresses);
  return [takeLockStep(journal, method), ...steps, ...cleanUp, writeRecord];
}

function expectedDowntime(environment: SwapEnvironment, method: ChosenMethod['method']): ExpectedDowntime {
  return method === 'native'
    ? expectedOfNativeSwap
    : expectedOfTwoUpdates(environment.productionLoadBalancer, environment.targetLoadBalancer);
}

function describeAddress({ productionAddress }: AddressMove): string {
  return `${productionAddress.properties.ipAddress ?? 'the address'} (${productionAddress.name})`;
}

/** One prober asks one address: what the others cost is not measured, though they move in the same updates. */
function unprobed([, ...others]: readonly AddressMove[]): string[] {
  return others.map(
    (move) => `${describeAddress(move)} moves in the same updates, and is not asked by the prober.`,
  );
}
