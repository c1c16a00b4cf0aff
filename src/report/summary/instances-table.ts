import type { InstanceHealth } from '../../strategies/scale-set/instances/instance.ts';
import type { InstanceRole, InstanceSeen } from '../../strategies/scale-set/release-events.ts';
import { countOf } from '../readable.ts';
import { code, details, escapeMarkdown, section, table, unbroken } from './markdown.ts';

const MARK = {
  none: '🔹',
  old: '⬜',
  canary: '🐤',
  upgraded: '✅',
  sick: '🤒',
  unhealthy: '❌',
  quarantined: '🚧',
} as const satisfies Record<InstanceRole, string>;

export const ROLE_TEXT = {
  none: 'in no release',
  old: 'old',
  canary: 'canary',
  upgraded: 'upgraded',
  sick: 'sick',
  unhealthy: 'unhealthy',
  quarantined: 'quarantined',
} as const satisfies Record<InstanceRole, string>;

const HEALTH_TEXT = {
  healthy: '✅',
  unhealthy: '❌ unhealthy',
  unknown: '⚠️ unknown',
  unmonitored: 'not monitored',
} as const satisfies Record<InstanceHealth, string>;

/**
 * Where the release has got to, at a glance: a row for each zone, a column for each fault domain, every instance in its place,
 * and all that is known of them folded away. `null` where there are none.
 */
export function instancesTable(instances: readonly InstanceSeen[]): string | null {
  if (instances.length === 0) {
    return null;
  }
  const ordered = instances.toSorted((a, b) => byNumber(a.instanceId, b.instanceId));
  return section('Instances', [grid(ordered), legend(ordered), list(ordered)].join('\n\n'));
}

function grid(instances: readonly InstanceSeen[]): string {
  const zones = distinct(instances.map(({ zone }) => zone)).toSorted(byNumber);
  const faultDomains = distinct(instances.map(({ faultDomain }) => faultDomain)).toSorted((a, b) => a - b);
  const rows = zones.map((zone) => [
    zone === '' ? 'no zone' : `Zone ${escapeMarkdown(zone)}`,
    ...faultDomains.map((faultDomain) =>
      instances
        .filter((each) => each.zone === zone && each.faultDomain === faultDomain)
        .map(place)
        .join('<br>'),
    ),
  ]);
  return table(['', ...faultDomains.map((faultDomain) => `Fault domain ${faultDomain}`)], rows);
}

/** An instance in the grid, with what is out of order about it that its role does not say. */
function place({ instanceId, role, health, power, provisioningState }: InstanceSeen): string {
  const notes = [
    health === 'unhealthy' && role !== 'unhealthy' && role !== 'sick' ? 'unhealthy' : '',
    health === 'unknown' ? 'health unknown' : '',
    provisioningState === 'Succeeded' ? '' : escapeMarkdown(provisioningState),
    power === 'running' ? '' : escapeMarkdown(power),
  ].filter((note) => note !== '');
  const words = notes.length === 0 ? '' : unbroken(` ${notes.join(', ')}`);
  return `${MARK[role]}&nbsp;${code(instanceId)}${words}`;
}

/** Only of what there is. */
function legend(instances: readonly InstanceSeen[]): string {
  const counts = Map.groupBy(instances, ({ role }) => role);
  return (Object.keys(MARK) as InstanceRole[])
    .filter((role) => counts.has(role))
    .map((role) => `${MARK[role]} ${counts.get(role)?.length} ${ROLE_TEXT[role]}`)
    .join(' · ');
}

const COLUMNS = ['Instance', 'Zone', 'Fault domain', 'Role', 'Image', 'Model', 'State', 'Health', 'Power'];

function list(instances: readonly InstanceSeen[]): string {
  const rows = instances.map((each) => [
    code(each.instanceId),
    escapeMarkdown(each.zone),
    String(each.faultDomain),
    ROLE_TEXT[each.role],
    escapeMarkdown(each.image),
    each.isUpToDate ? 'up to date' : 'outdated',
    escapeMarkdown(each.provisioningState),
    unbroken(HEALTH_TEXT[each.health]),
    escapeMarkdown(each.power),
  ]);
  return details(countOf(instances.length, 'instance'), table(COLUMNS, rows));
}

function distinct<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}

/** `9` before `10`, and names by the alphabet, the same on every machine. */
function byNumber(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}
