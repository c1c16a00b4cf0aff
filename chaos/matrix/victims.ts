import { readAzureBefore } from '../invariants/azure-before.ts';
import { scenarioOf } from '../schedules/scenario.ts';
import { judgeProduction, recoverAndJudge, spokenTruly } from '../spawned/aftermath.ts';
import { recoveryNames } from '../spawned/recovery.ts';
import { spawnRun } from '../spawned/spawned-run.ts';
import { type SpawnedWorld, startSpawnedWorld } from '../spawned/spawned-world.ts';
import { type Killer, type KillPoint, killAt } from './kill-point.ts';
import type { Scene, Victim, Victims } from './victim.ts';

type Method = 'temporary-ip' | 'native';

function runBy(method: Method): Victim {
  const inputs = { 'swap-method': method };
  return {
    prepare: async () => sceneOf(await startSpawnedWorld(scenarioOf('vipswap'), 1), inputs),
    options: { inputs, environment: {} },
    ends: 'succeeded',
    recoveries: recoveryNames,
    isKilledAfterReads: true,
  };
}

/** After a release: what was the target is production now. */
function rollbackBy(method: Method): Victim {
  const inputs = { command: 'rollback', 'swap-method': method, 'target-load-balancer': '' };
  return {
    async prepare() {
      const world = await startSpawnedWorld(scenarioOf('vipswap'), 1);
      await spawnRun(world, {
        inputs: { 'swap-method': 'native' },
        environment: { GITHUB_RUN_ID: '1000004' },
      });
      const { before, emulator } = world;
      const { productionAddressIds, productionLoadBalancer } = before;
      const released = Object.assign(world, {
        before: readAzureBefore(emulator.arm.plane, productionAddressIds, productionLoadBalancer),
      });
      return sceneOf(released, inputs);
    },
    options: { inputs, environment: {} },
    ends: 'succeeded',
    recoveries: recoveryNames,
    isKilledAfterReads: false,
  };
}

/** Production is away: the opening update was carried out, and the closing one never sent. */
const IN_THE_WINDOW: KillPoint = {
  kind: 'before',
  request: { method: 'PUT', path: 'loadBalancers/vipswap2lb$', nth: 2 },
};

/** After a run that was killed in its window. */
function recoverTo(direction: 'finish' | 'undo'): Victim {
  const inputs = { command: 'recover', 'recover-to': direction, strategy: '', 'target-load-balancer': '' };
  return {
    async prepare() {
      const world = await startSpawnedWorld(scenarioOf('vipswap'), 1);
      let killer: Killer | undefined;
      await spawnRun(world, {
        inputs: { 'swap-method': 'temporary-ip' },
        environment: { GITHUB_RUN_ID: '1000004' },
        runsPost: false,
        onStart: (main) => {
          killer = killAt(world, IN_THE_WINDOW, main);
        },
      });
      killer?.stop();
      world.emulator.arm.plane.faults.remove();
      return sceneOf(world, inputs);
    },
    options: { inputs, environment: { GITHUB_RUN_ID: '1000003' } },
    ends: 'succeeded',
    // A job that is run again takes no lock of another run that is not over.
    recoveries: recoveryNames.filter((name) => name !== 're-run'),
    isKilledAfterReads: false,
  };
}

function sceneOf(world: SpawnedWorld, inputs: Readonly<Record<string, string>>): Scene {
  return Object.assign(world, {
    judgeRun: (run: Parameters<Scene['judgeRun']>[0]) => spokenTruly(world, run),
    recover: (recovery: Parameters<Scene['recover']>[0]) => recoverAndJudge(world, recovery, inputs),
    judgeEnd: () => judgeProduction(world),
  });
}

/** Methods of later strategies have theirs. */
export const victims: Victims = {
  'run by temporary-ip': runBy('temporary-ip'),
  'run by native': runBy('native'),
  'rollback by temporary-ip': rollbackBy('temporary-ip'),
  'rollback by native': rollbackBy('native'),
  'recover to finish': recoverTo('finish'),
  'recover to undo': recoverTo('undo'),
};
