import { readAzureBefore } from '../invariants/azure-before.ts';
import { scenarioOf } from '../schedules/scenario.ts';
import { type Recovery, recoveryNames } from '../spawned/recovery.ts';
import { type SpawnedRunOptions, spawnRun } from '../spawned/spawned-run.ts';
import { type SpawnedWorld, startSpawnedWorld } from '../spawned/spawned-world.ts';
import { type Killer, type KillPoint, killAt } from './kill-point.ts';

/** A command that SIGKILL meets somewhere. */
export interface Victim {
  /** Azure as the command finds it, and with it what is right afterwards. */
  readonly prepare: () => Promise<SpawnedWorld>;
  readonly options: Required<Pick<SpawnedRunOptions, 'inputs' | 'environment'>>;
  /** Who may come after it. */
  readonly recoveries: readonly Recovery[];
  /** Whether it is killed after a read, too, which to Azure is before the request that comes next. */
  readonly isKilledAfterReads: boolean;
}

type Method = 'temporary-ip' | 'native';

function runBy(method: Method): Victim {
  return {
    prepare: () => startSpawnedWorld(scenarioOf('vipswap'), 1),
    options: { inputs: { 'swap-method': method }, environment: {} },
    recoveries: recoveryNames,
    isKilledAfterReads: true,
  };
}

/** After a release: what was the target is production now. */
function rollbackBy(method: Method): Victim {
  return {
    async prepare() {
      const world = await startSpawnedWorld(scenarioOf('vipswap'), 1);
      await spawnRun(world, {
        inputs: { 'swap-method': 'native' },
        environment: { GITHUB_RUN_ID: '1000004' },
      });
      const { before, emulator } = world;
      const { productionAddressIds, productionLoadBalancer } = before;
      return Object.assign(world, {
        before: readAzureBefore(emulator.arm.plane, productionAddressIds, productionLoadBalancer),
      });
    },
    options: {
      inputs: { command: 'rollback', 'swap-method': method, 'target-load-balancer': '' },
      environment: {},
    },
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
      return world;
    },
    options: {
      inputs: { command: 'recover', 'recover-to': direction, strategy: '', 'target-load-balancer': '' },
      environment: { GITHUB_RUN_ID: '1000003' },
    },
    // A job that is run again takes no lock of another run that is not over.
    recoveries: recoveryNames.filter((name) => name !== 're-run'),
    isKilledAfterReads: false,
  };
}

/** Methods of later strategies have theirs. */
export const victims = {
  'run by temporary-ip': runBy('temporary-ip'),
  'run by native': runBy('native'),
  'rollback by temporary-ip': rollbackBy('temporary-ip'),
  'rollback by native': rollbackBy('native'),
  'recover to finish': recoverTo('finish'),
  'recover to undo': recoverTo('undo'),
} as const satisfies Readonly<Record<string, Victim>>;

export type VictimName = keyof typeof victims;

export const victimNames = Object.keys(victims) as readonly VictimName[];
