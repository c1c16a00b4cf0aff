import { describe, expect, it } from 'vitest';
import { instancesTable } from '../../../src/report/summary/instances-table.ts';
import type { InstanceSeen } from '../../../src/strategies/scale-set/release-events.ts';

const instance = (instanceId: string, given: Partial<InstanceSeen> = {}): InstanceSeen => ({
  instanceId,
  zone: '1',
  faultDomain: 0,
  image: '1.0.0',
  isUpToDate: true,
  hasPayload: true,
  health: 'healthy',
  provisioningState: 'Succeeded',
  power: 'running',
  role: 'upgraded',
  ...given,
});

/** The rows of the nth table, in cells. */
function rowsOf(instances: readonly InstanceSeen[], nth: number): string[][] {
  const tables = (instancesTable(instances) ?? '').split('\n\n').filter((part) => part.startsWith('| '));
  const lines = tables[nth]?.split('\n') ?? [];
  return lines.map((line) => line.slice(2, -2).replaceAll('&nbsp;', ' ').split(' | '));
}

describe('the instances of a summary', () => {
  it('are nothing where there are none', () => {
    expect(instancesTable([])).toBeNull();
  });

  it('stand in a grid of zones and fault domains, by their numbers', () => {
    const rows = rowsOf(
      [
        instance('10'),
        instance('2', { role: 'canary' }),
        instance('3', { zone: '2', faultDomain: 4, role: 'old' }),
        instance('4', { zone: '10', role: 'quarantined' }),
      ],
      0,
    );
    expect(rows).toEqual([
      ['', 'Fault domain 0', 'Fault domain 4'],
      ['---', '---', '---'],
      ['Zone 1', '🐤 <code>2</code><br>✅ <code>10</code>', ''],
      ['Zone 2', '', '⬜ <code>3</code>'],
      ['Zone 10', '🚧 <code>4</code>', ''],
    ]);
  });

  it('stand in one row where the scale set has no zones', () => {
    expect(rowsOf([instance('0', { zone: '' })], 0)[2]).toEqual(['no zone', '✅ <code>0</code>']);
  });

  it('show what is out of order about one that its role does not say', () => {
    const cellOf = (given: Partial<InstanceSeen>) => rowsOf([instance('0', given)], 0)[2]?.[1];
    expect(cellOf({ role: 'old', health: 'unhealthy' })).toBe('⬜ <code>0</code> unhealthy');
    expect(cellOf({ role: 'unhealthy', health: 'unhealthy' })).toBe('❌ <code>0</code>');
    expect(cellOf({ health: 'unknown', power: 'deallocated' })).toBe(
      '✅ <code>0</code> health unknown, deallocated',
    );
    expect(cellOf({ health: 'unmonitored' })).toBe('✅ <code>0</code>');
  });

  it('are counted by their roles, those that occur', () => {
    const roles = ['upgraded', 'old', 'upgraded', 'unhealthy'] as const;
    const summary = instancesTable(roles.map((role, index) => instance(String(index), { role })));
    expect(summary).toContain('\n\n⬜ 1 old · ✅ 2 upgraded · ❌ 1 unhealthy\n\n');
  });

  it('are listed with all that is known of them, folded away', () => {
    const old = instance('7', { zone: '3', faultDomain: 2, image: '0.9.0', isUpToDate: false, role: 'old' });
    expect(instancesTable([old])).toContain('<details><summary>1 instance</summary>');
    expect(rowsOf([old], 1)).toEqual([
      ['Instance', 'Zone', 'Fault domain', 'Role', 'Image', 'Model', 'State', 'Health', 'Power'],
      Array(9).fill('---'),
      ['<code>7</code>', '3', '2', 'old', '0.9.0', 'outdated', 'Succeeded', '✅', 'running'],
    ]);
  });

  it('cannot break out of the table by their names', () => {
    const summary = instancesTable([
      instance('a|b<b>', { zone: '*1*', image: '[x](y)|`z`\n# h', power: 'stopped<br>' }),
    ]);
    expect(summary).not.toMatch(/a\|b|<b>|\*1\*|\[x\]|`|# h|stopped<br>/);
    const columns = summary?.split('\n').filter((line) => line.startsWith('| ')) ?? [];
    expect(columns.map((line) => line.split(' | ').length)).toEqual([2, 2, 2, 9, 9, 9]);
  });
});
