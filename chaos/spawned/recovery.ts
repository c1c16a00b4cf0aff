import type { SpawnedRunOptions } from './spawned-run.ts';

type Inputs = Readonly<Record<string, string>>;

/** By another workflow, as in examples/operate.yml: it knows nothing of the release but the production address. */
function recoverTo(goal: 'auto' | 'finish' | 'undo') {
  return (_: Inputs): SpawnedRunOptions => ({
    inputs: { command: 'recover', 'recover-to': goal, strategy: '', 'target-load-balancer': '' },
    environment: { GITHUB_RUN_ID: '1000002' },
  });
}

/** The ways in which whoever comes after a run that was interrupted goes on, on another machine. */
export const recoveries = {
  'recover auto': recoverTo('auto'),
  'recover finish': recoverTo('finish'),
  'recover undo': recoverTo('undo'),
  're-run': (inputs: Inputs): SpawnedRunOptions => ({
    inputs: { ...inputs, 'on-interrupted': 'recover' },
    environment: { GITHUB_RUN_ATTEMPT: '2' },
  }),
} as const;

export type Recovery = keyof typeof recoveries;

export const recoveryNames = Object.keys(recoveries) as readonly Recovery[];
