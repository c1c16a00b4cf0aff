import { nameOf } from './azure/resource-id.ts';
import type { Clock } from './engine/clock.ts';
import type { Inputs, Task } from './inputs.ts';
import type { Lease } from './record/lease.ts';
import { runOwner } from './run-owner.ts';
import { overtimeMs } from './undo-timeout.ts';

/** The lock that this run takes where it writes. */
export function leaseOf({ task, timeoutMs }: Inputs, id: string, clock: Clock): Lease {
  return {
    id,
    owner: runOwner(process.env),
    purpose: purposeOf(task),
    validUntilMs: clock.monotonicMs() + timeoutMs + overtimeMs(task),
  };
}

function purposeOf(task: Task): string {
  switch (task.command) {
    case 'run':
    case 'plan':
      return task.strategy === 'vip-swap'
        ? `vip-swap to ${nameOf(task.goal.targetLoadBalancerId)}`
        : `${task.strategy} of ${nameOf(task.goal.scaleSetId)}`;
    default:
      return task.command;
  }
}
