import { describe, expect, it } from 'vitest';
import { toOutputs } from '../../../src/outputs.ts';
import { gantt } from '../../../src/report/summary/gantt.ts';
import { summarize } from '../../../src/report/summary/summary.ts';
import { verdict } from '../../../src/report/verdict/verdict.ts';
import type { RolloutGoal } from '../../../src/strategies/scale-set/goal.ts';
import { startScaleSetCommands } from '../../commands/scale-set-commands.ts';
import { newImage, type WorldOptions } from '../../emulator/arm/compute/scale-set-world.ts';
import { validate } from '../report-schema.ts';
import { tell } from '../scale-set-runs.ts';
import { canaryFacts, oneSick, plain, probed, rolloutFacts } from './told-runs.ts';

/** A load balancer gives each instance its turn, and whoever is away answers nobody. */
const shared = { ...probed, failsAt: (share: number, index: number) => (index * 0.37) % 1 < share };
const maxDowntimeMs = 1_000;

function canaryOf(world: WorldOptions, percent: number) {
  const own = startScaleSetCommands(world);
  const goal = { share: { kind: 'percent', percent } } as const;
  return tell(own, 'run', (runner) => own.canary(runner, goal), {
    ...canaryFacts,
    probed: shared,
    maxDowntimeMs,
  });
}

describe('a release during which others answer', async () => {
  const { report, log } = await canaryOf({}, 33);
  const outputs = toOutputs(report, '');

  it('has lost requests, and no outage', () => {
    expect(Number(outputs['requests-failed'])).toBeGreaterThan(10);
    expect(outputs).toMatchObject({
      outcome: 'succeeded',
      'downtime-seconds': '0.000',
      'downtime-source': 'probe',
      'max-downtime-exceeded': 'false',
      'requests-sent': String(report.probe?.samples.length),
    });
  });

  it('says how many, and what outage it would not have seen', () => {
    const { fewestFailures = 0, resolutionMs } = report.probe?.downtime ?? {};
    expect(resolutionMs).toBe(fewestFailures * 1_000);
    const failed = outputs['requests-failed'];
    expect(verdict(report)).toMatch(
      new RegExp(
        `; ${failed} of ${outputs['requests-sent']} requests failed meanwhile \\(\\d+\\.\\d %\\), and no outage was seen ` +
          `\\(one shorter than ${fewestFailures}\\.00 s may be missed\\)\\.$`,
      ),
    );
    expect(log.at(-1)).toContain('requests failed meanwhile');
    expect(summarize(report)).toMatch(
      new RegExp(`\\| \\d+, ${failed} failed \\(\\d+\\.\\d %\\), 0 slow \\|`),
    );
    expect(gantt(report)).not.toContain('Outage');
  });

  it('tells the rule in a report as its schema has it', () => {
    expect(validate(report), JSON.stringify(validate.errors)).toBe(true);
    // 3 ** -n times some hundred requests is once in a thousand releases.
    expect(report.probe?.downtime?.fewestFailures).toBe(
      Math.ceil(Math.log(Number(outputs['requests-sent']) / 0.001) / Math.log(3)),
    );
  });
});

describe('a release that has all instances away at once', async () => {
  const { report } = await canaryOf({}, 100);
  const outputs = toOutputs(report, '');

  it('is an outage as long as that lasts', () => {
    expect(report.outcome).toBe('succeeded');
    const upgrade = report.operations.find(({ path }) => path.endsWith('/manualupgrade'));
    const lastedMs = (upgrade?.endedMs ?? 0) - (upgrade?.acceptedMs ?? 0);
    expect(Math.abs((report.downtime.seconds ?? 0) * 1_000 - lastedMs)).toBeLessThan(1_100);
    expect(outputs['max-downtime-exceeded']).toBe('true');
    expect(plain(verdict(report))).toMatch(
      /requests failed meanwhile \(\d+\.\d %\), and production did not answer for \d+\.\d\d s \(± \d\.\d\d s\), longer than the 1\.00 s allowed\.$/,
    );
    expect(gantt(report)).toContain('Outage');
  });
});

describe('a batch after which nobody answers', () => {
  it('is an outage, though others should have answered', async () => {
    const own = startScaleSetCommands({});
    const { report } = await tell(own, 'run', (runner) => own.canary(runner), {
      ...canaryFacts,
      probed: { ...probed, failsAt: (share: number) => share > 0 },
    });
    expect(report.probe?.downtime?.outages).toHaveLength(1);
    expect(verdict(report)).toMatch(/production did not answer for \d+\.\d\d s \(± .* may be missed\)\.$/);
  });
});

describe('a rollback', () => {
  const told = { probed: shared, maxDowntimeMs };

  it('of all instances has all of them away at once, and not only a batch', async () => {
    const own = startScaleSetCommands({ capacity: 4 });
    await own.canary(own.runner(1));
    const rollout = await tell(own, 'run', (runner) => own.rollout(runner), { ...rolloutFacts, ...told });
    const rollback = await tell(own, 'rollback', (runner) => own.rollback(runner), told);
    expect([rollout, rollback].map(({ report }) => report.downtime.maxExceeded)).toEqual([false, true]);
    expect([rollout, rollback].map(({ report }) => report.probe?.downtime?.outages.length)).toEqual([0, 1]);
    expect(rollout.report.probe?.downtime?.failedCount).toBeGreaterThan(10);
  });

  it('of a canary has the canary away alone', async () => {
    const own = startScaleSetCommands();
    await own.canary(own.runner(1));
    const { report } = await tell(own, 'rollback', (runner) => own.rollback(runner), told);
    expect(report.probe?.downtime).toMatchObject({ outages: [], totalMs: 0 });
    expect(report.probe?.downtime?.failedCount).toBeGreaterThan(10);
  });
});

describe('the share that may be away', () => {
  const sharesOf = async (world: WorldOptions, goal: Partial<RolloutGoal>) => {
    const own = startScaleSetCommands({ capacity: 4, ...world });
    await own.clock.sleep(600_000);
    const payload = { kind: 'image', image: newImage } as const;
    const whole = { payload, batchSize: { kind: 'count', count: 2 }, ...goal } as const;
    const { events } = await tell(own, 'run', (runner) => own.rollout(runner, whole), rolloutFacts);
    return events.flatMap((event) => (event.type === 'instances-away' ? [event.share] : []));
  };

  it('has in it who was not well before', async () => {
    const one = { image: '/web-1$', version: 'one', condition: 'unhealthy', instances: ['3'] } as const;
    const shares = await sharesOf({ payloads: [one] }, { batchSize: { kind: 'count', count: 1 } });
    // The sick one first.
    expect(shares).toEqual([1 / 4, 1 / 2, 1 / 2, 1 / 2]);
  });

  it('is not all where somebody has answered before, though ARM calls all of them sick', async () => {
    const all = { version: 'any', condition: 'unhealthy' } as const;
    const [first] = await sharesOf({ payloads: [all] }, {});
    expect(first).toBe(3 / 4);
  });

  it('has in it who did not get well in an earlier batch', async () => {
    const maxUnhealthy = { kind: 'count', count: 1 } as const;
    const shares = await sharesOf(oneSick, { maxUnhealthy });
    // Two, of whom one does not get well and is tried again; and two more, while that one is not well still.
    expect(shares).toEqual([1 / 2, 1 / 4, 3 / 4]);
  });
});

describe('a recovery', () => {
  it('has away from the beginning whom the killed run had asked for', async () => {
    const own = startScaleSetCommands();
    const killed = own.runner(7);
    void own.canary(killed);
    await own.written('POST web/manualupgrade');
    killed.kill();
    const { events } = await tell(own, 'recover', (runner) => own.recover(runner, 'undo'));
    const away = events.findIndex(({ type }) => type === 'instances-away');
    expect(events[away]).toMatchObject({ share: 1 / 3 });
    expect(away).toBeLessThan(events.findIndex(({ type }) => type === 'plan-started'));
  });
});
