import type { CommandEnd } from './commands/command.ts';
import type { Failure } from './engine/events.ts';
import type { CommonInputs, Inputs, Task } from './inputs.ts';
import type { DowntimeReport } from './report/downtime-report.ts';
import type { Conclusion, RunFacts } from './report/run-facts.ts';
import type { ReleaseSubject } from './strategies/strategy.ts';

/** What is known of a run at its end; a run that ended early leaves members out. */
export interface Ending {
  inputs?: Pick<CommonInputs, 'strategy' | 'command' | 'probe' | 'shared' | 'reportPath'> &
    Partial<Pick<Inputs, 'task'>>;
  subject?: Partial<ReleaseSubject>;
  /** In `post`: the steps that an interrupted `main` had begun. */
  startedStepIds?: readonly string[];
  /** In `post`: what `main` has measured, whose plan had reached its goal. */
  downtime?: DowntimeReport;
  /** How the command ended; absent in `post`, and where it failed. */
  end?: CommandEnd;
  failure?: Failure;
}

/** Undefined where a plan ran: its own end is the run's. */
export function conclusionOf({ end, failure }: Ending): Conclusion | undefined {
  if (failure !== undefined) {
    return { outcome: 'failed', failure };
  }
  switch (end?.kind) {
    case 'no-change':
      return { outcome: 'no-change', reason: end.reason };
    case 'planned':
      return { outcome: 'planned', plan: end.plan };
    case 'swept':
    case 'unlocked':
      return { outcome: 'succeeded', reason: end.reason };
    case 'reported':
      return { outcome: 'reported', status: end.status };
    default:
      return undefined;
  }
}

/** What its report says of it, beside what has happened, and when and where. */
export function factsOf({
  inputs,
  subject,
  startedStepIds,
  downtime,
  end,
}: Ending): Omit<RunFacts, 'startedAtMs' | 'startedAtEpochMs' | 'finishedAtMs' | 'github' | 'emulator'> {
  return {
    strategy: inputs?.strategy ?? '',
    command: inputs?.command ?? '',
    productionAddresses: subject?.productionAddresses ?? [],
    ...(subject?.previousLoadBalancer === undefined
      ? {}
      : { previousLoadBalancer: subject.previousLoadBalancer }),
    ...(subject?.previousLoadBalancerId === undefined
      ? {}
      : { previousLoadBalancerId: subject.previousLoadBalancerId }),
    ...(subject?.newLoadBalancer === undefined ? {} : { newLoadBalancer: subject.newLoadBalancer }),
    ...(subject?.recovering === undefined ? {} : { recovering: subject.recovering }),
    ...(subject?.scaleSetId === undefined ? {} : { scaleSetId: subject.scaleSetId }),
    ...(inputs === undefined ? {} : { sharedInputs: inputs.shared }),
    ...maxDowntimeOf(inputs?.probe),
    ...(startedStepIds === undefined
      ? {}
      : { interrupted: { startedStepIds, ...(downtime === undefined ? {} : { downtime }) } }),
    ...(end?.kind === 'ran' && end.recoveredTo !== undefined ? { recoveredTo: end.recoveredTo } : {}),
    ...toldWay(inputs?.task),
  };
}

function toldWay(task: Task | undefined): Pick<RunFacts, 'recoverTo'> {
  return task?.command === 'recover' && task.recoverTo !== 'auto' ? { recoverTo: task.recoverTo } : {};
}

export function maxDowntimeOf(probe: CommonInputs['probe'] | undefined): Pick<RunFacts, 'maxDowntimeMs'> {
  const maxDowntimeMs = probe?.kind === 'on' ? probe.maxDowntimeMs : undefined;
  return maxDowntimeMs === undefined ? {} : { maxDowntimeMs };
}
