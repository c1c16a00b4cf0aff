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

  test.each(exchanges)('$title', ({ exchange }) => {
    const { arm } = openStage({ subscriptionId: exchange.url.split('/')[2] ?? '' });
    const charged = chargeCompute(
      arm.plane,
      { method: exchange.method, path: pathOf(exchange), query: '', headers: {}, body: '' },
      exchange.requestBody,
    );
    expect(bucketsIn(charged[header])).toEqual(bucketsIn(exchange.responseHeaders[header]));
  });
});
