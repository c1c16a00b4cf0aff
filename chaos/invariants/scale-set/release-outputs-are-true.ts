import type { Outputs } from '../../in-process/action.ts';
import type { Violation } from '../violation.ts';
import type { InstanceAsItIs, ScaleSetAsItIs } from './scale-set-as-it-is.ts';

type ListName = 'updated-instances' | 'outdated-instances' | 'quarantined-instances' | 'unhealthy-instances';

/**
 * What the outputs of a release say of instances beside `outcome`, by which a workflow goes on. An empty one says that nobody has
 * looked.
 *
 * @param isSettled whether nothing has happened to an instance since the process looked last.
 */
export function releaseOutputsAreTrue(
  now: ScaleSetAsItIs,
  act: string,
  outputs: Outputs,
  isSettled: (instanceId: string) => boolean,
): Violation[] {
  const listed = (name: ListName) =>
    outputs[name] === '' ? undefined : (JSON.parse(outputs[name]) as readonly string[]);
  // Who is being deleted counts for nothing any more.
  const settled = now.instances.filter(
    ({ id, provisioning }) => provisioning !== 'Deleting' && isSettled(id),
  );
  const held = (name: ListName, isTrue: (instance: InstanceAsItIs, isListed: boolean) => boolean) => {
    const ids = listed(name);
    const untrue = settled.filter((each) => ids !== undefined && !isTrue(each, ids.includes(each.id)));
    return untrue.map(
      (each): Violation => ({
        invariant: 'outputs-are-true',
        message: `${act} says ${outputs.outcome}, and ${name} is ${outputs[name]}, where ${describe(each)}`,
      }),
    );
  };
  const hasSucceeded = outputs.outcome === 'succeeded';
  return [
    ...held('updated-instances', ({ isUpToDate }, isListed) => isListed === isUpToDate),
    ...held('outdated-instances', ({ isUpToDate }, isListed) => isListed !== isUpToDate),
    ...held('quarantined-instances', ({ has, isWorkedOn, isOff }, isListed) =>
      isListed ? isOff : !isOff || has !== 'new' || !isWorkedOn,
    ),
    // Who could not be looked at counts as not well. Whom nobody has looked at yet is told of by a run that has reached its goal only.
    ...held(
      'unhealthy-instances',
      ({ has, isWorkedOn, isWell }, isListed) =>
        isListed || isWell || has !== 'new' || !isWorkedOn || !hasSucceeded,
    ),
  ];
}

function describe({ id, isUpToDate, isOff, isWell }: InstanceAsItIs): string {
  return `instance ${id} is ${isUpToDate ? 'up to date' : 'outdated'}, ${isOff ? 'off' : 'on'} and ${isWell ? '' : 'not '}well`;
}
