import { parseArgs } from 'node:util';
import type { DataPlanePreset, ExistingConnections } from './data-plane/contract.ts';
import { durationProfiles } from './durations/profiles.ts';
import type { EmulatorOptions } from './index.ts';
import { OptionError } from './option-error.ts';

const presets: readonly DataPlanePreset[] = ['pessimistic', 'optimistic', 'late', 'random'];
const connections: readonly ExistingConnections[] = ['kept', 'reset', 'hung'];
const latencies = ['none', 'realistic'] as const;

/** The options of the command line. Throws an error that names the option, its value and what is allowed. */
export async function parseOptions(args: readonly string[]): Promise<EmulatorOptions> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      scenario: { type: 'string', default: 'vipswap' },
      speed: { type: 'string', default: '1' },
      profile: { type: 'string', default: 'recorded' },
      'data-plane': { type: 'string', default: 'pessimistic' },
      seed: { type: 'string', default: '1' },
      port: { type: 'string', default: '0' },
      'existing-connections': { type: 'string', default: 'hung' },
      'request-latency': { type: 'string', default: 'none' },
    },
  });
  const port = numberOption('port', values.port, 'a port: a whole number from 0 to 65535');
  if (!Number.isInteger(port) || port > 65535) {
    throw new OptionError('port', values.port, 'a port: a whole number from 0 to 65535');
  }
  const seed = numberOption('seed', values.seed, 'a whole number');
  const speed = numberOption('speed', values.speed, 'a number above 0');
  if (speed === 0) throw new OptionError('speed', values.speed, 'a number above 0');
  return {
    scenario: values.scenario,
    speed,
    seed,
    port,
    profile: choice('profile', values.profile, Object.keys(durationProfiles)),
    dataPlane: choice('data-plane', values['data-plane'], presets),
    existingConnections: choice('existing-connections', values['existing-connections'], connections),
    requestLatency: choice('request-latency', values['request-latency'], latencies),
  };
}

function numberOption(name: string, value: string, allowed: string): number {
  const number = Number(value);
  if (value.trim() === '' || !Number.isFinite(number) || number < 0) {
    throw new OptionError(name, value, allowed);
  }
  return number;
}

function choice<T extends string>(name: string, value: string, allowed: readonly T[]): T {
  const chosen = allowed.find((candidate) => candidate === value);
  if (chosen === undefined) throw new OptionError(name, value, `one of ${allowed.join(', ')}`);
  return chosen;
}
