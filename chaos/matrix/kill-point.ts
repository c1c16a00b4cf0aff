import type { Operation } from '../../emulator/arm/operations.ts';
import type { Faults } from '../../emulator/faults.ts';
import type { RunningScript } from '../../scripts/runner/run-script.ts';
import type { SpawningWorld } from '../spawned/spawned-run.ts';
import type { RecordedRequest, RecordedRun } from './recorded-run.ts';

/** Where SIGKILL meets `main`. */
export type KillPoint =
  /** The request never happens. */
  | { readonly kind: 'before'; readonly request: RecordedRequest }
  /** It was carried out, and nobody learns of it. */
  | { readonly kind: 'after'; readonly request: RecordedRequest }
  /** Half of its time is over. */
  | { readonly kind: 'operation'; readonly nth: number };

/** Before and after every request, and in the middle of every operation. */
export function killPointsOf({ requests, operationCount }: RecordedRun): readonly KillPoint[] {
  return [
    ...requests.flatMap((request): KillPoint[] => [
      { kind: 'before', request },
      { kind: 'after', request },
    ]),
    ...Array.from(
      { length: operationCount },
      (_, index): KillPoint => ({ kind: 'operation', nth: index + 1 }),
    ),
  ];
}

export function describePoint(point: KillPoint): string {
  return point.kind === 'operation'
    ? `in the middle of operation ${point.nth}`
    : `${point.kind} ${describeRequest(point.request)}`;
}

function describeRequest({ method, path, nth }: RecordedRequest): string {
  const plain = path.replaceAll(/\\x([0-9a-f]{2})/gi, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
  const words = plain.replaceAll('\\', '').replace(/\$$/, '').split('/');
  return `${method} …/${words.slice(-2).join('/')} (${nth})`;
}

/** A request is held for so long before it is cut: the signal comes within milliseconds. */
const HELD_MS = 2_000;
const LOOK_EVERY_MS = 2;

export interface Killer {
  stop(): void;
}

/** @param before operations that were there before the run. */
export function killAt(
  { emulator }: Pick<SpawningWorld, 'emulator'>,
  point: KillPoint,
  main: RunningScript,
  before = 0,
): Killer {
  const { faults, operations } = emulator.arm.plane;
  return point.kind === 'operation'
    ? whenever(
        () => operations.all().length >= before + point.nth,
        () => setTimeout(() => main.send('SIGKILL'), halfOf(operations.all()[before + point.nth - 1])),
      )
    : whenever(holding(faults, point), () => main.send('SIGKILL'));
}

function halfOf(operation: Operation | undefined): number {
  return operation === undefined ? 0 : (operation.endsAtMs - operation.acceptedAtMs) / 2;
}

/** @returns whether the request has come, and is held. */
function holding(
  faults: Faults,
  { kind, request: match }: Extract<KillPoint, { kind: 'before' | 'after' }>,
): () => boolean {
  const fault =
    kind === 'before'
      ? faults.add({ match, effect: 'delayed', beforeMs: HELD_MS })
      : faults.add({ match, effect: 'delayed', afterMs: HELD_MS });
  if (kind === 'before') {
    faults.add({ match, effect: 'connection-reset' });
  }
  return () => faults.list().some(({ id, met }) => id === fault.id && met > 0);
}

function whenever(isTime: () => boolean, act: () => void): Killer {
  const watch = setInterval(() => {
    if (isTime()) {
      clearInterval(watch);
      act();
    }
  }, LOOK_EVERY_MS);
  return { stop: () => clearInterval(watch) };
}
