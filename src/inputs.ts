import type { SignIn } from './azure/sign-in.ts';
import type { Choice } from './inputs/definitions.ts';
import { readDurationMs } from './inputs/duration.ts';
import { InputError } from './inputs/input-error.ts';
import { type ProbeInputs, readProbe } from './inputs/probe.ts';
import { type ReadInput, readChoice, readFrom, readOptional } from './inputs/read.ts';
import { readSignIn } from './inputs/sign-in.ts';
import { parseServiceUrl } from './inputs/url.ts';
import { readProductionAddresses, readSwapTerms, readVipSwapGoal } from './inputs/vip-swap.ts';
import type { SwapTerms, VipSwapGoal } from './strategies/vip-swap/goal.ts';

export { InputError } from './inputs/input-error.ts';
export type { ProbeInputs } from './inputs/probe.ts';

/** What the user asked for, parsed and free of contradictions. */
export interface Inputs {
  /** Empty for a command that finds it in what is recorded, and was not told. */
  readonly strategy: Choice<'strategy'> | '';
  readonly task: Task;
  readonly subscriptionId: string;
  readonly probe: ProbeInputs;
  /** For everything that the command does, from the first check to the confirmation. */
  readonly timeoutMs: number;
  /** From the end of the last operation until production must have answered steadily. */
  readonly verifyTimeoutMs: number;
  readonly onFailure: Choice<'on-failure'>;
  readonly record: Choice<'record'>;
  readonly signIn: SignIn;
  readonly resourceManagerEndpoint: string;
  /** Absent: the public cloud's. */
  readonly authorityHost?: string;
  /** As given: absolute, or relative to the workspace. */
  readonly reportPath?: string;
}

interface Waiting {
  readonly lockTimeoutMs: number;
  readonly onInterrupted: Choice<'on-interrupted'>;
}

type Addresses = ReturnType<typeof readProductionAddresses>;

/** What is to be done, with what only that needs. */
export type Task =
  | ({ readonly command: 'run' | 'plan'; readonly goal: VipSwapGoal } & Waiting)
  | ({ readonly command: 'rollback'; readonly terms: SwapTerms } & Waiting)
  | ({ readonly command: 'recover'; readonly recoverTo: Choice<'recover-to'> } & Addresses)
  | ({ readonly command: 'status' } & Addresses)
  | ({ readonly command: 'unlock'; readonly reason: string } & Addresses);

/** Shorter than the steady answers that a swap ends with, and no swap could ever succeed. */
const verifyRange = { leastMs: 5000, mostMs: 3_600_000 };
const timeoutRange = { leastMs: 1000, mostMs: 86_400_000 };
const lockRange = { leastMs: 0, mostMs: 86_400_000 };

/**
 * Reads and checks all inputs.
 *
 * @param source the raw value of an input, empty where it was not given: `core.getInput`.
 * @throws InputError for the first input that cannot be acted on.
 */
export function readInputs(source: (name: string) => string): Inputs {
  const read = readFrom(source);
  const command = readChoice(read, 'command');
  const isRelease = command === 'run' || command === 'plan';
  const strategy = isRelease || read('strategy') !== '' ? readChoice(read, 'strategy') : '';
  const authorityHost = readOptional(read, 'authority-host', (value) =>
    parseServiceUrl('authority-host', value),
  );
  const reportPath = readOptional(read, 'report-path', (value) => value);
  const task = readTask(read, command);
  const timeoutMs = readDurationMs(read, 'timeout', timeoutRange);
  refuseEndlessWaiting(task, timeoutMs, read);
  return {
    strategy,
    task,
    subscriptionId: subscriptionOf(task),
    probe: readProbe(read),
    timeoutMs,
    verifyTimeoutMs: readDurationMs(read, 'verify-timeout', verifyRange),
    onFailure: readChoice(read, 'on-failure'),
    record: readChoice(read, 'record'),
    signIn: readSignIn(read),
    resourceManagerEndpoint: parseServiceUrl('resource-manager-endpoint', read('resource-manager-endpoint')),
    ...(authorityHost === undefined ? {} : { authorityHost }),
    ...(reportPath === undefined ? {} : { reportPath }),
  };
}

function readTask(read: ReadInput, command: Choice<'command'>): Task {
  switch (command) {
    case 'run':
    case 'plan':
      return { command, goal: readVipSwapGoal(read), ...readWaiting(read) };
    case 'rollback':
      return { command, terms: readSwapTerms(read), ...readWaiting(read) };
    case 'recover':
      return { command, ...readProductionAddresses(read), recoverTo: readChoice(read, 'recover-to') };
    case 'status':
      return { command, ...readProductionAddresses(read) };
    case 'unlock':
      return { command, ...readProductionAddresses(read), reason: readUnlockReason(read) };
  }
}

function readWaiting(read: ReadInput): Waiting {
  return {
    lockTimeoutMs: readDurationMs(read, 'lock-timeout', lockRange),
    onInterrupted: readChoice(read, 'on-interrupted'),
  };
}

function refuseEndlessWaiting(task: Task, timeoutMs: number, read: ReadInput): void {
  if ('lockTimeoutMs' in task && task.lockTimeoutMs >= timeoutMs) {
    throw new InputError(
      'lock-timeout',
      `'${read('lock-timeout')}' leaves no time of timeout '${read('timeout')}', which is for the release itself too. ` +
        'Allowed: less than timeout.',
    );
  }
}

function readUnlockReason(read: ReadInput): string {
  const reason = read('unlock-reason');
  if (reason === '') {
    throw new InputError(
      'unlock-reason',
      'is missing, and command unlock takes away what somebody else has locked. Say why: whoever misses the lock reads it.',
    );
  }
  return reason;
}

function subscriptionOf(task: Task): string {
  switch (task.command) {
    case 'run':
    case 'plan':
      return task.goal.subscriptionId;
    case 'rollback':
      return task.terms.subscriptionId;
    default:
      return task.subscriptionId;
  }
}
