import {
  type HealthGate,
  type InstanceEndpointCheck,
  LISTING_INTERVAL_MS,
  leastHealthyDeadlineMs,
} from '../checks/health-gate.ts';
import { anySuccess, parseProbeExpectation } from '../probe/expectation.ts';
import { formatDuration, readDurationMs } from './duration.ts';
import { InputError, misunderstood } from './input-error.ts';
import { parseWithin } from './number.ts';
import { type ReadInput, readBy, readOptional } from './read.ts';

const minHealthyRange = { leastMs: 0, mostMs: 3_600_000 };
const deadlineRange = { leastMs: 1000, mostMs: 86_400_000 };

/** Reads what makes an upgraded instance good. What Azure itself tells of it counts without being asked for. */
export function readHealthGate(read: ReadInput): HealthGate {
  const minHealthyTimeMs = readDurationMs(read, 'min-healthy-time', minHealthyRange);
  const healthyDeadlineMs = readDurationMs(read, 'healthy-deadline', deadlineRange);
  refuseTooShort(read, minHealthyTimeMs, healthyDeadlineMs);
  const endpoint = readEndpoint(read);
  const command = read('check-command');
  return {
    minHealthyTimeMs,
    healthyDeadlineMs,
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(command === '' ? {} : { command }),
  };
}

function refuseTooShort(read: ReadInput, minHealthyTimeMs: number, healthyDeadlineMs: number): void {
  const leastMs = leastHealthyDeadlineMs(minHealthyTimeMs);
  if (healthyDeadlineMs < leastMs) {
    throw new InputError(
      'healthy-deadline',
      `'${read('healthy-deadline')}' is too short for min-healthy-time '${read('min-healthy-time')}': instances are looked at every ` +
        `${formatDuration(LISTING_INTERVAL_MS)}, so hardly one could be seen to have been good for so long by then. Allowed: ` +
        `${formatDuration(leastMs)} and more, or a shorter min-healthy-time.`,
    );
  }
}

function readEndpoint(read: ReadInput): InstanceEndpointCheck | undefined {
  const http = readOptional(read, 'check-http', parseHttp);
  const tcp = readOptional(read, 'check-tcp', (value) => parseWithin('check-tcp', value, 1, MOST_PORT));
  const expectation = readBy(read, 'check-expect', parseProbeExpectation);
  if (http !== undefined && tcp !== undefined) {
    throw new InputError(
      'check-tcp',
      `'${read('check-tcp')}' contradicts check-http '${read('check-http')}': an instance is asked in one way. Leave one of ` +
        'them out.',
    );
  }
  if (http === undefined && expectation !== undefined) {
    const why = tcp === undefined ? 'nothing is asked' : 'a TCP connection has no answer to look at';
    throw new InputError(
      'check-expect',
      `'${read('check-expect')}' is about the answer to check-http, and without that ${why}. Leave it out, or set check-http.`,
    );
  }
  if (http !== undefined) return { protocol: 'http', ...http, expectation: expectation ?? anySuccess };
  return tcp === undefined ? undefined : { protocol: 'tcp', port: tcp };
}

const MOST_PORT = 65_535;

/** `8080/health`; the path may be left out. */
function parseHttp(value: string): { port: number; path: string } {
  const { port, path } = /^(?<port>\d+)(?<path>\/[\x21-\x7e]*)?$/.exec(value)?.groups ?? {};
  if (port === undefined) {
    throw misunderstood('check-http', value, 'PORT[/PATH] of the instance itself (8080/health)');
  }
  return { port: parseWithin('check-http', port, 1, MOST_PORT), path: path ?? '/' };
}
