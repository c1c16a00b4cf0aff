import { describe, expect, it } from 'vitest';
import type { Plan } from '../../../src/engine/plan.ts';
import { causeError } from '../../../src/report/annotations.ts';
import { nextSteps } from '../../../src/report/next-steps/next-steps.ts';
import { buildReport, type Report } from '../../../src/report/report.ts';
import type { RunFacts } from '../../../src/report/run-facts.ts';
import { summarize } from '../../../src/report/summary/summary.ts';
import {
  facts,
  LB1,
  LB2,
  nativePlan,
  PRODUCTION_IP,
  Rollout,
  rolledBackSwap,
  TARGET_IP,
  TEMPORARY_IP,
  temporaryIpPlan,
  temporaryIpSwap,
} from '../rollouts.ts';

function commandsOf(report: Report): string[] {
  return nextSteps(report).flatMap(({ commands }) => [...commands]);
}

const RECOVER =
  'Bring the release to an end: run the action with "command: recover", "production-public-ip: vipswap1pip", "resource-group: vipswap" and "subscription-id: 0000", in a workflow ' +
  'like examples/operate.yml. It is safe at any time, and by several people at once.';

function update(loadBalancer: string, address: string): string {
  return `az network lb frontend-ip update -g vipswap --lb-name ${loadBalancer} -n web --public-ip-address ${address} --subscription 0000`;
}

const LOOK =
  'Once it has, all is done. Only where it cannot be run, look by hand who has production: "public-ip show" prints nothing where no ' +
  'frontend has it, and then "frontend-ip update" gives it back:';
const SHOW = `az network public-ip show --ids ${PRODUCTION_IP} --query ipConfiguration.id --output tsv`;

/** Of an address in another resource group. */
function inGroup(group: string): RunFacts {
  const productionAddresses = facts.productionAddresses.map((each) => ({
    ...each,
    id: each.id.replace('resourceGroups/vipswap/', `resourceGroups/${group}/`),
  }));
  return { ...facts, productionAddresses };
}

/** The worst: production is away, and two of the four steps cannot be undone. */
function brokenRollback(): Rollout {
  return new Rollout()
    .plan(temporaryIpPlan)
    .step('create-temporary-ip', { path: TEMPORARY_IP })
    .step('free-target-frontend', { path: LB2 })
    .step('release-production', { path: LB1 })
    .failedStep('attach-production', 'vipswap2lb could not be updated', { path: LB2, status: 'Failed' })
    .undo('attach-production', { path: LB2 })
    .failedUndo('release-production', 'vipswap1lb is locked')
    .undo('free-target-frontend', { path: LB2 })
    .failedUndo('create-temporary-ip', 'ARM does not answer')
    .finish('failed', 'vipswap2lb could not be updated');
}

const broken = buildReport(facts, brokenRollback().events);

describe('a rollback that failed', () => {
  it('gives the commands that look who has production, and give it back where nobody has looked', () => {
    expect(commandsOf(broken)).toEqual([SHOW, update('vipswap1lb', PRODUCTION_IP)]);
  });

  it('gives none where production was seen on one of the two: a recovery does what is left', () => {
    const seen = brokenRollback().saw('vipswap1lb').events;
    expect(commandsOf(buildReport(facts, seen))).toEqual([]);
  });

  it('gives those that go by what is there where somebody has looked, and no frontend has it', () => {
    const report = buildReport(facts, [
      ...brokenRollback().events,
      {
        type: 'by-hand',
        atMs: 5_000_100,
        changes: [
          {
            resource: LB1,
            field: 'frontendIPConfigurations/web.publicIPAddress.id',
            from: TARGET_IP,
            to: PRODUCTION_IP,
          },
        ],
      },
    ]);
    expect(commandsOf(report)).toEqual([update('vipswap1lb', PRODUCTION_IP)]);
    expect(nextSteps(report).map(({ text }) => text)).toEqual([
      expect.stringMatching(/^The post step of this job tries once more/),
      RECOVER,
      expect.stringMatching(/^Production is not served meanwhile\./),
    ]);
  });

  it('opens with headline, causes and what to do, before anything else', () => {
    const text = summarize(broken);
    const order = [
      '**Production may be down: 20.1.2.3 (vipswap1pip) is not known to serve from vipswap2lb, nor from vipswap1lb;',
      '> <code>Conflict</code>: vipswap2lb could not be updated\n',
      '> - Not undone, "Take vipswap1pip off vipswap1lb": vipswap1lb is locked\n',
      '> - Not undone, "Create the temporary public IP": ARM does not answer\n',
      '#### What to do next\n\n1. The post step of this job tries once more to undo this: see its result first.',
      '1. Bring the release to an end: run the action with',
      `1. ${LOOK}\n\n   \`\`\`sh\n   ${SHOW}\n   ${update('vipswap1lb', PRODUCTION_IP)}\n   \`\`\`\n`,
      '1. Then see that production answers.',
      '| Property | Value |',
    ].map((part) => text.indexOf(part));
    expect(order).not.toContain(-1);
    expect(order).toEqual(order.toSorted((a, b) => a - b));
  });

  it('says all of that in the error too, which is read without the summary', () => {
    expect(causeError(broken)?.message.split('\n')).toEqual([
      expect.stringMatching(/^Production may be down: /),
      'Cause: Conflict: vipswap2lb could not be updated.',
      'Not undone: "Take vipswap1pip off vipswap1lb": vipswap1lb is locked.',
      'Not undone: "Create the temporary public IP": ARM does not answer.',
      expect.stringMatching(/^The post step of this job tries once more/),
      RECOVER,
      LOOK,
      SHOW,
      update('vipswap1lb', PRODUCTION_IP),
      'Then see that production answers.',
    ]);
  });

  it('gives no commands for by hand where somebody else has come between, whose change they would write over', () => {
    const events = brokenRollback().events.map((event) =>
      event.type === 'undo-failed'
        ? { ...event, failure: { ...event.failure, code: 'ForeignChange' } }
        : event,
    );
    const report = buildReport(facts, events);
    expect(commandsOf(report)).toEqual([]);
    expect(nextSteps(report).map(({ text }) => text)).toEqual([
      expect.stringMatching(/^Find out who has put there what the cause names/),
      expect.stringMatching(/^Then bring the release to an end: .*"command: recover"/),
    ]);
  });

  it('does not refer to the post step where the undoing has had its time: that one does not try again', () => {
    const events = brokenRollback().events.map((event) =>
      event.type === 'undo-failed' ? { ...event, failure: { ...event.failure, code: 'UndoTimeout' } } : event,
    );
    expect(nextSteps(buildReport(facts, events))[0]?.text).toBe(RECOVER);
  });

  it.each([
    ['rg (prod)', "'rg (prod)'"],
    ["rg'; reboot", "'rg'\\''; reboot'"],
    ['$(reboot)', "'$(reboot)'"],
  ])('quotes what a shell would read otherwise: %s', (group, quoted) => {
    const plan: Plan = JSON.parse(
      JSON.stringify(temporaryIpPlan).replaceAll('resourceGroups/vipswap/', `resourceGroups/${group}/`),
    );
    const events = new Rollout()
      .plan(plan)
      .step('release-production', { path: LB1 })
      .finish('failed', 'x').events;
    expect(commandsOf(buildReport(inGroup(group), events)).at(-1)).toContain(` -g ${quoted} `);
  });

  it('lets no command end the block that it stands in', () => {
    const plan: Plan = JSON.parse(
      JSON.stringify(temporaryIpPlan).replaceAll('resourceGroups/vipswap/', 'resourceGroups/```/'),
    );
    const events = new Rollout()
      .plan(plan)
      .step('release-production', { path: LB1 })
      .finish('failed', 'x').events;
    expect(summarize(buildReport(inGroup('```'), events))).toMatch(/^ {3}````sh\n.+\n.+\n {3}````$/m);
  });
});

it('asks for nothing where a failed run has left nothing', () => {
  const events = new Rollout()
    .plan(nativePlan)
    .failedStep('swap', 'failed', { method: 'POST', path: `${LB1}/swap`, status: 'Failed' })
    .undo('swap')
    .finish('rolled-back', 'failed').events;
  const failure = { message: 'room for no temporary address' };
  const report = buildReport(facts, events, { outcome: 'failed', failure });
  expect(nextSteps(report)).toEqual([
    { text: 'Remove the cause and run again: what this run had changed is undone.', commands: [] },
  ]);
  expect(causeError(report)?.message).toMatch(
    /^Production at .+ is on vipswap1lb as before, and what this run had changed is undone;/,
  );
});

describe('a run that was cancelled', () => {
  const failure = { message: 'The run was cancelled.', code: 'Cancelled' };

  it.each([
    [
      'in its steps',
      rolledBackSwap().events.map((event) =>
        event.type === 'plan-finished' ? { ...event, failure } : event,
      ),
      undefined,
      'What the run had changed when it was cancelled is undone. Running again starts from where things are.',
    ],
    [
      'in its checks',
      [],
      { outcome: 'failed' as const, failure },
      'Nothing had been changed when the run was cancelled. Running again starts from where things are.',
    ],
  ])('has no cause to be removed: %s', (_, events, conclusion, expected) => {
    expect(nextSteps(buildReport(facts, events, conclusion))).toEqual([{ text: expected, commands: [] }]);
  });
});

it('refers to a recovery, which sweeps it up, for a temporary address that could not be deleted', () => {
  const events = temporaryIpSwap().events.map((event) =>
    event.type === 'step-succeeded' && event.stepId === 'delete-temporary-ip'
      ? { ...event, type: 'step-failed' as const, failure: { message: 'locked' } }
      : event,
  );
  expect(nextSteps(buildReport(facts, events))[0]).toEqual({
    text: expect.stringMatching(
      /^Do what was left over, "Delete the temporary public IP": run the action with "command: recover"/,
    ),
    commands: [],
  });
});
