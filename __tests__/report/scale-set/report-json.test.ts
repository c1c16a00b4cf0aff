import { describe, expect, it } from 'vitest';
import { reportText } from '../../../src/report/report-text.ts';
import { validate } from '../report-schema.ts';
import { runs } from './told-runs.ts';

describe('report.json of a scale set', () => {
  it('is as the schema says, however the run ended', () => {
    const errors = Object.entries(runs).flatMap(([name, { report }]) =>
      validate(JSON.parse(reportText(report)))
        ? []
        : (validate.errors ?? []).map(
            ({ instancePath, message }) => `${name}: ${instancePath} ${message ?? ''}`,
          ),
    );
    expect(errors).toEqual([]);
    expect(Object.keys(runs)).toHaveLength(20);
  });

  it('has the release, its instances and its batches', () => {
    expect(runs.canary.report.scaleSet).toMatchObject({
      name: 'web',
      resourceGroup: 'canary',
      previousPayload: 'canary/web-1',
      payload: 'canary/web-2',
      canaryIds: ['0', '1'],
      batches: [{ number: 1, instanceIds: ['0', '1'], outdatedCount: 2, unhealthy: [] }],
      sshUser: 'azureuser',
      canaryEndpoints: [
        { instanceId: '0', port: 22, frontendPort: 50000 },
        { instanceId: '1', port: 22, frontendPort: 50001 },
      ],
    });
    const { scaleSet } = runs.promotion.report;
    expect(scaleSet?.batches.map(({ instanceIds }) => instanceIds)).toEqual([
      ['3', '4'],
      // A batch takes no whole zone.
      ['2'],
      ['5'],
    ]);
    const [first, second] = scaleSet?.batches ?? [];
    expect(first?.finishedMs).toBeLessThanOrEqual(second?.startedMs ?? 0);
    expect(scaleSet?.instances.map(({ role }) => role)).toEqual([
      'canary',
      'canary',
      ...Array(4).fill('upgraded'),
    ]);
    expect(scaleSet?.releaseId).toBe(runs.canary.report.scaleSet?.releaseId);
  });

  it('has every verdict on an instance, both of one that was tried again', () => {
    const { checks, batches } = runs.stopped.report.scaleSet ?? {};
    expect(checks?.map(({ instanceId, verdict: found }) => [instanceId, found])).toEqual([
      ['0', 'unhealthy'],
      ['0', 'unhealthy'],
    ]);
    expect(batches?.[0]?.unhealthy).toEqual([
      { instanceId: '0', reasons: [expect.stringMatching(/^is not healthy/)] },
    ]);
  });

  it('says of a plan how long it takes and which instances are upgraded at once', () => {
    const { plan, scaleSet } = runs['plan of the promotion'].report;
    expect(plan?.batches).toEqual([
      ['3', '4'],
      // A batch takes no whole zone.
      ['2'],
      ['5'],
    ]);
    // Three upgrades of 70 s, and three times 30 s of good health.
    expect(plan?.expectedDuration).toMatchObject({ medianSeconds: 300, p90Seconds: 462 });
    expect(scaleSet?.releaseId).toBe(runs.canary.report.scaleSet?.releaseId);
    expect(runs.plan.report.scaleSet?.releaseId).toBeNull();
  });

  it('says how much came from the new version: overall, and in each batch', () => {
    const { answers, batches } = runs.promotion.report.scaleSet ?? {};
    const shares = (batches ?? []).map((batch) => batch.answers?.newShare ?? 0);
    // A third of the instances had it before, and two thirds in the second batch.
    expect(shares[0]).toBeCloseTo(1 / 3, 1);
    expect(shares[1]).toBeCloseTo(2 / 3, 1);
    expect(answers?.newShare).toBeGreaterThan(shares[0] ?? 1);
    expect(answers?.versions.map(({ version, side }) => [version, side])).toEqual(
      expect.arrayContaining([
        ['one', 'old'],
        ['two', 'new'],
      ]),
    );
    expect(runs.rollback.report.scaleSet?.answers?.versions).toContainEqual(
      expect.objectContaining({ version: 'two', side: 'new' }),
    );
    expect(runs.stopped.report.scaleSet?.answers).toBeNull();
  });
});
