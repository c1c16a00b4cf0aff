import type { SignIn } from './azure/sign-in.ts';
import type { Choice } from './inputs/definitions.ts';
import { readDurationMs } from './inputs/duration.ts';
import { type ProbeInputs, readProbe } from './inputs/probe.ts';
import { readChoice, readFrom, readOptional } from './inputs/read.ts';
import { readSignIn } from './inputs/sign-in.ts';
import { parseServiceUrl } from './inputs/url.ts';
import { readVipSwapGoal } from './inputs/vip-swap.ts';
import type { VipSwapGoal } from './strategies/vip-swap/goal.ts';

export { InputError } from './inputs/input-error.ts';
export type { ProbeInputs } from './inputs/probe.ts';

/** What the user asked for, parsed and free of contradictions. */
export interface Inputs {
  readonly strategy: Choice<'strategy'>;
  readonly command: Choice<'command'>;
  readonly goal: VipSwapGoal;
  readonly probe: ProbeInputs;
  /** For carrying out the plan, from its first step to its last. */
  readonly timeoutMs: number;
  /** From the end of the last operation until production must have answered steadily. */
  readonly verifyTimeoutMs: number;
  readonly onFailure: Choice<'on-failure'>;
  readonly signIn: SignIn;
  readonly resourceManagerEndpoint: string;
  /** Absent: the public cloud's. */
  readonly authorityHost?: string;
  /** As given: absolute, or relative to the workspace. */
  readonly reportPath?: string;
}

/** Shorter than the steady answers that a swap ends with, and no swap could ever succeed. */
const verifyRange = { leastMs: 5000, mostMs: 3_600_000 };
const timeoutRange = { leastMs: 1000, mostMs: 86_400_000 };

/**
 * Reads and checks all inputs.
 *
 * @param source the raw value of an input, empty where it was not given: `core.getInput`.
 * @throws InputError for the first input that cannot be acted on.
 */
export function readInputs(source: (name: string) => string): Inputs {
  const read = readFrom(source);
  const strategy = readChoice(read, 'strategy');
  const command = readChoice(read, 'command');
  const authorityHost = readOptional(read, 'authority-host', (value) =>
    parseServiceUrl('authority-host', value),
  );
  const reportPath = readOptional(read, 'report-path', (value) => value);
  return {
    strategy,
    command,
    goal: readVipSwapGoal(read),
    probe: readProbe(read),
    timeoutMs: readDurationMs(read, 'timeout', timeoutRange),
    verifyTimeoutMs: readDurationMs(read, 'verify-timeout', verifyRange),
    onFailure: readChoice(read, 'on-failure'),
    signIn: readSignIn(read),
    resourceManagerEndpoint: parseServiceUrl('resource-manager-endpoint', read('resource-manager-endpoint')),
    ...(authorityHost === undefined ? {} : { authorityHost }),
    ...(reportPath === undefined ? {} : { reportPath }),
  };
}
