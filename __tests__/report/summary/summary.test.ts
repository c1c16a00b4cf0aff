import { describe, expect, it } from 'vitest';
import { toFailure } from '../../../src/engine/failure.ts';
import { misunderstood } from '../../../src/inputs/input-error.ts';
import type { RolloutEvent } from '../../../src/report/events.ts';
import { buildReport, type Report } from '../../../src/report/report.ts';
import { summarize } from '../../../src/report/summary/summary.ts';
import {
  addressId,
  facts,
  LB1,
  nativePlan,
  Rollout,
  rolledBackSwap,
  TEMPORARY_IP,
  temporaryIpPlan,
  temporaryIpSwap,
} from '../rollouts.ts';

const swapped = buildReport(facts, temporaryIpSwap().events);

function verdictOf(report: Report): string | undefined {
  return summarize(report).split('\n\n')[1]?.trimEnd();
}

/** The cells of the row that begins with `name`. */
function row(summary: string, name: string): string[] | undefined {
  return summary
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .map((line) => line.slice(2, -2).replaceAll('&nbsp;', ' ').split(' | '))
    .find(([first]) => first === name);
}

/** What is folded away under a title. */
function fold(summary: string, title: string): string | undefined {
  const [, after] = summary.split(`<details><summary>${title}</summary>\n\n`);
  return after?.split('\n\n</details>')[0];
}

/** The answers to the first two requests take a second longer, as after one lost packet of the handshake. */
function slowAnswers({ events }: Rollout): RolloutEvent[] {
  const dueAtMs = [0, 250].map((dueMs) => facts.startedAtMs + dueMs);
  return events.map((event) => {
    if (event.type !== 'probe-sample' || !dueAtMs.includes(event.sample.dueAtMs)) {
      return event;
    }
    const { sample } = event;
    return { ...event, sample: { ...sample, completedAtMs: sample.completedAtMs + 1_000 } };
  });
}

describe('the verdict', () => {
  it.each<[string, Report, string]>([
    [
      'a measured outage',
      swapped,
      '**Production at 20.1.2.3 (vipswap1pip) now serves from vipswap2lb; it did not answer for 61.00 s (± 0.25 s).**',
    ],
    [
      'more than was allowed',
      buildReport({ ...facts, maxDowntimeMs: 45_000 }, temporaryIpSwap().events),
      '**Production at 20.1.2.3 (vipswap1pip) now serves from vipswap2lb; it did not answer for 61.00 s (± 0.25 s), longer than the 45.00 s allowed.**',
    ],
    [
      'no prober',
      buildReport(
        facts,
        temporaryIpSwap().events.filter(({ type }) => !type.startsWith('probe')),
      ),
      '**Production at 20.1.2.3 (vipswap1pip) now serves from vipswap2lb; the control plane had it away for 60.50 s, and nobody probed what users saw.**',
    ],
    [
      'no outage',
      buildReport(
        facts,
        new Rollout()
          .plan(temporaryIpPlan)
          .step('release-production', { path: LB1 })
          .finish('succeeded')
          .probed(0, 5_000).events,
      ),
      '**Production at 20.1.2.3 (vipswap1pip) now serves from vipswap2lb; no outage was seen in 21 requests (one shorter than 0.25 s may be missed).**',
    ],
    [
      'rolled back',
      buildReport(facts, rolledBackSwap().events),
      '**Production at 20.1.2.3 (vipswap1pip) serves from vipswap1lb again, after the change was undone; it did not answer for 27.50 s (± 0.25 s).**',
    ],
    [
      'failed before any write',
      buildReport(facts, [], { outcome: 'failed', failure: { message: 'no such load balancer' } }),
      '**Nothing was changed.**',
    ],
    [
      'failed with a write that may have been carried out',
      buildReport(
        facts,
        new Rollout()
          .plan(temporaryIpPlan)
          .begin('release-production')
          .request({ method: 'PUT', path: LB1, result: { kind: 'no-answer', cause: 'ECONNRESET' } })
          .finish('failed', 'lost').events,
      ),
      '**Production may be down: 20.1.2.3 (vipswap1pip) is not known to serve from vipswap2lb, nor from vipswap1lb; its downtime was not measured.**',
    ],
    [
      'no outage, but users who waited',
      buildReport(
        facts,
        slowAnswers(
          new Rollout().plan(nativePlan).step('swap', { path: LB1 }).finish('succeeded').probed(0, 5_000),
        ),
      ),
      '**Production at 20.1.2.3 (vipswap1pip) now serves from vipswap2lb; no outage was seen in 21 requests, 2 of them slow (one shorter than 0.25 s may be missed).**',
    ],
    [
      'refused, with nothing to undo',
      buildReport(
        facts,
        new Rollout()
          .plan(nativePlan)
          .begin('swap')
          .refusedWrite(`${LB1}/swap`, 403, 'AuthorizationFailed')
          .undo('swap')
          .finish('rolled-back', 'refused').events,
      ),
      '**Nothing was changed.**',
    ],
    [
      'several outages',
      buildReport(
        facts,
        new Rollout()
          .plan(nativePlan)
          .step('swap', { path: LB1, lastsMs: 3_000 })
          .finish('succeeded')
          .probed(0, 9_000, [
            [1_000, 2_000],
            [4_000, 4_250],
          ]).events,
      ),
      '**Production at 20.1.2.3 (vipswap1pip) now serves from vipswap2lb; it did not answer for 1.25 s in 2 outages (± 0.50 s).**',
    ],
    [
      'two addresses',
      buildReport(
        {
          ...facts,
          productionAddresses: [
            ...facts.productionAddresses,
            { id: addressId('v6'), name: 'v6', address: '2603::1' },
          ],
        },
        rolledBackSwap().events.filter(({ type }) => !type.startsWith('probe')),
      ),
      '**Production at 20.1.2.3 (vipswap1pip) and 2603::1 (v6) serves from vipswap1lb again, after the change was undone; the control plane had it away for 27.00 s, and nobody probed what users saw.**',
    ],
    [
      'production that was down already',
      buildReport(facts, new Rollout().probed(0, 2_750, [[0, 9_000]]).events, {
        outcome: 'failed',
        failure: { message: 'http://20.1.2.3:9000/health did not give 10 good answers' },
      }),
      '**Nothing was changed. Production at 20.1.2.3 (vipswap1pip) did not answer before this run either: 12 requests, none with a good answer.**',
    ],
    [
      'production that answered at times before anything was changed',
      buildReport(facts, new Rollout().probed(0, 2_750, [[500, 9_000]]).events, {
        outcome: 'failed',
        failure: { message: 'http://20.1.2.3:9000/health did not give 10 good answers' },
      }),
      '**Nothing was changed.**',
    ],
    [
      'a rollback that left only what serves nobody',
      buildReport(
        facts,
        new Rollout()
          .plan(temporaryIpPlan)
          .step('create-temporary-ip', { path: TEMPORARY_IP })
          .failedStep('free-target-frontend', 'refused')
          .undo('free-target-frontend')
          .failedUndo('create-temporary-ip', 'refused as well')
          .finish('failed', 'refused').events,
      ),
      '**Production at 20.1.2.3 (vipswap1pip) is on vipswap1lb as before, but not all that this run changed besides is undone; its downtime was not measured.**',
    ],
    [
      'no change',
      buildReport(facts, [], { outcome: 'no-change', reason: 'vipswap2lb serves it already' }),
      '**Nothing was to be done: vipswap2lb serves it already.**',
    ],
    [
      'planned',
      buildReport(facts, [], { outcome: 'planned', plan: temporaryIpPlan }),
      '**Nothing was changed yet. The plan: 20.1.2.3 (vipswap1pip) shall serve from vipswap2lb.**',
    ],
  ])('says what is known and no more: %s', (_, report, expected) => {
    expect(verdictOf(report)).toBe(expected);
  });
});

describe('the summary of a run', () => {
  const summary = summarize(swapped);

  it('gives the numbers with what they are good to', () => {
    expect(row(summary, 'Downtime')?.[1]).toBe('**61.00 s** (± 0.25 s)');
    expect(row(summary, 'Control-plane window')?.[1]).toBe('60.50 s');
    expect(row(summary, 'Requests of the prober')?.[1]).toBe('315, 244 failed (77.5 %), 0 slow');
    expect(row(summary, 'ARM')?.[1]).toBe('5 write operations, 164 requests');
  });

  it('lists every step with its duration, and what it changed in a fold', () => {
    expect(row(summary, 'Nr')).toEqual(['Nr', 'Step', 'Done']);
    expect(row(summary, '3')).toEqual(['3', 'Take vipswap1pip off vipswap1lb', '✅ in 30.00 s']);
    expect(fold(summary, 'What the steps change')).toContain(
      '- step 3: <code>vipswap1lb</code> frontendIPConfigurations/web.publicIPAddress.id: vipswap1pip → vipswap2pip\n',
    );
  });

  it('gives each table a header of words', () => {
    expect(summary).toContain('| Property | Value |\n| --- | --- |');
    expect(summary).not.toMatch(/^\|[^\n]*\| {2}\|/m);
  });

  it('folds away what else is different, which a reviewer of the plan had to see', () => {
    expect(fold(summary, 'What else is different now (1)')).toBe(
      '- Outbound addresses of both sides change with the frontends.',
    );
  });

  it('folds the operations away, with the ids that Azure support asks for', () => {
    const folded = fold(summary, '5 ARM operations');
    for (const { correlationId } of swapped.operations) {
      expect(folded).toContain(`<code>${correlationId}</code>`);
    }
  });

  it('says how to go back', () => {
    expect(summary).toContain('run again with target-load-balancer: vipswap1lb');
  });

  it('has no heading above the third level', () => {
    expect(summary).not.toMatch(/^#{1,2} /m);
    expect(summary).toMatch(/^### vip-swap: production moved$/m);
  });

  it('says where it was made when that was not Azure', () => {
    const at = (speed: number) =>
      summarize(buildReport({ ...facts, emulator: { dataPlane: 'late', speed } }, temporaryIpSwap().events));
    expect(at(1)).toContain('not on Azure: data plane <code>late</code>.');
    expect(at(20)).toContain("at 20 times the speed; no figure here is converted back into Azure's seconds");
    expect(summary).not.toContain('emulator');
  });

  it('names the cause of a rollback, and nothing as different that is not', () => {
    const text = summarize(buildReport(facts, rolledBackSwap().events));
    expect(text).toContain('> [!CAUTION]\n> <code>Conflict</code>: vipswap2lb could not be updated');
    expect(row(text, '4')?.slice(2, 4)).toEqual(['❌ failed in 5.00 s', '✅ in 0.00 s']);
    expect(text).not.toContain('What else is different');
  });

  it('lists all problems of a preflight', () => {
    const problems = ['input vm is unknown', 'vipswap2lb has no rule on port 80'];
    const failure = { message: problems.join('\n'), code: 'Preflight', problems };
    const text = summarize(buildReport({ ...facts, strategy: '' }, [], { outcome: 'failed', failure }));
    expect(text).toMatch(/^### Azure Rollout: failed$/m);
    expect(text).toContain(
      '> [!CAUTION]\n> <code>Preflight</code>: 2 problems\n>\n> - input vm is unknown\n> - vipswap2lb has no rule on port 80',
    );
  });

  it('takes the lines of a value that an error quotes for one problem', () => {
    const failure = toFailure(misunderstood('image', 'x\n::warning::y\n# H1', 'publisher:offer:sku:version'));
    const text = summarize(buildReport({ ...facts, strategy: '' }, [], { outcome: 'failed', failure }));
    expect(text).not.toContain('problems');
    expect(text).toMatch(/^> <code>InvalidInput<\/code>: image: .*x ::warning::y .*H1.* is not understood/m);
  });

  it('says that an outage was not over', () => {
    const events = temporaryIpSwap().events.filter(
      (event) =>
        !(
          event.type === 'probe-sample' &&
          event.sample.result.kind === 'good' &&
          event.atMs > facts.startedAtMs + 20_000
        ),
    );
    expect(row(summarize(buildReport(facts, events)), 'Downtime')?.[1]).toBe(
      'at least 61.23 s: not over when probing ended',
    );
  });

  it('says of one that followed another what both lasted at the least', () => {
    const { events } = new Rollout()
      .plan(nativePlan)
      .step('swap', { path: LB1, lastsMs: 3_000 })
      .finish('succeeded')
      .probed(0, 9_000, [
        [1_000, 2_000],
        [4_000, 10_000],
      ]);
    // 0.75 s between the failures of the first, and 5.48 s of the second.
    expect(row(summarize(buildReport(facts, events)), 'Downtime')?.[1]).toBe(
      'at least 6.23 s: not over when probing ended',
    );
  });
});

it('gives a reviewer the plan: every call, every field, why, what will be down, and what is not known', () => {
  const text = summarize(buildReport(facts, [], { outcome: 'planned', plan: temporaryIpPlan }));
  for (const { calls, undoneBy, verifiedBy } of temporaryIpPlan.steps) {
    expect(text).toContain(`, api-version 2025-05-01<br><code>${calls[0]?.target}</code>\n`);
    expect(text).toContain(`   - verified by: ${verifiedBy}\n   - undone by: ${undoneBy}\n`);
  }
  expect(text).toContain('   - PUT loadBalancers/vipswap1lb, api-version');
  expect(text).toContain('frontendIPConfigurations/web.publicIPAddress.id: vipswap1pip → vipswap2pip');
  expect(text).toContain('<code>temporary-ip</code>: native was never recorded on scale sets');
  expect(text).toContain(
    'does not answer from step 3 to the end of step 4. Expected: about 51 s in half of the cases, at most about 129 s in nine of ten (two load balancer updates, recorded).',
  );
  expect(text).toContain('- Outbound addresses of both sides change');
  expect(text).toContain('- Quota of public IP addresses');
});

it.each([
  [{ medianSeconds: null, p90Seconds: null, atLeastSeconds: 10 }, 'Expected: at least 10 s (as documented).'],
  [{ medianSeconds: null, p90Seconds: null }, 'For how long was never recorded: as documented.'],
])('invents no figure that was never recorded: %o', (figures, expected) => {
  const plan = { ...nativePlan, expectedDowntime: { ...figures, basis: 'as documented' } };
  expect(summarize(buildReport(facts, [], { outcome: 'planned', plan }))).toContain(
    `The production address does not answer during step 1. ${expected}`,
  );
});

it('foretells no downtime where no step takes the address away', () => {
  const plan = { ...temporaryIpPlan, steps: temporaryIpPlan.steps.slice(0, 2) };
  expect(summarize(buildReport(facts, [], { outcome: 'planned', plan }))).toContain(
    'Nothing: no step takes the production address away.',
  );
});

describe('hostile text', () => {
  const hostile = '`a`|<script>alert(1)</script>\n# b\n| c | **d** ![e](http://f) $g$ @h <!--';

  it('shows as text, in one cell', () => {
    const step = temporaryIpPlan.steps[0];
    if (step === undefined) {
      throw new Error('the plan has no step');
    }
    const plan = { ...temporaryIpPlan, steps: [{ ...step, title: hostile }], hazards: [hostile] };
    const events = new Rollout()
      .plan(plan)
      .failedStep(step.id, hostile, { path: `/x/${hostile}`, lastsMs: 1_000 })
      .finish('failed', hostile).events;
    const text = summarize(buildReport({ ...facts, newLoadBalancer: hostile }, events));
    expect(text).not.toContain('<script>');
    expect(text).not.toContain('<!--');
    expect(text).not.toContain('![e]');
    expect(text).not.toMatch(/^# b/m);
    expect(row(text, '1')).toHaveLength(3);
  });
});

describe('a run of very many operations', () => {
  const rollout = new Rollout().plan(temporaryIpPlan).begin('release-production');
  for (let index = 0; index < 12_000; index += 1) {
    rollout.write({ path: `${LB1}-${index}` });
  }
  const summary = summarize(buildReport(facts, rollout.finish('succeeded').events));

  it('stays within what GitHub takes, and says what is missing', () => {
    expect(Buffer.byteLength(summary)).toBeLessThan(2 ** 20);
    const listed = summary.match(/vipswap1lb-\d+<\/code> \| Succeeded/g)?.length ?? 0;
    expect(listed).toBeGreaterThan(5_000);
    expect(summary).toContain(
      `${12_000 - listed} more did not fit into a step summary: they are in report.json.`,
    );
    expect(summary).toContain('Not drawn: 11960 later operations.');
    expect(summary).toContain('#### What to do next');
  });
});
