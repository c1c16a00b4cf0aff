import type { AnswersByVersion } from '../answers-by-version.ts';
import type { BatchReport } from '../checked-instances.ts';
import { offIds, outdatedIds, sickIds, unhealthyIds, updatedIds } from '../listed-instances.ts';
import { countOf, readableDuration } from '../readable.ts';
import type { ScaleSetReport } from '../scale-set-report.ts';
import { batchCount, payloadName } from '../verdict/scale-set-verdict.ts';
import { code, details, escapeMarkdown, section, table, unbroken } from './markdown.ts';

/** What matters of a release, as rows of the table of a summary. */
export function scaleSetNumbers(
  scaleSet: ScaleSetReport,
  method: string | undefined,
): [string, string | null][] {
  const { name, releaseId, previousPayload, payload, instances, batches, checks, answers } = scaleSet;
  const [bad, sick, off] = [unhealthyIds(scaleSet), sickIds(scaleSet), offIds(scaleSet)];
  const [before, released] = method === 'take-back' ? ['Restored', 'Taken back'] : ['Before', 'Released'];
  const slowest = checks
    // Who got well again when the release was taken back has not got well with it.
    .filter(({ verdict, instanceId }) => verdict === 'healthy' && !bad.includes(instanceId))
    .toSorted((a, b) => b.tookMs - a.tookMs)[0];
  return [
    ['Scale set', code(name)],
    ['Release', releaseId === null ? null : code(releaseId)],
    [before, previousPayload === null ? null : code(payloadName(previousPayload))],
    [released, payload === null ? null : code(payloadName(payload))],
    [
      'Instances',
      instances.length === 0
        ? null
        : `${updatedIds(scaleSet).length} up to date with the model, ${outdatedIds(scaleSet).length} outdated`,
    ],
    ['Batches', batches.length === 0 ? null : batchesText(batches)],
    [
      'Slowest to get well',
      slowest === undefined
        ? null
        : `instance ${code(slowest.instanceId)}, ${readableDuration(slowest.tookMs)} after its check began`,
    ],
    ['Did not get well', bad.length === 0 ? null : bad.map(code).join(', ')],
    ['Sick before, and not well either', sick.length === 0 ? null : sick.map(code).join(', ')],
    ['Switched off', off.length === 0 ? null : off.map(code).join(', ')],
    ['Answers', answers === null ? null : `${answersText(answers)}, of ${countOf(answers.count, 'answer')}`],
  ];
}

/** The longest one beside the count: a rollout is as long as its batches are. */
function batchesText(batches: readonly BatchReport[]): string {
  const durations = batches.flatMap(({ startedMs, finishedMs }) =>
    finishedMs === null ? [] : [finishedMs - startedMs],
  );
  const longest = durations.length < 2 ? '' : `, the longest ${readableDuration(Math.max(...durations))}`;
  return `${batchCount(batches.length)}${longest}`;
}

/** `36.4 % new (two), 63.6 % old (one)` */
export function answersText({ versions }: AnswersByVersion): string {
  return versions
    .map(({ version, side, share }) => {
      const percent = `${(share * 100).toFixed(1)} %`;
      return side === null
        ? `${percent} ${escapeMarkdown(version)}`
        : `${percent} ${side} (${escapeMarkdown(version)})`;
    })
    .join(', ');
}

/** What became of each batch. `null` where there was none. */
export function batchesSection({ batches }: ScaleSetReport): string | null {
  if (batches.length === 0) {
    return null;
  }
  const hasAnswers = batches.some(({ answers }) => answers !== null);
  const rows = batches.map((batch) => [
    String(batch.number),
    batch.instanceIds.map(code).join(', '),
    endingOf(batch),
    ...(hasAnswers ? [batch.answers === null ? '' : answersText(batch.answers)] : []),
  ]);
  const header = ['Batch', 'Instances', 'Ended', ...(hasAnswers ? ['Answers meanwhile'] : [])];
  const content = table(header, rows);
  return section(
    'Batches',
    batches.length > MOST_BATCHES_SHOWN ? details(batchCount(batches.length), content) : content,
  );
}

const MOST_BATCHES_SHOWN = 12;

function endingOf({ startedMs, finishedMs, unhealthy, sickBefore, instanceIds }: BatchReport): string {
  if (finishedMs === null) {
    return unbroken('⚠️ unfinished');
  }
  const sick = sickBefore.length === 0 ? '' : `, ${sickBefore.length} sick before and not well either`;
  const duration = unbroken(` in ${readableDuration(finishedMs - startedMs)}${sick}`);
  return unhealthy.length === 0
    ? `${sickBefore.length === 0 ? '✅' : '⚠️'}${duration}`
    : `❌&nbsp;${unhealthy.length}&nbsp;of&nbsp;${instanceIds.length}&nbsp;not&nbsp;well${duration}`;
}
