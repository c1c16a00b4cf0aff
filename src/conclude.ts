import { mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { summary } from '@actions/core';
import { conclusionOf, type Ending, factsOf, maxDowntimeOf } from './ending.ts';
import { systemClock } from './engine/clock.ts';
import { toFailure } from './engine/failure.ts';
import type { CommonInputs } from './inputs.ts';
import { writeOutputs } from './outputs.ts';
import { causeError } from './report/annotations.ts';
import type { DowntimeReport } from './report/downtime-report.ts';
import { actionsLog } from './report/log/actions-log.ts';
import type { Recorder } from './report/recorder.ts';
import { buildReport, type Report } from './report/report.ts';
import { reportText } from './report/report-text.ts';
import type { EmulatorFacts, RunFacts } from './report/run-facts.ts';
import { concealSharedInputs } from './report/secrets/concealed.ts';
import { summarize } from './report/summary/summary.ts';

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

async function runFacts(recorder: Recorder, ending: Ending): Promise<RunFacts> {
  // Loaded only now: a run has better things to do before its first request.
  const { context } = await import('@actions/github');
  const emulator = emulatorFacts();
  const { sharedInputs = {}, ...facts } = factsOf(ending);
  return {
    startedAtMs: recorder.startedAtMs,
    startedAtEpochMs: recorder.startedAtEpochMs,
    finishedAtMs: systemClock.monotonicMs(),
    ...facts,
    sharedInputs: concealSharedInputs(sharedInputs, recorder.concealed),
    ...(Number.isNaN(context.runId)
      ? {}
      : {
          github: {
            runUrl: `${context.serverUrl}/${process.env.GITHUB_REPOSITORY}/actions/runs/${context.runId}`,
            actor: context.actor,
          },
        }),
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
