import { describe, expect, it } from 'vitest';
import type { Plan } from '../../src/engine/plan.ts';
import { causeError } from '../../src/report/annotations.ts';
import { nextSteps } from '../../src/report/next-steps.ts';
import { buildReport, type Report } from '../../src/report/report.ts';
import { summarize } from '../../src/report/summary.ts';
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
} from './rollouts.ts';

function commandsOf(report: Report): string[] {
  return nextSteps(report).flatMap(({ commands }) => [...commands]);
}

const RECOVER =
  'Bring the release to an end: run the action with "command: recover", "production-public-ip: vipswap1pip" and "resource-group: vipswap", in a workflow ' +
  'like examples/operate.yml. It is safe at any time, and by several people at once.';

function update(loadBalancer: string, address: string): string {
  return `az network lb frontend-ip update -g vipswap --lb-name ${loadBalancer} -n web --public-ip-address ${address} --subscription 0000`;
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
  it('gives the commands that are missing, in the order in which they have to run', () => {
    expect(commandsOf(broken)).toEqual([
      update('vipswap1lb', PRODUCTION_IP),
      `az network public-ip delete --ids ${TEMPORARY_IP}`,
    ]);
  });

  it('gives them for every step that was begun where nothing was to be undone', () => {
    const events = brokenRollback().events.filter(({ type }) => !type.startsWith('undo'));
    expect(commandsOf(buildReport(facts, events))).toEqual([
      update('vipswap2lb', TEMPORARY_IP),
      update('vipswap1lb', PRODUCTION_IP),
      update('vipswap2lb', TARGET_IP),
      `az network public-ip delete --ids ${TEMPORARY_IP}`,
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
      '1. Once it has, all is done. Only where it cannot be run, go on by hand:',
      `1. Take back "Take vipswap1pip off vipswap1lb":\n\n   \`\`\`sh\n   ${update('vipswap1lb', PRODUCTION_IP)}\n   \`\`\`\n`,
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
      'Once it has, all is done. Only where it cannot be run, go on by hand:',
      'Take back "Take vipswap1pip off vipswap1lb":',
      update('vipswap1lb', PRODUCTION_IP),
      'Take back "Create the temporary public IP":',
      `az network public-ip delete --ids ${TEMPORARY_IP}`,
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

  it('parks one side first where ARM exchanged two addresses, as no address has two frontends', () => {
    const events = new Rollout()
      .plan(nativePlan)
      .failedStep('swap', 'failed', { method: 'POST', path: `${LB1}/swap`, status: 'Failed' })
      .failedUndo('swap', 'refused')
      .finish('failed', 'failed').events;
    const report = buildReport(facts, events);
    expect(commandsOf(report)).toEqual([
      update('vipswap2lb', 'FREE_ADDRESS_ID'),
      update('vipswap1lb', PRODUCTION_IP),
      update('vipswap2lb', TARGET_IP),
    ]);
    expect(nextSteps(report).find(({ commands }) => commands.length > 0)?.text).toContain(
      'the same SKU and IP version, for FREE_ADDRESS_ID:',
    );
  });

  it('has words where the changes of a step do not tell a command', () => {
    const steps = nativePlan.steps.map((step) => ({
      ...step,
      changes: [{ resource: LB1, field: 'properties.colour', from: 'blue', to: 'green' }],
      undoneBy: 'painting it blue',
    }));
    const events = new Rollout()
      .plan({ ...nativePlan, steps })
      .step('swap', { path: LB1 })
      .finish('failed', 'failed').events;
    expect(nextSteps(buildReport(facts, events))).toContainEqual({
      text: 'Take back "Swap both addresses" by hand. It is undone by painting it blue.',
      commands: [],
    });
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
    expect(commandsOf(buildReport(facts, events))[0]).toContain(` -g ${quoted} `);
  });

  it('lets no command end the block that it stands in', () => {
    const plan: Plan = JSON.parse(
      JSON.stringify(temporaryIpPlan).replaceAll('resourceGroups/vipswap/', 'resourceGroups/```/'),
    );
    const events = new Rollout()
      .plan(plan)
      .step('release-production', { path: LB1 })
      .finish('failed', 'x').events;
    expect(summarize(buildReport(facts, events))).toMatch(/^ {3}````sh\n.+\n {3}````$/m);
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

it('gives the command for a temporary address that could not be deleted', () => {
  const events = temporaryIpSwap().events.map((event) =>
    event.type === 'step-succeeded' && event.stepId === 'delete-temporary-ip'
      ? { ...event, type: 'step-failed' as const, failure: { message: 'locked' } }
      : event,
  );
  expect(nextSteps(buildReport(facts, events))[0]).toEqual({
    text: 'Do by hand what was left over, "Delete the temporary public IP":',
    commands: [`az network public-ip delete --ids ${TEMPORARY_IP}`],
  });
});
