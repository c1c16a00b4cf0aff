import { describe, expect, it } from 'vitest';
import type { EngineEvent } from '../../src/engine/events.ts';
import { isHandedOver, LastingError } from '../../src/engine/hand-over.ts';
import { type Interrupted, settleInterrupted } from '../../src/engine/interrupted.ts';
import type { Plan, Step } from '../../src/engine/plan.ts';
import {
  type PlanRun,
  runPlan,
  type StepContext,
  type StepPerformer,
  WithdrawnError,
} from '../../src/engine/run.ts';
import { VirtualClock } from './virtual-clock.ts';

/** A plan over a set of switches: each step turns its own on, its undo turns it off. */
function switches(ids: readonly string[], behaviour: Record<string, Partial<StepPerformer>> = {}) {
  const on = new Set<string>();
  const done: string[] = [];
  const plan = planOf(ids.map((id) => stepOf(id)));
  const performerOf = ({ id }: Step): StepPerformer => ({
    run: async () => {
      done.push(`run ${id}`);
      on.add(id);
    },
    verify: async () => {
      done.push(`verify ${id}`);
    },
    undo: async () => {
      done.push(`undo ${id}`);
      on.delete(id);
    },
    ...behaviour[id],
  });
  return { on, done, plan, performerOf };
}

function stepOf(id: string): Step {
  const isCleanUp = id.startsWith('clean');
  return {
    id,
    kind: 'switch',
    title: `Turn on ${id}`,
    changes: [],
    calls: [],
    verifiedBy: 'looking',
    undoneBy: 'turning it off',
    ...(isCleanUp ? { cleanUp: true } : {}),
  };
}

function planOf(steps: readonly Step[]): Plan {
  return {
    strategy: 'test',
    method: 'switches',
    methodReason: 'a test',
    goal: 'all switches are on',
    steps,
    expectedDowntime: { medianSeconds: null, p90Seconds: null, basis: 'none' },
    hazards: [],
    unchecked: [],
  };
}

function start(subject: ReturnType<typeof switches>, overrides: Partial<PlanRun<Step>> = {}) {
  const events: EngineEvent[] = [];
  const run = runPlan({
    ...subject,
    clock: new VirtualClock(),
    signal: new AbortController().signal,
    timeoutMs: 60_000,
    undoTimeoutMs: 60_000,
    onFailure: () => 'rollback',
    emit: (event) => events.push(event),
    ...overrides,
  });
  return { run, events };
}

const story = (events: readonly EngineEvent[]) =>
  events.map((event) => ('stepId' in event ? `${event.type} ${event.stepId}` : event.type));

describe('runPlan', () => {
  it('runs and verifies each step before the next', async () => {
    const subject = switches(['a', 'b']);
    const { run, events } = start(subject);
    expect((await run).outcome).toBe('succeeded');
    expect(subject.done).toEqual(['run a', 'verify a', 'run b', 'verify b']);
    expect(story(events)).toEqual([
      'plan-started',
      'step-started a',
      'step-succeeded a',
      'step-started b',
      'step-succeeded b',
      'plan-finished',
    ]);
  });

  it('undoes in reverse, the failed step first', async () => {
    const failure = new Error('b broke');
    const subject = switches(['a', 'b', 'c'], { b: { verify: () => Promise.reject(failure) } });
    const { run, events } = start(subject);
    const result = await run;
    expect(result).toMatchObject({ outcome: 'rolled-back', error: failure, undoErrors: [] });
    expect(subject.done).toEqual(['run a', 'verify a', 'run b', 'undo b', 'undo a']);
    expect(subject.on).toEqual(new Set());
    expect(events.at(-1)).toMatchObject({ outcome: 'rolled-back', failure: { message: 'b broke' } });
  });

  it('goes on undoing after a failed undo, and never hides the first error', async () => {
    const first = new Error('c broke');
    const subject = switches(['a', 'b', 'c'], {
      c: { run: () => Promise.reject(first) },
      b: { undo: () => Promise.reject(new Error('undo of b broke')) },
    });
    const { run, events } = start(subject);
    const result = await run;
    expect(result.outcome).toBe('failed');
    expect(result.error).toBe(first);
    expect(result.undoErrors).toMatchObject([{ message: 'undo of b broke' }]);
    expect(subject.done.at(-1)).toBe('undo a');
    expect(events.at(-1)).toMatchObject({ outcome: 'failed', failure: { message: 'c broke' } });
  });

  it('tries a failed undo once more before it goes on to the next', async () => {
    let tries = 0;
    const subject = switches(['a', 'b'], {
      b: {
        run: () => Promise.reject(new Error('b broke')),
        undo: async () => {
          tries += 1;
          if (tries === 1) throw new Error('ARM fails for a moment');
        },
      },
    });
    const { run, events } = start(subject);
    expect(await run).toMatchObject({ outcome: 'rolled-back', undoErrors: [] });
    expect(story(events).filter((each) => each.startsWith('undo-'))).toEqual([
      'undo-started b',
      'undo-failed b',
      'undo-started b',
      'undo-succeeded b',
      'undo-started a',
      'undo-succeeded a',
    ]);
    expect(events.find(({ type }) => type === 'undo-failed')).toMatchObject({ isTriedAgain: true });
  });

  it('tries nothing twice that another try cannot help, and goes on to the next', async () => {
    const lasting = new LastingError('Somebody else has changed it.');
    const subject = switches(['a', 'b'], {
      b: { run: () => Promise.reject(new Error('b broke')), undo: () => Promise.reject(lasting) },
    });
    const { run, events } = start(subject);
    const result = await run;
    expect(result).toMatchObject({ outcome: 'failed', undoErrors: [lasting] });
    expect(isHandedOver(result)).toBe(true);
    expect(story(events).filter((each) => each.startsWith('undo-'))).toEqual([
      'undo-started b',
      'undo-failed b',
      'undo-started a',
      'undo-succeeded a',
    ]);
    expect(events.find(({ type }) => type === 'undo-failed')).not.toHaveProperty('isTriedAgain');
  });

  it('leaves everything as it is where the user asked to stop', async () => {
    const subject = switches(['a', 'b'], { b: { run: () => Promise.reject(new Error('no')) } });
    const { run } = start(subject, { onFailure: () => 'stop' });
    expect((await run).outcome).toBe('failed');
    expect(subject.on).toEqual(new Set(['a']));
  });

  it('keeps what was achieved when a clean-up fails, and says so', async () => {
    const subject = switches(['a', 'clean-1', 'clean-2'], {
      'clean-1': { run: () => Promise.reject(new Error('still in use')) },
    });
    const { run, events } = start(subject);
    expect(await run).toMatchObject({ outcome: 'succeeded', cleanUpErrors: [{ message: 'still in use' }] });
    expect(subject.on).toEqual(new Set(['a', 'clean-2']));
    expect(story(events)).toContain('step-failed clean-1');
  });

  it('keeps what was achieved when it is cancelled while cleaning up', async () => {
    const cancel = new AbortController();
    const reason = new Error('cancelled');
    const subject = switches(['a', 'clean-1', 'clean-2'], {
      'clean-1': {
        run: ({ clock, signal }) => {
          cancel.abort(reason);
          return clock.sleep(3_600_000, signal);
        },
      },
    });
    const { run, events } = start(subject, { signal: cancel.signal });
    expect(await run).toMatchObject({
      outcome: 'succeeded',
      cleanUpErrors: [reason, { name: 'NotBegunError', message: 'Not begun: cancelled', cause: reason }],
    });
    expect(subject.on).toEqual(new Set(['a']));
    expect(story(events)).toContain('step-failed clean-2');
  });

  it('says which step has taken all of the time, and that those after it were not begun', async () => {
    const subject = switches(['a', 'clean-1', 'clean-2'], {
      'clean-1': { run: ({ clock, signal }) => clock.sleep(3_600_000, signal) },
    });
    const { run } = start(subject, { timeoutMs: 90_000 });
    const gaveUp = 'Gave up after 90 s waiting for the step "Turn on clean-1".';
    expect(await run).toMatchObject({
      outcome: 'succeeded',
      cleanUpErrors: [{ message: gaveUp }, { message: `Not begun: ${gaveUp}` }],
    });
  });

  it('stops waiting at once when cancelled, and undoes nothing: another process settles it', async () => {
    const cancel = new AbortController();
    const reason = new Error('cancelled');
    const subject = switches(['a', 'b', 'c'], {
      b: {
        run: ({ clock, signal }) => {
          cancel.abort(reason);
          return clock.sleep(3_600_000, signal);
        },
      },
    });
    const { run, events } = start(subject, { signal: cancel.signal });
    expect(await run).toMatchObject({ outcome: 'interrupted', error: reason });
    expect(subject.done).not.toContain('run c');
    expect(story(events).filter((line) => line.startsWith('undo'))).toEqual([]);
    expect(subject.on).toContain('a');
  });

  it('stops undoing when cancelled meanwhile: what is left is the other process to settle', async () => {
    const cancel = new AbortController();
    const subject = switches(['a', 'b'], {
      b: {
        run: () => Promise.reject(new Error('no')),
        undo: ({ clock, signal }) => {
          cancel.abort(new Error('cancelled'));
          return clock.sleep(3_600_000, signal);
        },
      },
    });
    const { run } = start(subject, { signal: cancel.signal });
    expect(await run).toMatchObject({ outcome: 'interrupted', error: { message: 'no' } });
    expect(subject.on).toContain('a');
  });

  it('gives a step no longer than its own time', async () => {
    const clock = new VirtualClock();
    const subject = switches(['a'], { a: { run: ({ signal }) => clock.sleep(3_600_000, signal) } });
    const [step] = subject.plan.steps;
    const plan = { ...subject.plan, steps: step === undefined ? [] : [{ ...step, timeoutMs: 30_000 }] };
    const result = await start({ ...subject, plan }, { clock }).run;
    expect(result).toMatchObject({ outcome: 'rolled-back', error: { name: 'DeadlineError' } });
    expect(String(result.error)).toContain(`Gave up after 30 s waiting for the step "${step?.title}"`);
  });

  it('gives up at the deadline with an error that names the step', async () => {
    const clock = new VirtualClock();
    const subject = switches(['a'], { a: { run: ({ signal }) => clock.sleep(3_600_000, signal) } });
    const result = await start(subject, { clock, timeoutMs: 90_000 }).run;
    expect(result).toMatchObject({
      outcome: 'rolled-back',
      error: { message: 'Gave up after 90 s waiting for the step "Turn on a".' },
    });
    expect(clock.monotonicMs()).toBe(90_000);
  });

  it('names the time that the whole run was given, and what was left of it', async () => {
    const subject = switches(['a'], { a: { run: ({ clock, signal }) => clock.sleep(3_600_000, signal) } });
    const { run } = start(subject, { timeoutMs: 3_800, wholeTimeoutMs: 5_000 });
    expect(String((await run).error)).toContain(
      'Gave up after 5 s, of which 3.8 s were left for it, waiting for the step "Turn on a".',
    );
  });

  it('tells its time in figures that a person can read', async () => {
    const subject = switches(['a'], { a: { run: ({ clock, signal }) => clock.sleep(3_600_000, signal) } });
    const { run } = start(subject, { timeoutMs: 1_793_456.789 });
    expect(String((await run).error)).toContain('Gave up after 1793.5 s waiting');
  });

  it('gives up an undo that never ends, and goes on to the next', async () => {
    const subject = switches(['a', 'b'], {
      b: {
        run: () => Promise.reject(new Error('no')),
        undo: ({ clock, signal }) => clock.sleep(3_600_000, signal),
      },
    });
    const result = await start(subject, { undoTimeoutMs: 5_000 }).run;
    expect(result.undoErrors).toMatchObject([{ name: 'DeadlineError', code: 'UndoTimeout' }]);
    expect(isHandedOver(result)).toBe(true);
    expect(subject.on).toEqual(new Set());
  });

  it('has one deadline for all of the undoing, of which each undo that hangs leaves half to those after it', async () => {
    const hangs = {
      undo: ({ clock, signal }: StepContext) => clock.sleep(3_600_000, signal),
    };
    const names = ['a', 'b', 'c', 'd', 'e'];
    const subject = switches(names, {
      ...Object.fromEntries(names.map((name) => [name, hangs])),
      e: { ...hangs, run: () => Promise.reject(new Error('no')) },
    });
    const { run, events } = start(subject, { undoTimeoutMs: 480_000 });
    expect((await run).undoErrors).toHaveLength(names.length);
    const begun = events.filter(({ type }) => type === 'undo-started').map(({ atMs }) => atMs);
    const [first = 0, second = 0, third = 0] = begun;
    expect([second - first, third - second]).toEqual([240_000, 120_000]);
    expect((events.at(-1)?.atMs ?? 0) - first).toBeLessThan(480_000);
  });
});

describe('a plan whose first step sees whether all is undone', () => {
  const failing = { undo: () => Promise.reject(new Error('no answer in time')) };

  it.each([true, false])(
    'is undone if that says so, whatever another undoing has said: %s',
    async (isUndone) => {
      const subject = switches(['lock', 'one', 'two'], {
        lock: { isPlanUndone: () => isUndone },
        one: failing,
        two: { run: () => Promise.reject(new Error('broken')) },
      });
      const { run, events } = start(subject);
      const result = await run;
      expect(result.outcome).toBe(isUndone ? 'rolled-back' : 'failed');
      expect(result.undoErrors).toHaveLength(isUndone ? 0 : 1);
      const ofOne = events.filter((event) => 'stepId' in event && event.stepId === 'one');
      expect(ofOne.at(-1)?.type).toBe(isUndone ? 'undo-succeeded' : 'undo-failed');
    },
  );
});

it("undoes nothing more, and tries nothing twice, once the work is somebody else's", async () => {
  const taken = new WithdrawnError('Somebody else works on it.');
  const subject = switches(['a', 'b', 'c'], {
    b: { undo: () => Promise.reject(taken) },
    c: { run: () => Promise.reject(new Error('no')) },
  });
  const { run, events } = start(subject);
  expect(await run).toMatchObject({ outcome: 'failed', undoErrors: [taken] });
  expect(subject.done).toEqual(['run a', 'verify a', 'run b', 'verify b', 'undo c']);
  expect(story(events).filter((each) => each === 'undo-failed b')).toHaveLength(1);
});

describe('settleInterrupted', () => {
  const settle = (
    subject: ReturnType<typeof switches>,
    startedStepIds: readonly string[],
    more: Partial<Interrupted<Step>> = {},
  ) => {
    const events: EngineEvent[] = [];
    const settled = settleInterrupted({
      ...subject,
      startedStepIds,
      cause: { kind: 'killed' },
      direction: 'undo',
      ...more,
      clock: new VirtualClock(),
      timeoutMs: 240_000,
      emit: (event) => events.push(event),
    });
    return { settled, events };
  };

  it('undoes what another process had started, the last step first', async () => {
    const subject = switches(['a', 'b', 'c']);
    const { settled, events } = settle(subject, ['a', 'b']);
    expect(await settled).toMatchObject({ outcome: 'rolled-back' });
    expect(subject.done).toEqual(['undo b', 'undo a']);
    expect(events.at(-1)).toMatchObject({ failure: { code: 'Interrupted' } });
  });

  it.each<[string, Interrupted<Step>['cause'], object]>([
    [
      'killed',
      { kind: 'killed' },
      { message: 'The process of the run was ended while it was at "Turn on b".', code: 'Interrupted' },
    ],
    [
      'cancelled',
      { kind: 'cancelled' },
      { message: 'The run was cancelled while it was at "Turn on b".', code: 'Interrupted' },
    ],
    [
      'cut short in its undoing',
      { kind: 'failed', failure: { message: 'ARM refused it.', code: 'Conflict' } },
      { message: 'ARM refused it.', code: 'Conflict' },
    ],
  ])('says of a run that was %s why it had not come to its end', async (_, cause, failure) => {
    const subject = switches(['a', 'b']);
    const { settled, events } = settle(subject, ['a', 'b'], { cause });
    expect(await settled).toMatchObject({ outcome: 'rolled-back', error: failure });
    expect(events.at(-1)).toMatchObject({ failure });
  });

  const moving = (behaviour: Record<string, Partial<StepPerformer>> = {}) => {
    const subject = switches(['a', 'move', 'look', 'clean-up'], behaviour);
    const steps = subject.plan.steps.map((step) =>
      step.id === 'move' ? { ...step, window: 'opens-and-closes' as const } : step,
    );
    return { ...subject, plan: { ...subject.plan, steps } };
  };

  it('finishes a plan that has moved everything: what comes after the window, and nothing before it', async () => {
    const subject = moving();
    const { settled, events } = settle(subject, ['a', 'move'], { direction: 'finish' });
    expect(await settled).toMatchObject({ outcome: 'succeeded', undoErrors: [] });
    expect(subject.done).toEqual(['run look', 'verify look', 'run clean-up', 'verify clean-up']);
    expect(events.at(-1)).toEqual({ type: 'plan-finished', atMs: 0, outcome: 'succeeded' });
  });

  it('undoes it all the same where a look shows that the goal is not reached', async () => {
    const silent = Object.assign(new Error('Nobody answers.'), { code: 'SwitchedNotAnswering' });
    const subject = moving({ look: { run: () => Promise.reject(silent) } });
    const { settled, events } = settle(subject, ['a', 'move'], { direction: 'finish' });
    expect(await settled).toMatchObject({ outcome: 'rolled-back' });
    expect(subject.done).toEqual(['undo look', 'undo move', 'undo a']);
    expect(events.at(-1)).toMatchObject({
      failure: {
        message: 'The process of the run was ended while it was at "Turn on move". Nobody answers.',
        code: 'SwitchedNotAnswering',
      },
    });
  });

  it('finishes the clean-up of a plan that had reached its goal, and undoes nothing', async () => {
    const subject = switches(['a', 'clean-1', 'clean-2']);
    const { settled } = settle(subject, ['a', 'clean-1']);
    expect(await settled).toMatchObject({ outcome: 'succeeded' });
    expect(subject.done).toEqual(['run clean-1', 'verify clean-1', 'run clean-2', 'verify clean-2']);
  });
});
