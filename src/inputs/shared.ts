import type { InputName } from './definitions.ts';
import { isGiven, type ReadInput } from './read.ts';
import type { Request } from './request.ts';

/** What instances and production are judged by, and how a release is treated: no record keeps it. In the order of action.yml. */
const printed = [
  'batch-size',
  'pause-between-batches',
  'min-healthy-time',
  'healthy-deadline',
  'check-http',
  'check-tcp',
  'check-expect',
  'max-unhealthy',
  'on-unhealthy',
  'suspend-repairs',
  'probe',
  'probe-url',
  'probe-connect-to',
  'probe-interval',
  'probe-timeout',
  'probe-expect',
  'probe-version',
  'max-downtime',
  'timeout',
  'verify-timeout',
  'record',
] as const satisfies readonly InputName[];

/** Each half has a budget of its own, and takes its own time: those of a canary are not those of the rest. */
const ofOneHalf: readonly InputName[] = ['max-unhealthy', 'timeout'];

/** Secret, or not to be read by everybody, or too long for a line. */
const named = [
  'previous-extension-settings',
  'previous-extension-protected-settings',
  'check-command',
] as const satisfies readonly InputName[];

/** By its name. `null`: it was given, and its value is for nobody to read. */
export type SharedInputs = Readonly<Record<string, string | null>>;

/** The inputs of a job that every other job on the same release of a scale set has to have, as they were given, and without those that were not. */
export function readShared(read: ReadInput, strategy: Request['strategy']): SharedInputs {
  if (strategy === 'vip-swap') {
    return {};
  }
  const isShared = (name: InputName) => strategy === 'full-rollout' || !ofOneHalf.includes(name);
  return Object.fromEntries([
    ...printed
      .filter((name) => isGiven(read, name) && isShared(name))
      .map((name) => [name, read(name)] as const),
    ...named.filter((name) => isGiven(read, name)).map((name) => [name, null] as const),
  ]);
}
