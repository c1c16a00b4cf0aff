import type { Task } from './inputs.ts';
import type { RecordHolder } from './record/record-holder.ts';

/** The resources in whose tags the record of a release is, and the input that names them. */
export interface Holders {
  readonly input: RecordHolder['input'];
  readonly ids: readonly string[];
}

export function holdersOf(task: Task): Holders {
  return task.strategy === 'vip-swap'
    ? { input: 'production-public-ip', ids: addressesOf(task) }
    : { input: 'scale-set', ids: [scaleSetOf(task)] };
}

function addressesOf(task: Extract<Task, { readonly strategy: 'vip-swap' }>): readonly string[] {
  switch (task.command) {
    case 'run':
    case 'plan':
      return task.goal.productionPublicIpIds;
    case 'rollback':
      return task.terms.productionPublicIpIds;
    default:
      return task.productionPublicIpIds;
  }
}

function scaleSetOf(task: Exclude<Task, { readonly strategy: 'vip-swap' }>): string {
  switch (task.command) {
    case 'run':
    case 'plan':
      return task.goal.scaleSetId;
    case 'rollback':
    case 'recover':
      return task.terms.scaleSetId;
    default:
      return task.scaleSetId;
  }
}
