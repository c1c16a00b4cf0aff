import type { RecoveryEnd } from './commands/command.ts';
import { holdersOf } from './holders.ts';
import type { Task } from './inputs.ts';
import type { Lease } from './record/lease.ts';
import type { State } from './state.ts';

/** What `main` saves for a `post` that may come at any moment: what there is to say and to do if it is killed now. */
export interface StateOfMain {
  readonly save: (state: State) => void;
  readonly recovering: (task: Task, lease: Lease) => void;
  readonly recovered: (end: RecoveryEnd) => void;
  /** All is told. A recovery that was cancelled had no time to give up its lock. */
  readonly told: (cancelled: AbortSignal) => void;
}

export function stateOfMain(saveState: (state: State) => void): StateOfMain {
  let last: State = { kind: 'begun' };
  /** Of the recoveries that have come to their ends: what one after them finds nothing to do about stays done. */
  let recovered: State = last;
  const save = (state: State) => {
    last = state;
    saveState(state);
  };
  return {
    save,
    recovering(task, lease) {
      const holders = holdersOf(task);
      save(
        task.command === 'unlock'
          ? { kind: 'unlocking', holders }
          : { kind: 'recovering', hold: { lease, holders } },
      );
    },
    recovered(end) {
      recovered = end === 'nothing' ? recovered : { kind: 'recovered', end };
      save(recovered);
    },
    told({ aborted }) {
      save(
        aborted && last.kind === 'recovering'
          ? { kind: 'recovery-cancelled', hold: last.hold }
          : { kind: 'idle' },
      );
    },
  };
}
