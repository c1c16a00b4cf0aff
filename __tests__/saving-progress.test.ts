import { describe, expect, it } from 'vitest';
import { ForeignModelError } from '../src/azure/scale-sets/foreign-model-error.ts';
import type { EngineEvent } from '../src/engine/events.ts';
import type { Plan, Step } from '../src/engine/plan.ts';
import { runPlan } from '../src/engine/run.ts';
import { LockLostError } from '../src/record/lock.ts';
import { isLeftToPost, savingProgress } from '../src/saving-progress.ts';
import type { State } from '../src/state.ts';
import { VirtualClock } from './engine/virtual-clock.ts';

const stepOf = (id: string): Step => ({
  id,
  kind: 'nothing',
  title: id,
  changes: [],
  calls: [],
  verifiedBy: 'nothing',
  undoneBy: 'nothing',
});

const plan: Plan = {
  strategy: 'test',
  method: 'nothing',
  methodReason: 'a test',
  goal: 'what is saved is seen',
  steps: [stepOf('first'), stepOf('second')],
  expectedDowntime: { medianSeconds: null, p90Seconds: null, basis: 'none' },
  hazards: [],
  unchecked: [],
};

const lease = { id: 'l', owner: 'somebody', purpose: 'a test', validUntilMs: 0 };
const begun = { plan, begunIds: [], lease, isQuiet: false, cause: { kind: 'killed' } };

/** Runs the plan, and tells what post would have found if main had been killed at the event. */
async function statesAt(
  seen: (event: EngineEvent) => string | undefined,
  verify: () => Promise<void> = async () => undefined,
): Promise<Record<string, State>> {
  const saved: State[] = [];
  const states: Record<string, State> = {};
  const emit = savingProgress(
    (event) => {
      const name =
        'stepId' in event || event.type.startsWith('plan') ? seen(event as EngineEvent) : undefined;
      const last = saved.at(-1);
      if (name !== undefined && last !== undefined) {
        states[name] = last;
      }
    },
    (state) => saved.push(state),
    lease,
    () => undefined,
  );
  await runPlan({
    plan,
    performerOf: () => ({
      run: async () => undefined,
      verify,
      undo: async () => undefined,
    }),
    clock: new VirtualClock(),
    signal: new AbortController().signal,
    timeoutMs: 1_000,
    undoTimeoutMs: 1_000,
    onFailure: () => 'rollback',
    emit,
  });
  return states;
}

describe('what main saves for post', () => {
  it('names every step that was started, before it begins', async () => {
    const states = await statesAt((event) => (event.type === 'step-started' ? event.stepId : undefined));
    expect(states).toEqual({
      first: { kind: 'under-way', progress: { ...begun, startedStepIds: ['first'] } },
      second: { kind: 'under-way', progress: { ...begun, startedStepIds: ['first', 'second'] } },
    });
  });

  it('asks for nothing to be undone once the plan has succeeded', async () => {
    const states = await statesAt((event) => (event.type === 'plan-finished' ? event.type : undefined));
    expect(states).toEqual({ 'plan-finished': { kind: 'idle' } });
  });

  it('names whom the plan has begun to upgrade, before each is asked for', () => {
    const saved: State[] = [];
    const emit = savingProgress(
      () => undefined,
      (state) => saved.push(state),
      lease,
      () => undefined,
    );
    emit({ type: 'plan-started', atMs: 0, plan });
    emit({ type: 'step-started', atMs: 1, stepId: 'first' });
    emit({ type: 'upgrade-begun', atMs: 2, instanceIds: ['0', '1'] });
    emit({ type: 'upgrade-begun', atMs: 3, instanceIds: ['2'] });
    expect(saved.map((state) => state.kind === 'under-way' && state.progress.begunIds)).toEqual([
      [],
      ['0', '1'],
      ['0', '1', '2'],
    ]);
  });

  it('leaves what could not be tidied up to post, with what the run has measured', () => {
    const saved: State[] = [];
    const downtime = {
      seconds: 4.254,
      source: 'probe',
      uncertaintyMs: 100,
      resolutionMs: 100,
      recoveredSeconds: 0,
      maxSeconds: null,
      maxExceeded: null,
    } as const;
    const emit = savingProgress(
      () => undefined,
      (state) => saved.push(state),
      lease,
      () => undefined,
      () => downtime,
    );
    const [first, second] = plan.steps;
    expect.assert(first !== undefined && second !== undefined);
    emit({ type: 'plan-started', atMs: 0, plan: { ...plan, steps: [first, { ...second, cleanUp: true }] } });
    emit({ type: 'step-started', atMs: 1, stepId: 'first' });
    emit({ type: 'step-succeeded', atMs: 2, stepId: 'first' });
    emit({ type: 'step-started', atMs: 3, stepId: 'second' });
    emit({ type: 'step-failed', atMs: 4, stepId: 'second', failure: { message: 'refused' } });
    emit({ type: 'plan-finished', atMs: 5, outcome: 'succeeded' });
    expect(saved.map((state) => state.kind === 'under-way' && state.progress.downtime)).toEqual([
      undefined,
      undefined,
      downtime,
    ]);
  });

  it('leaves a plan that was undone to post, which looks again and tells of it', async () => {
    const states = await statesAt(
      (event) => (event.type === 'plan-finished' ? event.outcome : undefined),
      () => Promise.reject(new Error('it is not there')),
    );
    expect(states).toEqual({
      'rolled-back': {
        kind: 'under-way',
        progress: {
          ...begun,
          isQuiet: true,
          cause: { kind: 'failed', failure: { message: 'it is not there' } },
          startedStepIds: ['first'],
        },
      },
    });
  });

  it('says before the first undoing that the run had failed, and why', async () => {
    const states = await statesAt(
      (event) => (event.type === 'undo-started' ? event.type : undefined),
      () => Promise.reject(new Error('it is not there')),
    );
    expect(states).toMatchObject({
      'undo-started': { progress: { cause: { kind: 'failed', failure: { message: 'it is not there' } } } },
    });
  });

  it("leaves an undoing that failed to post, and not one that is somebody else's business now, or that post cannot help", () => {
    const ended = (error: Error) =>
      isLeftToPost({
        kind: 'ran',
        result: { outcome: 'failed', error, undoErrors: [error], cleanUpErrors: [] },
      });
    expect(ended(new Error('refused'))).toBe(true);
    expect(ended(new LockLostError('Somebody else has the lock.'))).toBe(false);
    expect(ended(new ForeignModelError('Somebody else has changed the model.'))).toBe(false);
  });
});
