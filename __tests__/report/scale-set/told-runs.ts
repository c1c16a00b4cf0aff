import { startScaleSetCommands } from '../../commands/scale-set-commands.ts';
import type { WorldOptions } from '../../emulator/arm/compute/scale-set-world.ts';
import { sickWorld, type ToldRun, tell } from '../scale-set-runs.ts';

export type World = ReturnType<typeof startScaleSetCommands>;

/** As a load balancer with six instances would answer. */
export const probed = {
  versionAt: (share: number, index: number) => ((index * 0.37) % 1 < share ? 'two' : 'one'),
};
export const canaryFacts = { strategy: 'canary-percent' } as const;
export const rolloutFacts = { strategy: 'full-rollout' } as const;
export const oneSick: WorldOptions = {
  capacity: 4,
  payloads: [
    { image: '/web-1$', version: 'one' },
    { image: '/web-2$', version: 'two', condition: 'unhealthy', instances: ['1'] },
  ],
};
export const six = { zones: ['1', '2', '3'], capacity: 6 };

/** One release after another, in every way to end, each told once for all who look at what is told. */
export const runs = {} as Record<
  | 'plan'
  | 'canary'
  | 'open'
  | 'canary again'
  | 'canary with three ports'
  | 'plan of the promotion'
  | 'promotion'
  | 'idle'
  | 'rollback'
  | 'rolled back'
  | 'stopped'
  | 'quarantined'
  | 'within max-unhealthy'
  | 'rollback of a quarantine'
  | 'status after it'
  | 'sick before'
  | 'cancelled'
  | 'cancelled before it upgraded anybody'
  | 'interrupted'
  | 'recovery',
  ToldRun
>;

const world = startScaleSetCommands(six);
runs.plan = await tell(world, 'plan', (runner) => world.canary(runner, {}, { command: 'plan' }), canaryFacts);
runs.canary = await tell(world, 'run', (runner) => world.canary(runner), { ...canaryFacts, probed });
runs.open = await tell(world, 'status', (runner) => world.status(runner));
runs['canary again'] = await tell(world, 'run', (runner) => world.canary(runner), canaryFacts);
const open = startScaleSetCommands({ natPorts: [22, 80, 5432], capacity: 6 });
runs['canary with three ports'] = await tell(open, 'run', (runner) => open.canary(runner), canaryFacts);
const inPairs = { batchSize: { kind: 'count', count: 2 } } as const;
runs['plan of the promotion'] = await tell(
  world,
  'plan',
  (runner) => world.rollout(runner, inPairs, { command: 'plan' }),
  rolloutFacts,
);
runs.promotion = await tell(world, 'run', (runner) => world.rollout(runner, inPairs), {
  ...rolloutFacts,
  probed,
});
runs.idle = await tell(world, 'status', (runner) => world.status(runner));
runs.rollback = await tell(world, 'rollback', (runner) => world.rollback(runner), { probed });

const sick = (goal: Parameters<typeof world.canary>[1]) => {
  const own = startScaleSetCommands(sickWorld);
  return tell(own, 'run', (runner) => own.canary(runner, goal), canaryFacts);
};
runs['rolled back'] = await sick({ onUnhealthy: 'rollback' });
runs.stopped = await sick({ onUnhealthy: 'stop' });
runs.quarantined = await sick({ onUnhealthy: 'quarantine' });
runs['within max-unhealthy'] = await sick({
  onUnhealthy: 'quarantine',
  maxUnhealthy: { kind: 'count', count: 1 },
});

const off = startScaleSetCommands(sickWorld);
await off.canary(off.runner(1), { onUnhealthy: 'quarantine' });
runs['rollback of a quarantine'] = await tell(off, 'rollback', (runner) => off.rollback(runner));
runs['status after it'] = await tell(off, 'status', (runner) => off.status(runner));

const ill = startScaleSetCommands({ payloads: [{ version: 'any', condition: 'unhealthy' }] });
await ill.clock.sleep(600_000);
runs['sick before'] = await tell(ill, 'run', (runner) => ill.canary(runner), canaryFacts);

const cancelled = startScaleSetCommands();
runs.cancelled = await tell(
  cancelled,
  'run',
  async (runner) => {
    const end = cancelled.canary(runner);
    await cancelled.written('POST web/manualupgrade');
    runner.cancel();
    return end;
  },
  canaryFacts,
);

const kept = startScaleSetCommands();
await kept.canary(kept.runner(1));
const promotion = kept.runner(2);
const ending = kept.rollout(promotion);
await kept.written('PATCH virtualMachineScaleSets/web', 4);
promotion.cancel();
await ending;
runs['cancelled before it upgraded anybody'] = await tell(
  kept,
  'run',
  async (runner) => ({ kind: 'ran', result: await kept.settle(runner, promotion) }),
  { ...rolloutFacts, interrupted: { startedStepIds: ['take-lock'] } },
);

const killed = startScaleSetCommands();
const runner = killed.runner(7);
void killed.canary(runner);
await killed.written('POST web/manualupgrade');
runner.kill();
runs.interrupted = await tell(killed, 'status', (each) => killed.status(each));
runs.recovery = await tell(killed, 'recover', (each) => killed.recover(each, 'undo'));

/** The id is of the second and of chance. */
export function plain(text: string): string {
  return text.replace(/\d{8}T\d{6}Z-[0-9a-f]{8}/g, 'ID');
}
