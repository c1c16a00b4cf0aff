import { deletedCanariesText, otherCarriersText } from '../../strategies/scale-set/beside-canaries.ts';
import { namedInstances } from '../../strategies/scale-set/instances/named-instances.ts';
import { describeImage } from '../../strategies/scale-set/payload/describe-image.ts';
import type { OpenReleaseStatus, ScaleSetStatus } from '../../strategies/scale-set/status.ts';
import { offIds, otherCarrierIds } from '../listed-instances.ts';
import { partition } from '../partition.ts';
import { countOf } from '../readable.ts';
import { ROLE_TEXT } from '../summary/instances-table.ts';
import { payloadName } from '../verdict/scale-set-verdict.ts';
import { lastRows, lastText, type StatusRow, timeText, workRows } from './record-rows.ts';

export function scaleSetSentence({ scaleSet, instances, image, release }: ScaleSetStatus): string {
  const upToDate = instances.filter(({ isUpToDate }) => isUpToDate).length;
  const have = upToDate === 1 ? 'has' : 'have';
  const shown = image.startsWith('/') ? describeImage({ id: image }) : image;
  const off = offIds({ instances });
  const switchedOff =
    off.length === 0 ? '' : `; ${namedInstances(off)} ${off.length === 1 ? 'is' : 'are'} switched off`;
  return `${upToDate} of ${countOf(instances.length, 'instance')} of ${scaleSet} ${have} what the model has (${shown}${broughtText(release)})${foreignText(release)}${unwellText(instances)}${switchedOff}`;
}

/** Of whom it is told that they are switched off it is clear that they are not well. */
function unwellText(instances: ScaleSetStatus['instances']): string {
  const off = offIds({ instances });
  const ids = instances
    .filter(({ role, instanceId }) => role === 'unhealthy' && !off.includes(instanceId))
    .map(({ instanceId }) => instanceId);
  return ids.length === 0
    ? ''
    : `; ${namedInstances(ids)} ${ids.length === 1 ? 'is' : 'are'} not well with the release`;
}

function foreignText(release: OpenReleaseStatus | null): string {
  switch (release?.model) {
    case 'foreign':
      return '; somebody else has changed the model while a release is open, so that can be neither promoted nor rejected as it is';
    case 'previous':
      return '; the model has what it had before the open release';
    default:
      return '';
  }
}

/** Of an extension: the image alone would not say what the instances differ in. */
function broughtText(release: OpenReleaseStatus | null): string {
  return release?.payload.startsWith('extension:') === true
    ? `; the open release brings ${payloadName(release.payload)}`
    : '';
}

/** What there is to know beside its instances, as property and value. */
export function scaleSetRows(status: ScaleSetStatus): [string, string][] {
  const { image, upgradeMode, release } = status;
  const off = offIds(status);
  const rows: StatusRow[] = [
    ['Model', `${image}, upgrade policy ${upgradeMode}`],
    ...(release === null ? [] : releaseRows(release, status.instances)),
    ['Switched off', off.length === 0 ? null : off.join(', ')],
    ['Outdated by Azure alone', unreachedText(status)],
    ...unexplainedRows(status),
    ['Last release', lastText(status)],
    ...lastRows(status),
    ...workRows(status),
  ];
  return rows.flatMap(([name, text]) => (text === null ? [] : [[name, text]]));
}

/** Whoever looks after a rejection is not to take them for half of it. */
function unreachedText({ unreachedIds }: ScaleSetStatus): string | null {
  return unreachedIds.length === 0
    ? null
    : `${unreachedIds.join(', ')}; image and extensions are those of the model, which the last release has written and put back since`;
}

function unexplainedRows({ unexplained, unchecked }: ScaleSetStatus): StatusRow[] {
  const { protectedIds, hasSuspendedRepairs } = unexplained;
  const byWhom = 'by whom is not known: no release says so';
  return [
    ['Protected from scale-in', protectedIds.length === 0 ? null : `${protectedIds.join(', ')}; ${byWhom}`],
    ['Automatic repairs', hasSuspendedRepairs ? `suspended; ${byWhom}` : null],
    ...unchecked.map((text): StatusRow => ['Not checked', text]),
  ];
}

function releaseRows(release: OpenReleaseStatus, instances: ScaleSetStatus['instances']): StatusRow[] {
  const { id, strategy, openedAtEpochMs, ageSeconds, run, canaryIds, quarantinedIds, protectedIds } = release;
  return [
    [
      'Open release',
      `${id} by ${strategy}, open for ${ageText(ageSeconds)} (since ${timeText(openedAtEpochMs)}), ${run}`,
    ],
    ['Brings', `${payloadName(release.payload)}, in the place of ${payloadName(release.previousPayload)}`],
    ['Canaries', canaryIds.length === 0 ? null : canariesText(release, instances)],
    ['Switched off by it', quarantinedIds.length === 0 ? null : quarantinedIds.join(', ')],
    ['Protected from scale-in by it', protectedIds.length === 0 ? null : protectedIds.join(', ')],
    ['Automatic repairs', release.hasSuspendedRepairs ? 'suspended by it' : null],
  ];
}

/** Those of the record that are there; of a rollout everybody may have the payload. */
function canariesText(
  { canaryIds, strategy }: OpenReleaseStatus,
  instances: ScaleSetStatus['instances'],
): string {
  const [present, gone] = partition(canaryIds, (id) => instances.some(({ instanceId }) => instanceId === id));
  const others = strategy === 'canary-percent' ? otherCarrierIds({ instances, canaryIds }) : [];
  return [
    present.length === 0 ? 'none' : present.join(', '),
    ...(gone.length === 0 ? [] : [deletedCanariesText(gone)]),
    ...(others.length === 0 ? [] : [otherCarriersText(others)]),
  ].join('; ');
}

/** For the log, which has no tables: a line for each instance. */
export function instanceLines({ instances }: ScaleSetStatus): string[] {
  return instances.map(
    ({ instanceId, zone, faultDomain, role, image, isUpToDate, health, power, provisioningState }) => {
      const facts = [
        ROLE_TEXT[role],
        zone === '' ? 'no zone' : `zone ${zone}`,
        `fault domain ${faultDomain}`,
        image,
        isUpToDate ? 'up to date' : 'outdated',
        health,
        power,
        ...(provisioningState === 'Succeeded' ? [] : [provisioningState]),
      ];
      return `Instance ${instanceId}: ${facts.join(', ')}`;
    },
  );
}

/** `3 d 4 h`, `2 h 5 min`, `40 s`: releases are open for as long as somebody looks at their canaries. */
function ageText(seconds: number): string {
  const [days, hours, minutes] = [
    Math.floor(seconds / 86_400),
    Math.floor(seconds / 3_600) % 24,
    Math.floor(seconds / 60) % 60,
  ];
  if (days > 0) {
    return `${days} d ${hours} h`;
  }
  if (hours > 0) {
    return `${hours} h ${minutes} min`;
  }
  return minutes > 0 ? `${minutes} min` : `${seconds} s`;
}
