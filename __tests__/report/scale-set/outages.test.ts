import { describe, expect, it } from 'vitest';
import { toOutputs } from '../../../src/outputs.ts';
import { gantt } from '../../../src/report/summary/gantt.ts';
import { summarize } from '../../../src/report/summary/summary.ts';
import { verdict } from '../../../src/report/verdict/verdict.ts';
import { startScaleSetCommands } from '../../commands/scale-set-commands.ts';
import type { WorldOptions } from '../../emulator/arm/compute/scale-set-world.ts';
import { validate } from '../report-schema.ts';
import { tell } from '../scale-set-runs.ts';
import { canaryFacts, plain, probed, rolloutFacts } from './told-runs.ts';

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

describe('a rollback of all instances', () => {
  it('has all of them away at once, and not only a batch', async () => {
    const own = startScaleSetCommands({ capacity: 4 });
    await own.canary(own.runner(1));
    const told = { probed: shared, maxDowntimeMs };
    const rollout = await tell(own, 'run', (runner) => own.rollout(runner), { ...rolloutFacts, ...told });
    const rollback = await tell(own, 'rollback', (runner) => own.rollback(runner), told);
    expect([rollout, rollback].map(({ report }) => report.downtime.maxExceeded)).toEqual([false, true]);
    expect([rollout, rollback].map(({ report }) => report.probe?.downtime?.outages.length)).toEqual([0, 1]);
    expect(rollout.report.probe?.downtime?.failedCount).toBeGreaterThan(10);
  });
});
