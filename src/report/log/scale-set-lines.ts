import type { JudgedBy } from '../../checks/health-sources.ts';
import { namedInstances } from '../../strategies/scale-set/instances/named-instances.ts';
import { isScaleSetStep, type ScaleSetStep } from '../../strategies/scale-set/plan/steps.ts';
import { setAsideText } from '../../strategies/scale-set/record/set-aside-text.ts';
import type {
  BatchFinishedEvent,
  BatchStartedEvent,
  InstancesCheckedEvent,
  InstancesOffEvent,
  ModelRacedEvent,
  RecordSeen,
  ReimageUnansweredEvent,
  ScaleSetEvent,
  SetAsideSettledEvent,
} from '../../strategies/scale-set/release-events.ts';
import type { RolloutEvent } from '../events.ts';
import { failureText, toFailureReport } from '../failure-report.ts';
import { partition } from '../partition.ts';
import { beforeThePlan, foldPhase } from '../phase.ts';
import { capital, countOf } from '../readable.ts';
import type { LineReader, LogLine } from './log-line.ts';

/** A release of a scale set in the log: opened and closed, its batches, and how far it has got. */
export function scaleSetLines(): LineReader {
  let state = beforeThePlan;
  let lastSeen = '';
  let sickIds: readonly string[] = [];
  let by: JudgedBy = 'health';
  return (event) => {
    const phase = state.phase;
    state = foldPhase(state, event);
    switch (event.type) {
      case 'step-succeeded':
      case 'undo-succeeded': {
        const text = phase !== null && isScaleSetStep(phase.step) ? recordText(phase.step, event.type) : null;
        return text === null ? [] : [info(event.atMs, text)];
      }
      case 'model-raced':
        return [{ level: 'warning', atMs: event.atMs, text: raceText(event) }];
      case 'set-aside-settled':
        return setAsideLines(event);
      case 'batch-started':
        return [info(event.atMs, `Batch ${event.number}: ${batchText(event)}`)];
      case 'batch-finished':
        return batchEnding(event, sickIds, by);
      case 'reimage-unanswered':
        return [{ level: 'warning', atMs: event.atMs, text: unansweredText(event) }];
      case 'instances-checked':
        return laterCheckLines(event, by);
      case 'check-started':
        by = event.judgedBy;
        return [];
      case 'instances-off':
        return [{ level: 'warning', atMs: event.atMs, text: offText(event) }];
      case 'sick-before':
        sickIds = event.instanceIds;
        return sickIds.length === 0 ? [] : [info(event.atMs, sickText(sickIds))];
      case 'canary-endpoints':
        return endpointLines(event);
      case 'release-seen': {
        const text = seenText(event);
        const isNews = text !== lastSeen;
        lastSeen = text;
        return isNews ? [info(event.atMs, text)] : [];
      }
      case 'record-seen':
        return [info(event.atMs, recordSeenText(event.record))];
      default:
        return [];
    }
  };
}

function recordSeenText(record: RecordSeen): string {
  return record.state === 'locked'
    ? `Azure says that ${record.owner} (${record.purpose}) has the lock now`
    : RECORD_TEXTS[record.state];
}

const RECORD_TEXTS = {
  interrupted: 'Azure says that nobody has the lock now, and that a release is interrupted',
  open: 'Azure says that nobody has the lock now, and that a release is open',
  over: 'Azure says that nobody has the lock now, and that no release is open',
  forgotten: 'Azure says that no tag knows of the release any more: somebody has removed them',
} as const;

function setAsideLines({ atMs, givenBack, left, failure }: SetAsideSettledEvent): LogLine[] {
  const [back, still] = [setAsideText(givenBack), setAsideText(left)];
  const removed = 'Somebody has removed the tags of the release, which tell what it had set aside';
  return [
    ...(back === '' ? [] : [info(atMs, `${removed}. This run has given it back: ${back}`)]),
    ...(still === ''
      ? []
      : [
          {
            level: 'warning' as const,
            atMs,
            text: `${removed}. Not given back: ${still}: ${failure === undefined ? 'the cause is not known' : failureText(toFailureReport(failure))}`,
          },
        ]),
  ];
}

function raceText({ extension, etag }: ModelRacedEvent): string {
  return (
    `Somebody else has written to the scale set while extension "${extension}" of its model was written (its ETag has gone from ` +
    `${etag.before} to ${etag.after}, and ${etag.ours} of that ${etag.ours === 1 ? 'is' : 'are'} ours). What they wrote into that extension ` +
    'is written over: find out in the activity log who it was, and whether they want it still.'
  );
}

function unansweredText({ instanceIds }: ReimageUnansweredEvent): string {
  return (
    `ARM has not said what became of the reimage of ${namedInstances(instanceIds)}. It may have been carried out, so it is not sent ` +
    'again: what ran has ended, and the checks decide.'
  );
}

/** What the tags say from now on of the release. */
function recordText(
  step: ScaleSetStep,
  type: Extract<RolloutEvent['type'], 'step-succeeded' | 'undo-succeeded'>,
): string | null {
  if (step.kind === 'take-lock') {
    const { releaseId } = step.release;
    if (type === 'undo-succeeded') {
      return step.opening.kind === 'opens' ? `Release ${releaseId} is over: it was taken back` : null;
    }
    return step.opening.kind === 'opens'
      ? `Release ${releaseId} is open`
      : `Release ${releaseId} is open already, and goes on`;
  }
  if (step.kind !== 'write-record' || type === 'undo-succeeded') {
    return null;
  }
  return step.leaves === 'open-release'
    ? `Release ${step.release.releaseId} stays open, to be promoted or rejected`
    : `Release ${step.release.releaseId} is over`;
}

function batchText({ instanceIds, checkedIds = [], outdatedCount }: BatchStartedEvent): string {
  const upgraded = instanceIds.filter((id) => !checkedIds.includes(id));
  const parts = [
    ...(upgraded.length === 0
      ? []
      : [`upgrading ${namedInstances(upgraded)}, of ${outdatedCount} still to upgrade`]),
    ...(checkedIds.length === 0
      ? []
      : [
          `checking ${namedInstances(checkedIds)}, which ${checkedIds.length === 1 ? 'has' : 'have'} the payload already`,
        ]),
  ];
  return parts.join('; ');
}

function batchEnding(
  { atMs, number, instanceIds, unhealthy }: BatchFinishedEvent,
  sickIds: readonly string[],
  by: JudgedBy,
): LogLine[] {
  const [sick, became] = partition(unhealthy, ({ instanceId }) => sickIds.includes(instanceId));
  const butSick =
    sick.length === 0
      ? ''
      : `; sick before, and not well either, which does not count: ${sick.map(unhealthyText).join('; ')}`;
  if (became.length === 0) {
    const good = instanceIds.filter((id) => !sick.some(({ instanceId }) => instanceId === id));
    const what =
      good.length === 0 ? 'nobody of it became unhealthy' : `${GOOD_BATCH[by]}: ${namedInstances(good)}`;
    return [
      {
        level: sick.length === 0 ? 'info' : 'warning',
        atMs,
        text: `Batch ${number}${good.length === 0 ? ':' : ''} ${what}${butSick}`,
      },
    ];
  }
  const text =
    `Batch ${number}: ${became.length} of ${countOf(instanceIds.length, 'instance')} did not get well: ` +
    `${became.map(unhealthyText).join('; ')}${butSick}`;
  return [{ level: 'warning', atMs, text }];
}

const GOOD_BATCH: Readonly<Record<JudgedBy, string>> = {
  health: 'is good',
  running: 'is provisioned and running, and nothing asked whether it serves',
};

type Unhealthy = BatchFinishedEvent['unhealthy'][number];

function unhealthyText({ instanceId, reasons }: Unhealthy): string {
  return `instance ${instanceId} ${reasons.join(' and ')}`;
}

function sickText(ids: readonly string[]): string {
  return `Not well before this run, and not by its release: ${namedInstances(ids)}. Whatever becomes of ${ids.length === 1 ? 'it' : 'them'} does not count against max-unhealthy`;
}

function offText({ since, instanceIds: ids }: InstancesOffEvent): string {
  const [is, it, has] = ids.length === 1 ? ['is', 'it', 'has'] : ['are', 'them', 'have'];
  const what =
    since === 'upgrade'
      ? `${has} the payload: this run leaves ${it} as ${ids.length === 1 ? 'it is' : 'they are'}, and neither upgrades nor reimages ${it}`
      : `${has} got back what ${ids.length === 1 ? 'it' : 'they'} had before, and whether ${ids.length === 1 ? 'it is' : 'they are'} well with it was not checked. Nobody starts ${it} but you`;
  return `${capital(namedInstances(ids))} ${is} switched off, and ${what}`;
}

function laterCheckLines(event: InstancesCheckedEvent, by: JudgedBy): LogLine[] {
  const { atMs, instanceIds, unproven = [] } = event;
  const unprovenIds = unproven.map(({ instanceId }) => instanceId);
  const checkedIds = instanceIds.filter((id) => !unprovenIds.includes(id));
  return [
    ...(checkedIds.length === 0 ? [] : [laterCheckLine({ ...event, instanceIds: checkedIds }, by)]),
    ...(unproven.length === 0
      ? []
      : [
          {
            level: 'warning' as const,
            atMs,
            text: `Taken back, and not checked: ${unproven.map(unhealthyText).join('; ')}`,
          },
        ]),
  ];
}

function laterCheckLine(
  { atMs, since, instanceIds, unhealthy }: InstancesCheckedEvent,
  by: JudgedBy,
): LogLine {
  const several = instanceIds.length > 1;
  const well = by === 'health' ? 'well' : 'provisioned and running';
  if (unhealthy.length === 0) {
    const text =
      since === 'upgrade'
        ? `${namedInstances(instanceIds)} did not look well any more, and ${several ? 'are' : 'is'} ${well} again`
        : `${namedInstances(instanceIds)} ${several ? 'are' : 'is'} taken back, and ${well}`;
    return info(atMs, capital(text));
  }
  const bad = unhealthy.map(unhealthyText);
  const what = since === 'upgrade' ? 'Fallen ill after the upgrade' : 'Taken back, and not well';
  return { level: 'warning', atMs, text: `${what}: ${bad.join('; ')}` };
}

function endpointLines({
  atMs,
  endpoints,
}: Extract<ScaleSetEvent, { readonly type: 'canary-endpoints' }>): LogLine[] {
  return [...Map.groupBy(endpoints, ({ instanceId }) => instanceId)].map(([instanceId, own]) => {
    const ports = own.map(({ port, address, frontendPort }) => `port ${port} at ${address}:${frontendPort}`);
    return info(atMs, `Canary ${instanceId} is reached by itself: ${ports.join(', ')}`);
  });
}

function seenText({
  scaleSet,
  payload,
  instances,
  hasNone,
}: Extract<ScaleSetEvent, { readonly type: 'release-seen' }>): string {
  if (hasNone) {
    return `${scaleSet} has no instances`;
  }
  if (instances.length === 0) {
    return `How the instances of ${scaleSet} are now is not known`;
  }
  const what = payload === '' ? 'what the model has' : payload;
  const having = instances.filter((each) => (payload === '' ? each.isUpToDate : each.hasPayload)).length;
  const others = (['sick', 'unhealthy', 'quarantined'] as const).flatMap((role) => {
    const ids = instances.filter((each) => each.role === role).map(({ instanceId }) => instanceId);
    return ids.length === 0 ? [] : [`${role === 'sick' ? 'sick before' : role}: ${ids.join(', ')}`];
  });
  return [
    `${having} of ${countOf(instances.length, 'instance')} of ${scaleSet} ${having === 1 ? 'has' : 'have'} ${what}`,
    ...others,
  ].join('; ');
}

function info(atMs: number, text: string): LogLine {
  return { level: 'info', atMs, text };
}
