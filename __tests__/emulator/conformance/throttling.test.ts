import { describe, expect, test } from 'vitest';
import { chargeCompute } from '../../../emulator/arm/throttling/compute-buckets.ts';
import { pathOf } from './exchange.ts';
import { type RecordedExchange, readRecordings } from './recordings.ts';
import { reference } from './reference.ts';
import { openStage } from './stage.ts';

const header = 'x-ms-ratelimit-remaining-resource';

/**
 * The buckets that a header names. Those that count instances, and the queue of them, are named where there was something to
 * do to an instance: that is no matter of the request alone.
 */
function bucketsIn(value: string | undefined): readonly string[] {
  return (value ?? '')
    .split(',')
    .map((bucket) => bucket.replace('Microsoft.Compute/', '').replace(/;\d+$/, ''))
    .filter((name) => !/^(VMScaleSetBatchedVMRequests|VMScaleSetVMViews|VmssQueuedVMOperations)/.test(name))
    .toSorted();
}

/** Since the end of 2023 Compute counts in token buckets; images and galleries were still counted in windows. */
function isOfToday({ url, responseHeaders }: RecordedExchange): boolean {
  const value = responseHeaders[header];
  if (value === undefined || /\/(virtualMachines\/[^/?]+\/simulateEviction)/i.test(url)) return false;
  return /SubscriptionMaximum/.test(value) || /\/(images|galleries)\//.test(url);
}

describe.runIf(reference !== undefined)('Compute counts requests as recorded', () => {
  const exchanges = readRecordings(reference?.recordings ?? '.')
    .flatMap(({ name, exchanges: all }) => all.map((exchange) => ({ name, exchange })))
    .filter(({ exchange }) => isOfToday(exchange))
    .map(({ name, exchange }) => ({ title: `${name} ${exchange.seq} ${exchange.method}`, exchange }));

  const chargedFor = (exchange: RecordedExchange) => {
    const { arm } = openStage({ subscriptionId: exchange.url.split('/')[2] ?? '' });
    const { method, requestBody } = exchange;
    return chargeCompute(
      arm.plane,
      { method, path: pathOf(exchange), query: '', headers: {}, body: '' },
      requestBody,
    )[header];
  };

  test.each(exchanges)('$title', ({ exchange }) => {
    expect(bucketsIn(chargedFor(exchange))).toEqual(bucketsIn(exchange.responseHeaders[header]));
  });

  /** Others had asked before most of these, a little: the fullest bucket that was recorded is hardly less than full. */
  test('out of buckets of the recorded sizes', () => {
    const recorded = fullest(exchanges.map(({ exchange }) => exchange.responseHeaders[header]));
    const emulated = fullest(exchanges.map(({ exchange }) => chargedFor(exchange)));
    expect(recorded.size).toBeGreaterThan(25);
    for (const [name, left] of recorded) {
      const size = emulated.get(name) ?? Number.NaN;
      expect(left, name).toBeLessThanOrEqual(size);
      expect(size - left, name).toBeLessThanOrEqual(Math.max(1, size / 100));
    }
  });
});

/** What is left of each bucket at most. */
function fullest(headers: readonly (string | undefined)[]): ReadonlyMap<string, number> {
  const left = new Map<string, number>();
  for (const entry of headers.flatMap((each) => each?.split(',') ?? [])) {
    const [name = '', count = ''] = entry.split(';');
    left.set(name, Math.max(left.get(name) ?? 0, Number(count)));
  }
  return left;
}

/** Refusals by ARM's gateway of what is not there: whatever the emulator serves. */
function isMissing({ method, status, url, responseHeaders }: RecordedExchange): boolean {
  const isServed = /\/(Microsoft\.Compute|Microsoft\.Network\/(loadBalancers|publicIPAddresses))\b/.test(url);
  return (
    isServed && method === 'GET' && status === 404 && responseHeaders['x-ms-failure-cause'] === 'gateway'
  );
}

describe.runIf(reference !== undefined)('a refusal by the gateway costs and tells what was recorded', () => {
  const exchanges = readRecordings(reference?.recordings ?? '.')
    .flatMap(({ name, exchanges: all }) => all.map((exchange) => ({ name, exchange })))
    .filter(({ exchange }) => isMissing(exchange))
    .map(({ name, exchange }) => ({ title: `${name} ${exchange.seq}`, exchange }));

  test.each(exchanges)('$title', async ({ exchange }) => {
    const [, , subscriptionId = '', , group = ''] = exchange.url.split('/');
    const names = (headers: Readonly<Record<string, string>>) =>
      Object.keys(headers).filter(
        (name) => name.startsWith('x-ms-ratelimit') || name === 'x-ms-request-charge',
      );
    const { error } = exchange.responseBody as { readonly error: { readonly code: string } };
    const stage = openStage({
      subscriptionId: error.code === 'SubscriptionNotFound' ? 'another' : subscriptionId,
      resourceGroups: error.code === 'ResourceGroupNotFound' ? [] : [{ name: group, location: 'westus' }],
    });
    const answer = await stage.send({ method: 'GET', url: exchange.url, headers: {}, body: undefined });
    expect(answer).toMatchObject({ status: 404, responseBody: { error: { code: error.code } } });
    expect(names(answer.responseHeaders)).toEqual(names(exchange.responseHeaders));
    const charged = stage.arm.plane.throttling.levels().map(({ name }) => name);
    expect(charged.filter((name) => !/^(subscription-|Microsoft\.Network\/)/.test(name))).toEqual([]);
  });
});
