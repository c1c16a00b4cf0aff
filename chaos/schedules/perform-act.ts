import type { FaultEffect, Faults } from '../../emulator/faults.ts';
import { CancelledError } from '../../src/cancellation.ts';
import type { Told } from '../in-process/action.ts';
import { Machine, type SentRequest } from '../in-process/machine.ts';
import type { World } from '../in-process/world.ts';
import { movesAnAddress } from '../invariants/azure-as-it-is.ts';
import type { Violation } from '../invariants/violation.ts';
import type { Interruption } from './schedule.ts';

/** One process of the action, and how it ended. */
export interface Act {
  readonly name: string;
  readonly startedAtMs: number;
  readonly endedAtMs: number;
  readonly requests: number;
  readonly writes: number;
  /** Of the writes, those that move an address. */
  readonly moves: number;
  /** Absent where it was killed. */
  readonly told?: Told;
}

export interface ActOptions {
  readonly name: string;
  readonly tokenLifetimeSeconds: number;
  readonly isDebug: boolean;
  readonly clockErrorMs: (nowMs: number) => number;
  readonly interruption: Interruption | undefined;
  /** For steps that always run, GitHub leaves five minutes after a cancellation. */
  readonly killedAfterMs?: number;
  readonly longestMs: number;
  /** How what it is given begins, and may tell nobody. */
  readonly secrets?: readonly string[];
  readonly onRequest: (request: SentRequest) => void;
  readonly work: (machine: Machine) => Promise<Told>;
}

export interface PerformedAct {
  readonly act: Act;
  readonly violations: readonly Violation[];
}

/** A runner's grace periods: see scripts/runner/run-script.ts. */
const TERMINATE_AFTER_MS = 7_500;
/** A cancelled `main` has ended by itself before that. */
const LONGEST_GOODBYE_MS = 5_000;

/**
 * What was sent arrives within nine seconds: that is assumed of Azure, because no answer to an update was ever recorded to take
 * longer (docs/recovery.md). The product waits for ten, and what comes later it does not claim to notice. Of ARM's own swap
 * nothing was recorded, and the product waits for a minute.
 */
const LONGEST_TRANSIT_MS = 9_000;
const LONGEST_SWAP_TRANSIT_MS = 50_000;

/** A process of the action on a machine of its own, until it has ended, by itself or not. */
export async function performAct(world: World, options: ActOptions): Promise<PerformedAct> {
  const { name, interruption, work } = options;
  const { clock } = world;
  const counted = { requests: 0, writes: 0, moves: 0 };
  let cancelledAtMs: number | undefined;
  const machine: Machine = new Machine(world, {
    ...options,
    transitMs: (request) =>
      interruption !== undefined && isMet(interruption, { ...request, moment: 'in-flight' })
        ? lateness(interruption, request, world.azure.plane.faults)
        : 0,
    onRequest: (request) => {
      const { method, path, moment, number, writeNumber } = request;
      counted.requests = number;
      counted.writes = writeNumber;
      counted.moves += moment === 'in-flight' && movesAnAddress(method, path) ? 1 : 0;
      options.onRequest(request);
      if (interruption !== undefined && isMet(interruption, request)) {
        interrupt();
      }
    },
  });
  const interrupt = (): void => {
    const { how, delayMs } = interruption ?? { how: 'kill', delayMs: 0 };
    if (how === 'cancel') {
      void clock.sleep(delayMs).then(() => {
        if (!machine.isDead) {
          cancelledAtMs = clock.monotonicMs();
          machine.interrupted.abort(new CancelledError('The run was cancelled.'));
        }
      });
      killAfter(machine, world, delayMs + TERMINATE_AFTER_MS);
    } else if (delayMs === 0) {
      machine.kill();
    } else {
      killAfter(machine, world, delayMs);
    }
  };
  if (options.killedAfterMs !== undefined) {
    killAfter(machine, world, options.killedAfterMs);
  }
  const startedAtMs = clock.monotonicMs();
  const told = await Promise.race([
    work(machine),
    machine.death,
    clock.sleep(options.longestMs).then(() => 'endless' as const),
  ]);
  machine.kill();
  const endedAtMs = clock.monotonicMs();
  return {
    act: {
      name,
      startedAtMs,
      endedAtMs,
      ...counted,
      ...(typeof told === 'object' ? { told } : {}),
    },
    violations: [
      ...(told === 'endless' ? [{ invariant: 'ends', message: `${name} has not ended` } as const] : []),
      ...endsInTime(name, cancelledAtMs, endedAtMs),
      ...secretsTold(machine, options.secrets),
    ],
  };
}

/** `post` has five minutes of its own and listens to no SIGINT. */
function endsInTime(name: string, cancelledAtMs: number | undefined, endedAtMs: number): Violation[] {
  const tookMs = endedAtMs - (cancelledAtMs ?? endedAtMs);
  return tookMs <= LONGEST_GOODBYE_MS || name.startsWith('post')
    ? []
    : [{ invariant: 'ends-in-time', message: `${name} has not ended ${tookMs} ms after it was cancelled` }];
}

function killAfter(machine: Machine, { clock }: World, durationMs: number): void {
  void clock.sleep(durationMs).then(() => machine.kill());
}

/** What faults that may meet the request add to it counts too. */
function lateness(
  { lateMs }: Interruption,
  { method, path }: Pick<SentRequest, 'method' | 'path'>,
  faults: Faults,
): number {
  const isSwap = path.endsWith('/setLoadBalancerFrontendPublicIpAddresses');
  const addedMs = faults
    .list()
    .filter(
      ({ fault: { match } }) =>
        (match.method ?? method) === method && new RegExp(match.path ?? '', 'i').test(path),
    )
    .reduce((total, { fault }) => total + heldUpMs(fault), 0);
  return Math.min(lateMs, Math.max(0, (isSwap ? LONGEST_SWAP_TRANSIT_MS : LONGEST_TRANSIT_MS) - addedMs));
}

function heldUpMs(effect: FaultEffect): number {
  switch (effect.effect) {
    case 'answer-lost':
      return effect.carriedOutAfterMs ?? 0;
    case 'delayed':
      return effect.beforeMs ?? 0;
    default:
      return 0;
  }
}

function isMet({ counts, nth, moment }: Interruption, request: Omit<SentRequest, 'atMs'>): boolean {
  const number = counts === 'requests' ? request.number : request.writeNumber;
  const isCounted = counts === 'requests' || request.method !== 'GET';
  return isCounted && number === nth && request.moment === moment;
}

/** How every JSON Web Token begins: a secret that is told in part is told. */
const TOKEN_START = 'eyJ0eXAi';

/** In the log, in debug output, in the report, in what is kept for `post`. */
export function secretsTold(
  { name, told }: Pick<Machine, 'name' | 'told'>,
  secrets: readonly string[] = [],
): Violation[] {
  return [TOKEN_START, ...secrets]
    .filter((secret) => told.some((text) => text.includes(secret)))
    .map((secret) => ({
      invariant: 'no-secret-told',
      message: `${name} has told ${secret === TOKEN_START ? 'a token' : 'a protected setting'}`,
    }));
}
