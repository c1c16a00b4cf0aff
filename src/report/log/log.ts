import type { Plan } from '../../engine/plan.ts';
import { type Annotation, causeError, cleanUpWarnings, resultNotice } from '../annotations.ts';
import type { RolloutEvent } from '../events.ts';
import { nextSteps } from '../next-steps/next-steps.ts';
import { planText } from '../plan-text.ts';
import type { Report } from '../report.ts';
import { instanceLines } from '../status/scale-set-status-text.ts';
import { statusRows } from '../status/status-text.ts';
import { armLines } from './arm-lines.ts';
import { checkLines } from './check-lines.ts';
import type { LogLine } from './log-line.ts';
import { probeLines } from './probe-lines.ts';
import { createProgress } from './progress.ts';
import { recordLines } from './record-lines.ts';
import { scaleSetLines } from './scale-set-lines.ts';
import { stepEnding, stepTitle } from './step-lines.ts';
import { windowLines } from './window-lines.ts';

/** Where the log goes: GitHub's log commands at the edge, an array in a test. */
export interface LogSink {
  group(title: string): void;
  endGroup(): void;
  info(text: string): void;
  debug(text: string): void;
  warning(text: string): void;
  notice(annotation: Annotation): void;
  error(annotation: Annotation): void;
}

/** The live log: one group a step, one line for what happens in it. */
export interface RunLog {
  read(event: RolloutEvent): void;
  /** Call it every few seconds, with `Clock.monotonicMs`: it breaks a silence of 20 s. */
  tick(nowMs: number): void;
  /** The plan in full, for `command: plan`. */
  printPlan(plan: Plan): void;
  /** Ends the log with the one notice and, for a red run, the one error. */
  finish(report: Report): void;
}

/** With ticks up to 10 s apart nobody looks at a silent log for more than 30 s. */
const QUIET_AFTER_MS = 20_000;

export function createLog(sink: LogSink, startedAtMs: number): RunLog {
  const readers = [armLines(), probeLines(), windowLines(), recordLines(), checkLines(), scaleSetLines()];
  const progress = createProgress();
  const groups = createGroups(sink);
  let plan: Plan | null = null;
  let isFinished = false;
  let spokeAtMs = startedAtMs;

  function print({ level, atMs, text }: LogLine): void {
    sink[level](`${((atMs - startedAtMs) / 1000).toFixed(2).padStart(7)} s  ${text}`);
    spokeAtMs = level === 'debug' ? spokeAtMs : Math.max(spokeAtMs, atMs);
  }

  return {
    read(event) {
      progress.read(event);
      isFinished = event.type === 'plan-finished' || (isFinished && event.type !== 'plan-started');
      const lines = readers.flatMap((reader) => reader(event));
      if (event.type === 'plan-started') {
        plan = event.plan;
        groups.open('Plan');
        planText(plan).forEach(sink.info);
        groups.close();
      } else if (event.type === 'step-started' || event.type === 'undo-started') {
        groups.open(stepTitle(plan, event));
        spokeAtMs = event.atMs;
      } else if (lines.length > 0) {
        groups.ensure(placeOf(plan, isFinished));
      }
      lines.forEach(print);
      const ending = stepEnding(event);
      if (ending !== null) {
        print(ending);
        groups.close();
      }
    },
    tick(nowMs) {
      if (nowMs - spokeAtMs >= QUIET_AFTER_MS) {
        print({ level: 'info', atMs: nowMs, text: progress.text(nowMs) });
      }
    },
    printPlan(planned) {
      groups.close();
      planText(planned).forEach(sink.info);
    },
    finish(report) {
      groups.close();
      if (report.status !== null) {
        const rows = statusRows(report.status).map(([name, value]) => `${name}: ${value}`);
        const instances = 'scaleSet' in report.status ? instanceLines(report.status) : [];
        const steps = nextSteps(report).flatMap(({ text, inputs = [] }) => [text, ...inputs]);
        [...rows, ...instances, ...steps].forEach(sink.info);
      }
      sink.notice(resultNotice(report));
      cleanUpWarnings(report).forEach(sink.warning);
      const error = causeError(report);
      if (error !== null) {
        sink.error(error);
      }
    },
  };
}

/** Title of what happens outside of steps. */
function placeOf(plan: Plan | null, isFinished: boolean): string {
  if (plan === null) {
    return 'Before the plan';
  }
  return isFinished ? 'After the plan' : 'Between the steps';
}

interface Groups {
  open(title: string): void;
  /** Opens one only where none is open. */
  ensure(title: string): void;
  close(): void;
}

/** GitHub's groups do not nest. */
function createGroups(sink: LogSink): Groups {
  let isOpen = false;
  function close(): void {
    if (isOpen) {
      sink.endGroup();
      isOpen = false;
    }
  }
  function open(title: string): void {
    close();
    sink.group(title);
    isOpen = true;
  }
  return { open, close, ensure: (title) => (isOpen ? undefined : open(title)) };
}
