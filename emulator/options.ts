import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import type { DataPlanePreset, DataPlaneTiming, ExistingConnections } from './data-plane/contract.ts';
import type { DurationProfile } from './durations/profile.ts';
import { durationProfiles, recorded } from './durations/profiles.ts';
import { profileFromReport, timingFromReport } from './durations/report-profile.ts';
import type { EmulatorOptions } from './index.ts';
import { OptionError } from './option-error.ts';

const presets: readonly DataPlanePreset[] = ['pessimistic', 'optimistic', 'late', 'random'];
const connections: readonly ExistingConnections[] = ['kept', 'reset', 'hung'];
const addressKinds = ['loopback', 'port-map'] as const;
const latencies = ['none', 'realistic'] as const;

/** Every option of the command line, as `parseArgs` takes them; `meaning` is what `--help` says. */
const commandLine = {
  scenario: {
    type: 'string',
    default: 'vipswap',
    meaning: 'a name from emulator/scenarios/, or the path of a JSON file',
  },
  speed: { type: 'string', default: '1', meaning: 'divides every duration of ARM and of the data plane' },
  profile: {
    type: 'string',
    default: 'recorded',
    meaning: `how long operations last: ${Object.keys(durationProfiles).join(', ')}, or the report.json of a run`,
  },
  'data-plane': {
    type: 'string',
    default: 'pessimistic',
    meaning: `when packets follow ARM: ${presets.join(', ')}, or the report.json of a run`,
  },
  seed: { type: 'string', default: '1', meaning: 'of every draw' },
  port: { type: 'string', default: '0', meaning: 'of the resource manager endpoint; 0 takes a free one' },
  'existing-connections': {
    type: 'string',
    default: 'hung',
    meaning: `what happens to open connections when their address moves: ${connections.join(', ')}`,
  },
  'request-latency': {
    type: 'string',
    default: 'none',
    meaning: `${latencies.join(', ')}: adds a latency to every request`,
  },
  'public-addresses': {
    type: 'string',
    default: 'loopback',
    meaning: `${addressKinds.join(', ')}: behaves as a machine that has 127.0.0.1 only`,
  },
} as const;

/** What `--help` prints. */
export const usage = `Azure Resource Manager, Entra ID and a load-balanced network on this machine. Prints one line of JSON when it
listens, and runs until SIGTERM or SIGINT. docs/emulator.md says more.

${Object.entries(commandLine)
  .map(([name, option]) => `  --${name.padEnd(22)}${option.meaning} [${option.default}]`)
  .join('\n')}
`;

/** The options of the command line. Throws an error that names the option, its value and what is allowed. */
export async function parseOptions(args: readonly string[]): Promise<EmulatorOptions> {
  const { values } = parseArgs({ args: [...args], options: commandLine });
  const port = wholeNumber('port', values.port, 'a port: a whole number from 0 to 65535');
  if (port > 65535) throw new OptionError('port', values.port, 'a port: a whole number from 0 to 65535');
  const speed = Number(values.speed);
  if (!Number.isFinite(speed) || speed <= 0) throw new OptionError('speed', values.speed, 'a number above 0');
  const publicAddresses = choice('public-addresses', values['public-addresses'], addressKinds);
  return {
    scenario: values.scenario,
    speed,
    seed: wholeNumber('seed', values.seed, 'a whole number'),
    port,
    profile: await profileOption(values.profile),
    dataPlane: await dataPlaneOption(values['data-plane']),
    existingConnections: choice('existing-connections', values['existing-connections'], connections),
    requestLatency: choice('request-latency', values['request-latency'], latencies),
    ...(publicAddresses === 'port-map' ? { publicAddresses } : {}),
  };
}

function wholeNumber(name: string, value: string, allowed: string): number {
  if (!/^\d+$/.test(value)) throw new OptionError(name, value, allowed);
  return Number(value);
}

function choice<T extends string>(name: string, value: string, allowed: readonly T[]): T {
  const chosen = allowed.find((candidate) => candidate === value);
  if (chosen === undefined) throw new OptionError(name, value, `one of ${allowed.join(', ')}`);
  return chosen;
}

async function profileOption(value: string): Promise<DurationProfile> {
  const known = durationProfiles[value];
  const profile = known ?? profileFromReport(await readReport(value), recorded);
  if (profile !== undefined) return profile;
  const names = Object.keys(durationProfiles).join(', ');
  throw new OptionError('profile', value, `one of ${names}, or a report.json with finished operations`);
}

async function dataPlaneOption(value: string): Promise<DataPlanePreset | DataPlaneTiming> {
  const timing = presets.find((preset) => preset === value) ?? timingFromReport(await readReport(value));
  if (timing !== undefined) return timing;
  throw new OptionError(
    'data-plane',
    value,
    `one of ${presets.join(', ')}, or a report.json with detachOffset and attachOffset`,
  );
}

/** Undefined for what is no readable JSON file: the caller knows what would have been right. */
async function readReport(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as unknown;
  } catch {
    return undefined;
  }
}
