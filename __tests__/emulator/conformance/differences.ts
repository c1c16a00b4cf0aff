import type { Json } from './json.ts';
import { compareAnswers, type Difference, etagReader, normaliseAnswer } from './normalise.ts';
import type { Recording } from './recordings.ts';
import type { Replayed } from './replay.ts';

/** A difference between a recording and the emulator that is meant. */
export interface KnownDifference {
  readonly recording: string;
  readonly at: RegExp;
  readonly why: string;
}

export const knownDifferences: readonly KnownDifference[] = [
  {
    recording: 'lb-put-retry-after',
    at: /^header azure-asyncnotification$/,
    why: 'Of 2019: ARM did not send this header yet',
  },
  { recording: 'lb-put-retry-after', at: /\/sku\/tier$/, why: 'Of 2019: there was no global tier yet' },
  {
    recording: 'lb-put-retry-after',
    at: /\/probes\/\d+\/properties\/probeThreshold$/,
    why: 'Of 2019: health probes had no threshold yet',
  },
  {
    recording: 'lb-put-retry-after',
    at: /\/frontendIPConfigurations\/\d+\/properties\/privateIPAddressVersion$/,
    why: 'Of 2019: recordings since 2022 have it on private frontends only',
  },
];

export interface ReplayDifference extends Difference {
  /** `#36 PUT /subscriptions/…` */
  readonly exchange: string;
}

/** What is not known, exchange by exchange. */
export function findDifferences(
  recording: Recording,
  replayed: readonly Replayed[],
  known: readonly KnownDifference[] = knownDifferences,
): readonly ReplayDifference[] {
  // Some recorders drop Retry-After, one makes all guids the same.
  const hasRetryAfter = recording.exchanges.some(({ responseHeaders }) => 'retry-after' in responseHeaders);
  const hasEtags = !JSON.stringify(recording.exchanges).includes('W/\\"00000000-');
  const [recordedEtag, emulatedEtag] = [etagReader(), etagReader()];
  return replayed.flatMap((one) => {
    if (one.kind === 'left-out') return [];
    const etags = { at: 'etag', recorded: recordedEtag(one.recorded), emulated: emulatedEtag(one.emulated) };
    return [
      ...compareAnswers(normaliseAnswer(one.recorded), normaliseAnswer(one.emulated)),
      ...(hasEtags && etags.recorded !== etags.emulated ? [etags] : []),
    ]
      .filter(({ at }) => hasRetryAfter || at !== 'header retry-after')
      .filter(({ at }) => !known.some((it) => it.recording === recording.name && it.at.test(at)))
      .map((difference) => ({
        exchange: `#${one.recorded.seq} ${one.recorded.method} ${one.recorded.url}`,
        ...difference,
      }));
  });
}

/** One line, for the message of a failing test. */
export function printDifference({ exchange, at, recorded, emulated }: ReplayDifference): string {
  const print = (value: Json | undefined) =>
    value === undefined ? 'nothing' : JSON.stringify(value).slice(0, 200);
  return `${exchange}: ${at} recorded ${print(recorded)}, emulated ${print(emulated)}`;
}
