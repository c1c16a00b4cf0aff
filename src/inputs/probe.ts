import { type ConnectTo, parseConnectTo } from '../probe/connect-to.ts';
import { anySuccess, type ProbeExpectation, parseProbeExpectation } from '../probe/expectation.ts';
import { parseProbeUrl } from '../probe/target.ts';
import { parseVersionMarker, type VersionMarker } from '../probe/version-marker.ts';
import type { InputName } from './definitions.ts';
import { readDurationMs } from './duration.ts';
import { InputError } from './input-error.ts';
import { type ReadInput, readBy, readChoice } from './read.ts';
import { withoutCredentials } from './url.ts';

/** How whatever is asked is reached: production, a target before the switch, an instance after its upgrade. */
interface Reaching {
  readonly connectTo: readonly ConnectTo[];
  readonly timeoutMs: number;
}

/** How production is asked during the switch, or that it is not. */
export type ProbeInputs =
  | (Reaching & { readonly kind: 'off' })
  | (Reaching & {
      readonly kind: 'on';
      /** Absent: the production load balancer says what can be asked. */
      readonly url?: URL;
      readonly intervalMs: number;
      readonly expectation: ProbeExpectation;
      readonly versionMarker?: VersionMarker;
      /** The step fails where more was measured. */
      readonly maxDowntimeMs?: number;
    });

/** Those that say nothing without a probe. Inputs with a default are not among them: they are never left out. */
const needProbe = ['probe-url', 'probe-expect', 'probe-version', 'max-downtime'] as const;

/** A faster prober would load production and this machine more than it would tell; a slower one would miss outages. */
const intervalRange = { leastMs: 10, mostMs: 60_000 };
const timeoutRange = { leastMs: 10, mostMs: 60_000 };
const downtimeRange = { leastMs: 0, mostMs: 86_400_000 };

export function readProbe(read: ReadInput): ProbeInputs {
  const reaching = {
    connectTo: readBy(read, 'probe-connect-to', parseConnectTo) ?? [],
    timeoutMs: readDurationMs(read, 'probe-timeout', timeoutRange),
  };
  if (readChoice(read, 'probe') === 'off') {
    refuseWithoutProbe(read);
    return { kind: 'off', ...reaching };
  }
  const url = readBy(read, 'probe-url', (value) => parseProbeUrl(withoutCredentials('probe-url', value)));
  const versionMarker = readBy(read, 'probe-version', parseVersionMarker);
  const expectation = readBy(read, 'probe-expect', parseProbeExpectation);
  refuseOfTcp(url, { 'probe-expect': expectation, 'probe-version': versionMarker });
  return {
    kind: 'on',
    ...reaching,
    ...(url === undefined ? {} : { url }),
    intervalMs: readDurationMs(read, 'probe-interval', intervalRange),
    expectation: expectation ?? anySuccess,
    ...(versionMarker === undefined ? {} : { versionMarker }),
    ...(read('max-downtime') === ''
      ? {}
      : { maxDowntimeMs: readDurationMs(read, 'max-downtime', downtimeRange) }),
  };
}

function refuseWithoutProbe(read: ReadInput): void {
  const given = needProbe.find((name) => read(name) !== '');
  if (given !== undefined) {
    throw new InputError(
      given,
      `'${read(given)}' contradicts probe 'off': nobody asks production then. Leave it out, or set probe: on.`,
    );
  }
}

/** A TCP connection has no answer to look at. */
function refuseOfTcp(url: URL | undefined, aboutAnswers: Partial<Record<InputName, unknown>>): void {
  if (url?.protocol !== 'tcp:') return;
  for (const name of ['probe-expect', 'probe-version'] as const) {
    if (aboutAnswers[name] !== undefined) {
      throw new InputError(
        name,
        `contradicts probe-url '${url.href}': a TCP connection has no answer to look at. Leave it out, or ask by HTTP.`,
      );
    }
  }
}
