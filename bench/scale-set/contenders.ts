import { setTimeout as sleep } from 'node:timers/promises';
import { ComputeCalls, type InstanceSeen, type RolloutTask } from './compute-calls.ts';

/** How many instances a contender has upgraded. */
export type RolloutContender = (task: RolloutTask) => Promise<number>;

/** Between two looks at whether instances are well. */
const lookMs = 5_000;

/** The platform's own way: the model, one call for all, and waiting until all are well. */
export const oneCall: RolloutContender = async (task) => {
  const calls = new ComputeCalls(task);
  await calls.changeModel();
  await calls.upgrade(['*']);
  for (;;) {
    const instances = await calls.list();
    if (instances.every(isGood)) return instances.length;
    await sleep(lookMs);
  }
};

/**
 * A script that takes one instance after the other, each once the one before is well.
 *
 * @param most how many it gets to: for a hundred it would take hours.
 */
export function oneByOne(most: number): RolloutContender {
  return async (task) => {
    const calls = new ComputeCalls(task);
    await calls.changeModel();
    const ids = (await calls.list()).slice(0, most).map(({ instanceId }) => instanceId);
    for (const id of ids) {
      await calls.upgrade([id]);
      while (!isGood(await calls.look(id))) await sleep(lookMs);
    }
    return ids.length;
  };
}

function isGood({ isUpToDate, isHealthy }: InstanceSeen): boolean {
  return isUpToDate && isHealthy;
}
