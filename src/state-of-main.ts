import type { RecoveryEnd, Settling } from './commands/command.ts';
import type { Hold, State } from './state.ts';

/** What `main` saves for a `post` that may come at any moment: what there is to say and to do if it is killed now. */
export interface StateOfMain {
  readonly save: (state: State) => void;
  readonly settling: (what: Settling, hold: Hold) => void;
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
    settling(what, hold) {
      save(settlingOf(what, hold));
    },
    recovered(end) {
      recovered = end === 'nothing' ? recovered : { kind: 'recovered', end };
      save(recovered);
    },
    told({ aborted }) {
      save(
        aborted && (last.kind === 'recovering' || last.kind === 'sweeping')
          ? { kind: 'recovery-cancelled', hold: last.hold }
          : { kind: 'idle' },
      );
    },
  };
}

function settlingOf(what: Settling, hold: Hold): State {
  switch (what) {
    case 'look':
      return { kind: 'looking', holders: hold.holders };
    case 'recovery':
      return { kind: 'recovering', hold };
    case 'sweep':
      return { kind: 'sweeping', hold };
    case 'unlock':
      return { kind: 'unlocking', holders: hold.holders };
  }
}
