import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DataPlanePreset, DataPlaneTiming } from '../../../emulator/data-plane/contract.ts';
import { blue, darkMs, green, type Served, VirtualEnvironment } from './virtual.ts';

const preset = fc.constantFrom<DataPlanePreset>('pessimistic', 'optimistic', 'late', 'random');
const fraction = fc.integer({ min: 0, max: 8 }).map((eighths) => eighths / 8);
const timing = fc.record<Required<DataPlaneTiming>>({
  detachFraction: fraction,
  attachFraction: fraction,
  lagMs: fc.integer({ min: 0, max: 20_000 }),
  mixedMs: fc.integer({ min: 0, max: 2000 }),
});
const durationMs = fc.integer({ min: 0, max: 40_000 });

/** The shape of each preset's dark time: arithmetic that the model does not share. */
const formula = {
  pessimistic: ({ first, second, pause }: Move) => first + pause + second,
  optimistic: ({ pause }: Move) => pause,
  late: ({ first, second, pause }: Move) => first + pause + second + 15_000,
};

interface Move {
  readonly first: number;
  readonly pause: number;
  readonly second: number;
}

test('the dark time of a sequential two-write move is what each preset says', () => {
  fc.assert(
    fc.property(
      fc.constantFrom<keyof typeof formula>('pessimistic', 'optimistic', 'late'),
      fc.record<Move>({ first: durationMs, pause: fc.integer({ min: 1, max: 5000 }), second: durationMs }),
      (name, move) => {
        const environment = new VirtualEnvironment({ timing: name });
        environment.nowMs = 1000;
        environment.write(move.first, blue('temp'));
        environment.nowMs += move.first + move.pause;
        environment.write(move.second, green('pip1'));
        expect(darkMs(environment.history('pip1', 1e6))).toBe(formula[name](move));
      },
    ),
  );
});

test('an attach waits for its detach, whatever the timing and however the writes overlap', () => {
  fc.assert(
    fc.property(
      timing,
      durationMs,
      durationMs,
      fc.integer({ min: 0, max: 50_000 }),
      (numbers, d1, d2, gap) => {
        const environment = new VirtualEnvironment({ timing: { ...numbers, mixedMs: 0 } });
        environment.nowMs = 1000;
        environment.write(d1, blue('temp'));
        environment.nowMs += gap;
        environment.write(d2, green('pip1'));
        const detachedMs = 1000 + numbers.detachFraction * d1;
        const attachedMs = Math.max(detachedMs, 1000 + gap + numbers.attachFraction * d2 + numbers.lagMs);
        expect(darkMs(environment.history('pip1', 1e6))).toBeCloseTo(attachedMs - detachedMs, 6);
      },
    ),
  );
});

/** One PUT of one load balancer, which takes what is free, keeps what it has, or goes to nothing. */
interface Step {
  readonly loadBalancer: 'lb1' | 'lb2';
  readonly wants: 'pip1' | 'pip2' | 'temp' | undefined;
  readonly gapMs: number;
  readonly durationMs: number;
}

const step = fc.record<Step>({
  loadBalancer: fc.constantFrom('lb1', 'lb2'),
  wants: fc.constantFrom('pip1', 'pip2', 'temp', undefined),
  gapMs: fc.integer({ min: 0, max: 30_000 }),
  durationMs,
});

/** Runs the steps that ARM would accept: an address is bound once. */
function run(environment: VirtualEnvironment, steps: readonly Step[]) {
  const bound: Record<Step['loadBalancer'], Step['wants']> = { lb1: 'pip1', lb2: 'pip2' };
  const bindings: { owner: string; address: string; fromMs: number; untilMs: number; lastsMs: number }[] = [
    { owner: 'lb1', address: 'pip1', fromMs: 0, untilMs: Infinity, lastsMs: 0 },
    { owner: 'lb2', address: 'pip2', fromMs: 0, untilMs: Infinity, lastsMs: 0 },
  ];
  for (const { loadBalancer, wants, gapMs, durationMs: lastsMs } of steps) {
    const other = loadBalancer === 'lb1' ? 'lb2' : 'lb1';
    if (wants !== undefined && bound[other] === wants) continue;
    environment.nowMs += gapMs;
    const current = bindings.findLast(({ owner }) => owner === loadBalancer);
    if (current !== undefined && bound[loadBalancer] !== wants && bound[loadBalancer] !== undefined) {
      Object.assign(current, { untilMs: environment.nowMs, lastsMs });
    }
    if (wants !== undefined && bound[loadBalancer] !== wants) {
      bindings.push({
        owner: loadBalancer,
        address: wants,
        fromMs: environment.nowMs,
        untilMs: Infinity,
        lastsMs,
      });
    }
    bound[loadBalancer] = wants;
    environment.write(lastsMs, loadBalancer === 'lb1' ? blue(wants) : green(wants));
  }
  return { bound, bindings };
}

function isContiguous(history: readonly Served[]): boolean {
  return history.every(
    ({ from, to }, index) => to === history[index + 1]?.from && (to === undefined || to > from),
  );
}

test('histories have no gap and no overlap, and end where the last write says', () => {
  fc.assert(
    fc.property(
      fc.oneof(preset, timing),
      fc.integer(),
      fc.array(step, { maxLength: 12 }),
      (choice, seed, steps) => {
        const environment = new VirtualEnvironment({ timing: choice, seed });
        const { bound } = run(environment, steps);
        for (const address of ['pip1', 'pip2', 'temp'] as const) {
          const history = environment.history(address, environment.nowMs + 1e6);
          const owner = bound.lb1 === address ? 'lb1' : bound.lb2 === address ? 'lb2' : undefined;
          expect(isContiguous(history)).toBe(true);
          expect(history.at(-1)).toMatchObject({ state: owner ? 'served' : 'swallowed', by: owner });
        }
      },
    ),
  );
});

test('nobody serves an address before the write that gives it, nor after the one that takes it has ended', () => {
  fc.assert(
    fc.property(
      fc.oneof(preset, timing),
      fc.integer(),
      fc.array(step, { maxLength: 12 }),
      (choice, seed, steps) => {
        const environment = new VirtualEnvironment({ timing: choice, seed });
        const { bindings } = run(environment, steps);
        for (const address of ['pip1', 'pip2', 'temp'] as const) {
          const served = environment
            .history(address, environment.nowMs + 1e6)
            .filter(({ state }) => state === 'served');
          for (const { by, from, to = Infinity } of served) {
            const allowed = bindings.some(
              (binding) =>
                binding.owner === by &&
                binding.address === address &&
                binding.fromMs <= from &&
                to <= lastServedMs(binding, bindings),
            );
            expect(allowed, `${address} by ${by} from ${from} to ${to}`).toBe(true);
          }
        }
      },
    ),
  );
});

/** The end of the write that took it; later where the load balancer took the address back before it had let go. */
function lastServedMs(
  binding: ReturnType<typeof run>['bindings'][number],
  bindings: ReturnType<typeof run>['bindings'],
): number {
  const endMs = binding.untilMs + binding.lastsMs;
  const again = bindings.find(
    ({ owner, address, fromMs }) =>
      owner === binding.owner && address === binding.address && fromMs > binding.fromMs && fromMs <= endMs,
  );
  return again === undefined ? endMs : Math.max(endMs, lastServedMs(again, bindings));
}
