import { expect, test } from 'vitest';
import type { ArmResource } from '../../../emulator/data-plane/contract.ts';
import { isObject, type Json } from './json.ts';
import { compareAnswers, normaliseAnswer } from './normalise.ts';
import { type RecordedExchange, readRecordings } from './recordings.ts';
import { reference } from './reference.ts';
import { openStage } from './stage.ts';

/** An image whose making was not recorded: the scenario has it. */
function resourceIn(body: Json | undefined): ArmResource {
  if (!isObject(body)) throw new Error('The recorded answer is no resource.');
  const { id, name, type, properties } = body;
  if (typeof id !== 'string' || typeof name !== 'string' || typeof type !== 'string') {
    throw new Error('The recorded answer is no resource.');
  }
  return { ...body, id, name, type, properties: isObject(properties) ? properties : {} };
}

function groupOf({ url }: RecordedExchange): string {
  return /\/resourcegroups\/([^/?]+)/i.exec(url)?.[1] ?? '';
}

test.runIf(reference !== undefined)('images and galleries are read as recorded', async () => {
  const recording = readRecordings(reference?.recordings ?? '').find(
    ({ name }) => name === 'compute-image-and-gallery-get',
  );
  const exchanges = recording?.exchanges ?? [];
  expect(exchanges.length).toBeGreaterThan(0);
  const stage = openStage({
    subscriptionId: exchanges[0]?.url.split('/')[2] ?? '',
    resourceGroups: [...new Set(exchanges.map(groupOf))].map((name) => ({ name, location: 'westus' })),
    resources: exchanges.map(({ responseBody }) => resourceIn(responseBody)),
  });
  for (const recorded of exchanges) {
    const { method, url, requestHeaders: headers, requestBody: body } = recorded;
    const emulated = await stage.send({ method, url, headers, body });
    expect(compareAnswers(normaliseAnswer(recorded), normaliseAnswer(emulated))).toEqual([]);
  }
});
