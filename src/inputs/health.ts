import type { HealthGate, InstanceEndpointCheck } from '../checks/health-gate.ts';
import { anySuccess, parseProbeExpectation } from '../probe/expectation.ts';
import { readDurationMs } from './duration.ts';
import { InputError, misunderstood } from './input-error.ts';
import { parseWithin } from './number.ts';
import { type ReadInput, readBy, readOptional } from './read.ts';

const minHealthyRange = { leastMs: 0, mostMs: 3_600_000 };
const deadlineRange = { leastMs: 1000, mostMs: 86_400_000 };

/** Reads what makes an upgraded instance good. What Azure itself tells of it counts without being asked for. */
export function readHealthGate(read: ReadInput): HealthGate {
  const minHealthyTimeMs = readDurationMs(read, 'min-healthy-time', minHealthyRange);
  const healthyDeadlineMs = readDurationMs(read, 'healthy-deadline', deadlineRange);
  if (minHealthyTimeMs >= healthyDeadlineMs) {
    throw new InputError(
      'min-healthy-time',
      `'${read('min-healthy-time')}' does not fit into healthy-deadline '${read('healthy-deadline')}', within which an ` +
        'instance has to have been good for so long. Allowed: less than healthy-deadline.',
    );
  }
  const endpoint = readEndpoint(read);
  const command = read('check-command');
  return {
    minHealthyTimeMs,
    healthyDeadlineMs,
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(command === '' ? {} : { command }),
  };
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
