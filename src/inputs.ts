import type { SignIn } from './azure/arm/sign-in.ts';
import { parseResourceId } from './azure/resource-id.ts';
import type { Choice, Strategy } from './inputs/definitions.ts';
import { readDurationMs } from './inputs/duration.ts';
import { readPreviousSettings } from './inputs/extension.ts';
import { InputError } from './inputs/input-error.ts';
import { type ProbeInputs, readProbe } from './inputs/probe.ts';
import { type ReadInput, readChoice, readFrom, readOptional } from './inputs/read.ts';
import { type Request, readRequest } from './inputs/request.ts';
import { readScaleSetId } from './inputs/scale-set.ts';
import { maskSecrets } from './inputs/secrets.ts';
import { readShared, type SharedInputs } from './inputs/shared.ts';
import { readSignIn } from './inputs/sign-in.ts';
import { readTask, type Task } from './inputs/task.ts';
import { parseServiceUrl } from './inputs/url.ts';
import { readProductionAddresses } from './inputs/vip-swap.ts';
import type { ReadWorkspaceFile } from './inputs/workspace-file.ts';
import type { ExtensionSettings } from './strategies/scale-set/payload/payload.ts';

export { InputError } from './inputs/input-error.ts';
export type { ProbeInputs } from './inputs/probe.ts';
export type { ScaleSetTask, Task, VipSwapTask } from './inputs/task.ts';

/** What the user asked for, parsed and free of contradictions: all that `main` and `post` both need of it. */
export interface CommonInputs {
  readonly command: Choice<'command'>;
  /** Empty for a command that finds it in what is recorded, and was not told. */
  readonly strategy: Strategy | '';
  readonly subscriptionId: string;
  readonly probe: ProbeInputs;
  /** For everything that the command does, from the first check to the confirmation. */
  readonly timeoutMs: number;
  /** From the end of the last operation until production must have answered steadily. */
  readonly verifyTimeoutMs: number;
  readonly onFailure: Choice<'on-failure'>;
  readonly record: Choice<'record'>;
  /** Of no effect on this run: its report tells them to whoever goes on with the release. */
  readonly shared: SharedInputs;
  readonly signIn: SignIn;
  readonly resourceManagerEndpoint: string;
  /** Absent: the public cloud's. */
  readonly authorityHost?: string;
  /** As given: absolute, or relative to the workspace. */
  readonly reportPath?: string;
}

export interface Inputs extends CommonInputs {
  readonly task: Task;
}

/** `post` settles the plan that `main` has saved, so it needs no goal; files of the workspace may be gone by then. */
export interface InputsOfPost extends CommonInputs {
  /** What an extension had before the release: secrets are not saved between `main` and `post`. */
  readonly previousSettings?: ExtensionSettings;
}

/** Where inputs come from, and who hides what is secret of them. */
export interface InputSource {
  /** The raw value of an input, empty where it was not given: `core.getInput`. */
  readonly getInput: (name: string) => string;
  /** Told every secret before anything else can print it: `core.setSecret`. */
  readonly mask: (secret: string) => void;
}

/** Shorter than the steady answers that a swap ends with, and no swap could ever succeed. */
const verifyRange = { leastMs: 5000, mostMs: 3_600_000 };
const timeoutRange = { leastMs: 1000, mostMs: 86_400_000 };

/**
 * Reads and checks all inputs.
 *
 * @throws InputError for the first input that cannot be acted on.
 */
export function readInputs(source: InputSource, readFile: ReadWorkspaceFile): Inputs {
  const read = readMasking(source);
  const request = readRequest(read);
  const task = readTask(read, request, readFile);
  const common = readCommon(read, request);
  refuseEndlessWaiting(task, common.timeoutMs, read);
  return { ...common, task };
}

/** Reads what `post` needs, of inputs that `main` has found good. */
export function readInputsOfPost(source: InputSource): InputsOfPost {
  const read = readMasking(source);
  const previousSettings = readPreviousSettings(read);
  return {
    ...readCommon(read, readRequest(read)),
    ...(previousSettings === undefined ? {} : { previousSettings }),
  };
}

function readMasking({ getInput, mask }: InputSource): ReadInput {
  const read = readFrom(getInput);
  maskSecrets(read, mask);
  return read;
}

function readCommon(read: ReadInput, request: Request): CommonInputs {
  const authorityHost = readOptional(read, 'authority-host', (value) =>
    parseServiceUrl('authority-host', value),
  );
  const reportPath = readOptional(read, 'report-path', (value) => value);
  return {
    command: request.command,
    strategy: readOptional(read, 'strategy', () => readChoice(read, 'strategy')) ?? '',
    subscriptionId: readSubscriptionId(read, request),
    probe: readProbe(read),
    timeoutMs: readDurationMs(read, 'timeout', timeoutRange),
    verifyTimeoutMs: readDurationMs(read, 'verify-timeout', verifyRange),
    onFailure: readChoice(read, 'on-failure'),
    record: readChoice(read, 'record'),
    shared: readShared(read, request.strategy),
    signIn: readSignIn(read),
    resourceManagerEndpoint: parseServiceUrl('resource-manager-endpoint', read('resource-manager-endpoint')),
    ...(authorityHost === undefined ? {} : { authorityHost }),
    ...(reportPath === undefined ? {} : { reportPath }),
  };
}

function readSubscriptionId(read: ReadInput, { strategy }: Request): string {
  return strategy === 'vip-swap'
    ? readProductionAddresses(read).subscriptionId
    : (parseResourceId(readScaleSetId(read))?.subscriptionId ?? '');
}

function refuseEndlessWaiting(task: Task, timeoutMs: number, read: ReadInput): void {
  const waits = {
    'lock-timeout': 'lockTimeoutMs' in task ? task.lockTimeoutMs : 0,
    'pause-between-batches':
      'goal' in task && 'pauseBetweenBatchesMs' in task.goal ? task.goal.pauseBetweenBatchesMs : 0,
  };
  for (const [name, waitMs] of Object.entries(waits) as [keyof typeof waits, number][]) {
    if (waitMs >= timeoutMs) {
      throw new InputError(
        name,
        `'${read(name)}' leaves no time of timeout '${read('timeout')}', which is for the release itself too. ` +
          'Allowed: less than timeout.',
      );
    }
  }
}
