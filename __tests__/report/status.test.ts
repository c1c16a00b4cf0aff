import { describe, expect, it } from 'vitest';
import { toOutputs } from '../../src/outputs.ts';
import { causeError } from '../../src/report/annotations.ts';
import { createLog } from '../../src/report/log/log.ts';
import { nextSteps } from '../../src/report/next-steps/next-steps.ts';
import { buildReport, type Report } from '../../src/report/report.ts';
import { statusRows } from '../../src/report/status/status-text.ts';
import { summarize } from '../../src/report/summary/summary.ts';
import { titleOf, verdict } from '../../src/report/verdict/verdict.ts';
import { facts } from './rollouts.ts';
import { RUN, stateOf, statuses } from './statuses.ts';

type Name = keyof typeof statuses;

function reportOf(name: Name): Report {
  const status = { state: stateOf[name], addresses: statuses[name], unchecked: [] };
  const productionAddresses = status.addresses.map(({ id, name: each, address }) => ({
    id,
    name: each,
    address,
  }));
  return buildReport({ ...facts, strategy: '', command: 'status', productionAddresses }, [], {
    outcome: 'reported',
    status,
  });
}

const RECOVER =
  'run the action with "command: recover", "production-public-ip: vipswap1pip", "resource-group: vipswap" and "subscription-id: 0000", in a workflow like examples/operate.yml. It is ' +
  'safe at any time, and by several people at once.';

describe('the status of production', () => {
  it.each<[Name, string]>([
    [
      'idle',
      '20.1.2.3 (vipswap1pip) is served by vipswap1lb; nothing is under way and nothing is left over.',
    ],
    ['left over', '20.1.2.3 (vipswap1pip) is served by vipswap1lb; something of an older run is left over.'],
    [
      'under way',
      '20.1.2.3 (vipswap1pip) is served by vipswap1lb; a run is under way, or its runner was lost not long ago.',
    ],
    [
      'interrupted',
      '20.1.2.3 (vipswap1pip) is served by no load balancer; a release was interrupted, and neither finished nor undone.',
    ],
    [
      'on two sides',
      '20.1.2.3 (vipswap1pip) is served by vipswap1lb and 2603::1 (vipswap1pip6) is served by vipswap2lb; production is split between load balancers.',
    ],
  ])('is told in one sentence: %s', (name, sentence) => {
    const report = reportOf(name);
    expect(verdict(report)).toBe(sentence);
    expect(titleOf(report)).toBe('Azure Rollout: status');
    // Asking is no failure, whatever the answer is.
    expect(causeError(report)).toBeNull();
  });

  it.each<[Name, Record<string, string>]>([
    [
      'idle',
      {
        Live: 'vipswap1lb in vipswap, frontend web',
        Since: `2026-11-21T03:14:15.123Z, by run of vip-swap (temporary-ip), ${RUN}`,
        Before: 'vipswap/vipswap2lb/web',
        'Downtime of that': '61.000 s',
      },
    ],
    [
      'never released',
      { Live: 'vipswap1lb in vipswap, frontend web', Since: 'not known: no release has left its tag' },
    ],
    [
      'released by a newer version',
      { Since: 'not known: the tag azure-rollout-last is "v2", which this version cannot read' },
    ],
    ['not measured', { 'Downtime of that': 'not measured' }],
    [
      'left over',
      {
        Locked: `by ${RUN} (vip-swap to vipswap2lb) until 2026-11-22T04:10:00Z, which is over`,
        'Left over':
          'temporary address vipswap1pip-temporary-1; temporary address vipswap1pip-temporary-2, held by /lb/front',
      },
    ],
    [
      'under way',
      {
        Locked: `by ${RUN} (vip-swap to vipswap2lb) until 2026-11-22T04:10:00Z`,
        'Under way': `vip-swap by temporary-ip, begun at 2026-11-22T02:59:00.000Z by ${RUN}`,
      },
    ],
    ['locked by hand', { Locked: `by ${RUN} (vip-swap to vipswap2lb) without an end` }],
    [
      'interrupted',
      {
        Live: 'nobody has the address',
        Interrupted: `vip-swap by temporary-ip, begun at 2026-11-22T02:59:00.000Z by ${RUN}; a recovery had begun to undo it`,
      },
    ],
    [
      'interrupted by nobody knows whom',
      {
        Interrupted:
          'vip-swap by temporary-ip, begun at 2026-11-22T02:59:00.000Z by a run that is not known, because the tag azure-rollout-journal-run is missing',
      },
    ],
    ['unreadable', { Interrupted: 'The tag azure-rollout-journal is "v9", which this version cannot read.' }],
    [
      'moved back by hand',
      { Since: 'not known: it is back where it was before the last release, and not by a release' },
    ],
    [
      'moved on by hand',
      {
        Live: 'vipswap1lb in vipswap, frontend web',
        Since:
          'not known: the last release has brought it to vipswap/vipswap3lb/web, and no release has moved it since',
        'Last release': `2026-11-21T03:14:15.123Z, by run of vip-swap (temporary-ip), ${RUN}`,
      },
    ],
    [
      'released by an older version',
      {
        Since: 'not known for certain: the tag of the last release does not say where that has brought it',
        'Last release': `2026-11-21T03:14:15.123Z, by run of vip-swap (temporary-ip), ${RUN}`,
      },
    ],
    [
      'on a machine',
      { Live: 'no load balancer: /subscriptions/0000/nic1/ipConfigurations/ip has the address' },
    ],
    [
      'on two sides',
      {
        'vipswap1pip: Live': 'vipswap1lb in vipswap, frontend web',
        'vipswap1pip6: Live': 'vipswap2lb in vipswap, frontend web6',
      },
    ],
  ])('has a row for each thing that is known: %s', (name, rows) => {
    const { status } = reportOf(name);
    expect(status === null ? {} : Object.fromEntries(statusRows(status))).toMatchObject(rows);
  });

  it('has no row for what there is not', () => {
    const { status } = reportOf('never released');
    expect(status === null ? [] : statusRows(status).map(([row]) => row)).toEqual(['Live', 'Since']);
  });

  it.each<[Name, readonly string[]]>([
    ['idle', []],
    [
      'left over',
      [
        `Sweep up what is left over: ${RECOVER}`,
        'It leaves vipswap1pip-temporary-2 alone, because /lb/front holds it: give that another address first.',
      ],
    ],
    [
      'on two sides',
      [
        'Decide which load balancer shall serve, and bring there what others serve: "command: run" with it as target-load-balancer, ' +
          'and with the addresses that it does not serve yet as production-public-ip.',
      ],
    ],
    [
      'under way',
      [
        'Wait for the run that has the lock. If its runner is lost, "command: recover" brings what it had begun to an end.',
      ],
    ],
    [
      'locked and unreadable',
      [
        expect.stringMatching(
          /^Wait for the run that has the lock\. If its runner is lost, do what the row "Under way" says.*"command: recover" of it is refused/,
        ),
      ],
    ],
    [
      'locked by hand',
      [expect.stringMatching(/^Wait for whoever has the lock.*"command: unlock" and unlock-reason/)],
    ],
    [
      'under an update',
      [
        `Look again by "command: status" when that update has ended, which takes five minutes at most. If it does not end: ${RECOVER}`,
      ],
    ],
    ['contradicted', ['Look again: it was read while somebody changed it.']],
    ['interrupted', [`Bring the interrupted release to an end: ${RECOVER}`]],
    ['unreadable', ['Do what the row "Interrupted" says: this version cannot read what was begun.']],
  ])('says what to do next: %s', (name, texts) => {
    expect(nextSteps(reportOf(name))).toEqual(texts.map((text) => ({ text, commands: [] })));
  });

  it('is in the summary, the log and the outputs alike', () => {
    const report = reportOf('interrupted');
    const text = summarize(report);
    expect(text).toContain('### Azure Rollout: status');
    expect(text).toContain('| Live | nobody has the address |');
    expect(text).toContain('- Bring the interrupted release to an end: run the action');
    expect(text).not.toContain('| Downtime |');

    const lines: string[] = [];
    const ignored = () => undefined;
    createLog(
      {
        group: ignored,
        endGroup: ignored,
        debug: ignored,
        warning: ignored,
        notice: ({ message }) => lines.push(message),
        error: ({ message }) => lines.push(message),
        info: (line) => lines.push(line),
      },
      facts.startedAtMs,
    ).finish(report);
    expect(lines).toEqual([
      'Live: nobody has the address',
      expect.stringMatching(/^Last release: 2026-11-21T03:14:15\.123Z, /),
      'Before: vipswap/vipswap2lb/web',
      'Downtime of that: 61.000 s',
      expect.stringMatching(/^Interrupted: vip-swap by temporary-ip, begun at /),
      `Bring the interrupted release to an end: ${RECOVER}`,
      verdict(report),
    ]);

    expect(toOutputs(report, '')).toMatchObject({
      outcome: 'reported',
      state: 'interrupted',
      'live-load-balancer': '',
      status: JSON.stringify(report.status),
      'downtime-seconds': '',
    });
    expect(toOutputs(reportOf('on two sides'), '')).toMatchObject({
      state: 'split',
      'live-load-balancer': 'vipswap1lb,vipswap2lb',
    });
  });

  it('names none as live where one of several addresses may be down', () => {
    const [first, ...others] = statuses['on two sides'];
    const [doubtful] = statuses['under an update'];
    expect.assert(first !== undefined && doubtful !== undefined);
    const status = { state: 'uncertain', addresses: [doubtful, ...others], unchecked: [] } as const;
    const report = buildReport({ ...facts, strategy: '', command: 'status' }, [], {
      outcome: 'reported',
      status,
    });
    expect(toOutputs(report, '')['live-load-balancer']).toBe('');
    expect(verdict(report)).toBe(
      '20.1.2.3 (vipswap1pip) is on vipswap1lb, and whether that serves it is not known, because an update of vipswap1lb is under way and ' +
        '2603::1 (vipswap1pip6) is served by vipswap2lb; production may be down.',
    );
  });

  it('has no empty name among the load balancers, where nobody serves one of several addresses', () => {
    const [first, ...others] = statuses['on two sides'];
    expect.assert(first !== undefined);
    const status = {
      state: 'unserved',
      addresses: [{ ...first, live: null }, ...others],
      unchecked: [],
    } as const;
    const report = buildReport({ ...facts, strategy: '', command: 'status' }, [], {
      outcome: 'reported',
      status,
    });
    expect(toOutputs(report, '')['live-load-balancer']).toBe('vipswap2lb');
  });
});
