import { describe, expect, test } from 'vitest';
import { deviations, explains, withoutKnown } from './deviations.ts';
import { exchangeChecker } from './openapi.ts';
import { readRecordings } from './recordings.ts';
import { howToRun, reference } from './reference.ts';
import { readDocuments } from './swagger.ts';

if (reference === undefined) console.info(howToRun);

describe.runIf(reference !== undefined)('the real ARM and its documents', () => {
  const { openapi = '', recordings: folder = '' } = reference ?? {};
  const check = reference && exchangeChecker(readDocuments(openapi));
  const recordings = reference ? readRecordings(folder) : [];

  test.each(recordings)('agree in $name, but for what is known', ({ exchanges }) => {
    const findings = exchanges.flatMap((exchange) => withoutKnown(check?.(exchange) ?? []));
    expect(findings).toEqual([]);
  });

  test.each(deviations)('differ: $why', (deviation) => {
    const [name, seq] = deviation.evidence;
    const exchange = recordings.find((it) => it.name === name)?.exchanges.find((it) => it.seq === seq);
    expect(exchange && check?.(exchange)).toContainEqual(expect.toSatisfy((it) => explains(deviation, it)));
  });
});
