import { mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { summary } from '@actions/core';
import type { CommandEnd } from './commands/command.ts';
import { systemClock } from './engine/clock.ts';
import type { Failure } from './engine/events.ts';
import { toFailure } from './engine/failure.ts';
import type { CommonInputs } from './inputs.ts';
import { writeOutputs } from './outputs.ts';
import { actionsLog } from './report/actions-log.ts';
import { causeError } from './report/annotations.ts';
import type { DowntimeReport } from './report/downtime-report.ts';
import type { Recorder } from './report/recorder.ts';
import { buildReport, type Report } from './report/report.ts';
import { reportText } from './report/report-text.ts';
import type { Conclusion, EmulatorFacts, RunFacts } from './report/run-facts.ts';
import { summarize } from './report/summary.ts';
import type { ReleaseSubject } from './strategies/strategy.ts';

/** What is known of a run at its end; a run that ended early leaves members out. */
export interface Ending {
  inputs?: CommonInputs;
  subject?: Partial<ReleaseSubject>;
  /** In `post`: the steps that an interrupted `main` had begun. */
  startedStepIds?: readonly string[];
  /** In `post`: what `main` has measured, whose plan had reached its goal. */
  downtime?: DowntimeReport;
  /** How the command ended; absent in `post`, and where it failed. */
  end?: CommandEnd;
  failure?: Failure;
}

/** Tells the story of the run everywhere it is told: report, outputs, summary, log and exit code. */
export async function conclude(recorder: Recorder, ending: Ending): Promise<void> {
  const conclusion = conclusionOf(ending);
  const report = buildReport(
    await runFacts(recorder, ending),
    recorder.events,
    conclusion && recorder.concealedConclusion(conclusion),
  );
  const reportPath = writeReport(report, ending.inputs?.reportPath);
  writeOutputs(report, reportPath);
  await writeSummary(report);
  recorder.log.finish(report);
  // A run that was undone is red, and so is a swap that stands and took longer than was allowed.
  process.exitCode = causeError(report) === null ? 0 : 1;
}

/** As the report would have it now. */
export function downtimeUntilNow(
  { startedAtMs, startedAtEpochMs, events }: Pick<Recorder, 'startedAtMs' | 'startedAtEpochMs' | 'events'>,
  { probe }: Pick<CommonInputs, 'probe'>,
): DowntimeReport {
  const facts = {
    startedAtMs,
    startedAtEpochMs,
    finishedAtMs: systemClock.monotonicMs(),
    strategy: '',
    command: '',
    productionAddresses: [],
    ...maxDowntimeOf(probe),
  };
  return buildReport(facts, events).downtime;
}

function maxDowntimeOf(probe: CommonInputs['probe'] | undefined): Pick<RunFacts, 'maxDowntimeMs'> {
  const maxDowntimeMs = probe?.kind === 'on' ? probe.maxDowntimeMs : undefined;
  return maxDowntimeMs === undefined ? {} : { maxDowntimeMs };
}

/** Undefined where a plan ran: its own end is the run's. */
function conclusionOf({ end, failure }: Ending): Conclusion | undefined {
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

async function runFacts(
  recorder: Recorder,
  { inputs, subject, startedStepIds, downtime, end }: Ending,
): Promise<RunFacts> {
  // Loaded only now: a run has better things to do before its first request.
  const { context } = await import('@actions/github');
  const emulator = emulatorFacts();
  return {
    startedAtMs: recorder.startedAtMs,
    startedAtEpochMs: recorder.startedAtEpochMs,
    finishedAtMs: systemClock.monotonicMs(),
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
    ...(subject?.scaleSetId === undefined ? {} : { scaleSetId: subject.scaleSetId }),
    ...maxDowntimeOf(inputs?.probe),
    ...(Number.isNaN(context.runId)
      ? {}
      : {
          github: {
            runUrl: `${context.serverUrl}/${process.env.GITHUB_REPOSITORY}/actions/runs/${context.runId}`,
            actor: context.actor,
          },
        }),
    ...(startedStepIds === undefined
      ? {}
      : { interrupted: { startedStepIds, ...(downtime === undefined ? {} : { downtime }) } }),
    ...(end?.kind === 'ran' && end.recoveredTo !== undefined ? { recoveredTo: end.recoveredTo } : {}),
    ...(emulator === undefined ? {} : { emulator }),
  };
}

/** `pessimistic@10`: set by whoever starts the action against the emulator. Over the wire nothing gives it away. */
function emulatorFacts(): EmulatorFacts | undefined {
  const [dataPlane, speed] = process.env.AZURE_ROLLOUT_EMULATOR?.split('@') ?? [];
  return dataPlane === undefined ? undefined : { dataPlane, speed: Number(speed ?? 1) };
}

async function writeSummary(report: Report): Promise<void> {
  if (process.env.GITHUB_STEP_SUMMARY === undefined) {
    return;
  }
  try {
    await summary.addRaw(summarize(report)).write();
  } catch (error) {
    // As with the report: what has become of production is not changed by a file that cannot be written.
    actionsLog.warning(`The step summary could not be written: ${toFailure(error).message}`);
  }
}

/** @returns the file's path; empty where it could not be written, which changes nothing about the release. */
function writeReport(report: Report, path: string | undefined): string {
  const file = resolve(path ?? join(process.env.RUNNER_TEMP ?? tmpdir(), 'azure-rollout', 'report.json'));
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, reportText(report));
    return file;
  } catch (error) {
    actionsLog.warning(`The report could not be written to ${file}: ${toFailure(error).message}`);
    return '';
  }
}
