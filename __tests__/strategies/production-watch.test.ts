import { describe, expect, it } from 'vitest';
import { systemClock } from '../../src/engine/clock.ts';
import { anySuccess } from '../../src/probe/expectation.ts';
import type { ProbeEvent } from '../../src/probe/probe-events.ts';
import { watchProduction } from '../../src/strategies/production-watch.ts';
import { confirmProduction } from '../../src/strategies/vip-swap/perform/confirm-production.ts';
import { startInProcessArm } from '../azure/in-process-arm.ts';

const signal = new AbortController().signal;

/** A prober whose thread says that it has started, and ends as soon as it is told to stop, or at once. */
async function watchWith(ending: string) {
  const events: ProbeEvent[] = [];
  const script = `import { parentPort } from 'node:worker_threads';
    parentPort.postMessage({ kind: 'started', atMs: 0 });
    ${ending}`;
  const watch = await watchProduction(
    { protocol: 'http', url: 'http://203.0.113.1/', source: 'the test' },
    {
      workerEntry: new URL(`data:text/javascript,${encodeURIComponent(script)}`),
      connectTo: [],
      intervalMs: 100,
      timeoutMs: 100,
      expectation: anySuccess,
    },
    60_000,
    systemClock,
    (event) => events.push(event),
  );
  return { watch, events };
}

describe('a prober that dies', () => {
  it('does not take the outcome of the release with it', async () => {
    const { watch, events } = await watchWith("parentPort.once('message', () => process.exit(3));");
    await watch.stop(new AbortController().signal);
    expect(events.map((event) => event.type)).toEqual(['probe-started', 'probe-failed']);
  });

  it('is not taken for a target that does not answer', async () => {
    const { watch } = await watchWith('setTimeout(() => process.exit(3), 50);');
    const step = {
      id: 'confirm-production',
      kind: 'confirm-production',
      title: 'See production answer',
      expected: [{ loadBalancerId: '/loadBalancers/lb2', assignments: [] }],
      changes: [],
      calls: [],
      verifiedBy: 'answers',
      undoneBy: 'nothing',
    } as const;
    const confirm = confirmProduction(startInProcessArm().arm, watch, step);
    await expect(confirm.run({ signal, clock: systemClock })).rejects.toMatchObject({ name: 'ProberError' });
    await watch.stop(new AbortController().signal);
  });
});

describe('what a watch says of downtime', () => {
  it('leaves out what a share of instances that is away explains', async () => {
    // The fourth request fails, and others answer.
    const { watch, events } = await watchWith(`
      const samples = [0, 100, 200, 300, 400, 500].map((atMs, index) => ({
        dueAtMs: atMs, sentAtMs: atMs, completedAtMs: atMs + 5,
        result: index === 3 ? { kind: 'failed', cause: 'no answer' } : { kind: 'good' },
      }));
      parentPort.postMessage({ kind: 'seen', samples, fates: [], settledUntilMs: 600 });
      parentPort.once('message', () => {
        parentPort.postMessage({ kind: 'stopped', atMs: 700 });
        process.exit(0);
      });`);
    await watch.stop(signal);
    expect(events.filter(({ type }) => type === 'probe-sample')).toHaveLength(6);
    expect(watch.downtime()).toEqual({ seconds: 0.1, source: 'probe' });
    expect(watch.downtime([{ fromMs: 0, share: 0.3 }])).toEqual({ seconds: 0, source: 'probe' });
  });
});
