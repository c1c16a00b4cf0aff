import type { SpawnedRunOptions } from './spawned-run.ts';

type Inputs = Readonly<Record<string, string>>;

/** Inputs that the commands beside `run` know. */
const RECOVER_INPUTS = ['subscription-id', 'resource-group', 'production-public-ip'];

function recoverTo(goal: 'auto' | 'finish' | 'undo') {
  return (inputs: Inputs): SpawnedRunOptions => ({
    inputs: {
      ...Object.fromEntries(Object.entries(inputs).filter(([name]) => RECOVER_INPUTS.includes(name))),
      command: 'recover',
      'recover-to': goal,
    },
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
