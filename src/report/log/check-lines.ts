import type { CheckEvent } from '../../checks/check-events.ts';
import type { JudgedBy } from '../../checks/health-sources.ts';
import { readableDuration } from '../readable.ts';
import type { LineReader, LogLine } from './log-line.ts';

/** Upgraded instances in the log: what changes of one while it is waited for, and its verdict. */
export function checkLines(): LineReader {
  let by: JudgedBy = 'health';
  return (event) => {
    switch (event.type) {
      case 'check-started':
        by = event.judgedBy;
        return [];
      case 'instance-check':
        return [checkLine(event, by)];
      case 'instance-healthy': {
        const { atMs, instanceId, sinceMs, tookMs } = event;
        const text = `Instance ${instanceId} is ${HEALTHY[by]} for ${readableDuration(atMs - sinceMs)}, ${readableDuration(tookMs)} after its check began`;
        return [{ level: 'info', atMs, text }];
      }
      case 'instance-unhealthy': {
        const { atMs, instanceId, reasons, tookMs } = event;
        const text = `Instance ${instanceId} is given up ${readableDuration(tookMs)} after its check began: ${reasons.join('; ')}`;
        return [{ level: 'warning', atMs, text }];
      }
      default:
        return [];
    }
  };
}

const HEALTHY: Readonly<Record<JudgedBy, string>> = {
  health: 'healthy: good',
  running: 'provisioned and running, as nothing asks whether it serves:',
};

function checkLine(
  { atMs, instanceId, reasons }: Extract<CheckEvent, { type: 'instance-check' }>,
  by: JudgedBy,
): LogLine {
  const good = by === 'health' ? 'good' : 'provisioned and running';
  const state = reasons.length === 0 ? good : `not good: ${reasons.join('; ')}`;
  return { level: 'info', atMs, text: `Instance ${instanceId} is ${state}` };
}
