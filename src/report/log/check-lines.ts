import type { CheckEvent } from '../../checks/check-events.ts';
import { readableDuration } from '../readable.ts';
import type { LineReader, LogLine } from './log-line.ts';

/** Upgraded instances in the log: what changes of one while it is waited for, and its verdict. */
export function checkLines(): LineReader {
  return (event) => {
    switch (event.type) {
      case 'instance-check':
        return [checkLine(event)];
      case 'instance-healthy': {
        const { atMs, instanceId, sinceMs, tookMs } = event;
        const text = `Instance ${instanceId} is healthy: good for ${readableDuration(atMs - sinceMs)}, looked at for ${readableDuration(tookMs)}`;
        return [{ level: 'info', atMs, text }];
      }
      case 'instance-unhealthy': {
        const { atMs, instanceId, reasons, tookMs } = event;
        const text = `Instance ${instanceId} is given up, looked at for ${readableDuration(tookMs)}: ${reasons.join('; ')}`;
        return [{ level: 'warning', atMs, text }];
      }
      default:
        return [];
    }
  };
}

function checkLine({ atMs, instanceId, reasons }: Extract<CheckEvent, { type: 'instance-check' }>): LogLine {
  const state = reasons.length === 0 ? 'good' : `not good: ${reasons.join('; ')}`;
  return { level: 'info', atMs, text: `Instance ${instanceId} is ${state}` };
}
