import type { ArmRequestEvent } from '../../azure/arm/arm-events.ts';
import type { RolloutEvent } from '../events.ts';
import { beforeThePlan, foldPhase } from '../phase.ts';
import { countOf, readableDuration, readableResource } from '../readable.ts';

export interface Progress {
  read(event: RolloutEvent): void;
  /** What the run is waiting for. */
  text(nowMs: number): string;
}

interface Running {
  readonly label: string;
  readonly sentAtMs: number;
  readonly polls: number;
}

/** What is going on while nothing happens that would have a line of its own. */
export function createProgress(): Progress {
  let state = beforeThePlan;
  let running: Running | null = null;
  let lastGoodAtMs: number | null = null;
  let failing = false;
  return {
    read(event) {
      const next = foldPhase(state, event);
      running = next === state ? foldRunning(running, event) : null;
      state = next;
      if (event.type === 'probe-sample') {
        failing = event.sample.result.kind === 'failed';
        lastGoodAtMs = failing ? lastGoodAtMs : event.sample.completedAtMs;
      }
    },
    text(nowMs) {
      const { phase } = state;
      const doing =
        phase === null
          ? 'Still at work'
          : `Still ${phase.direction === 'undo' ? 'undoing' : 'in'} "${phase.step.title}"`;
      const waiting =
        running === null
          ? ''
          : `: ${running.label} has been running for ${readableDuration(nowMs - running.sentAtMs)}, ${countOf(running.polls, 'poll')}`;
      const outage =
        failing && lastGoodAtMs !== null
          ? `; production has not answered for ${readableDuration(nowMs - lastGoodAtMs)}`
          : '';
      return `${doing}${waiting}${outage}`;
    },
  };
}

function foldRunning(running: Running | null, event: RolloutEvent): Running | null {
  if (event.type === 'arm-operation') {
    return null;
  }
  if (event.type !== 'arm-request') {
    return running;
  }
  if (event.reason.kind === 'poll') {
    return running === null ? null : { ...running, polls: event.reason.number };
  }
  return isAccepted(event)
    ? { label: `${event.method} ${readableResource(event.path)}`, sentAtMs: event.sentAtMs, polls: 0 }
    : running;
}

function isAccepted({ method, result }: ArmRequestEvent): boolean {
  return method !== 'GET' && result.kind === 'answer' && result.status < 400;
}
