import { expect, test } from 'vitest';
import { drawLatencyMs } from '../../../emulator/arm/latency.ts';
import { seededRandom } from '../../../emulator/random.ts';
import { VirtualArm } from './virtual-arm.ts';

test.each([
  ['GET', 120],
  ['PUT', 600],
])('%s has a median of about %i ms, and no request takes none', (method, medianMs) => {
  const random = seededRandom(11);
  const drawn = Array.from({ length: 4001 }, () => drawLatencyMs('realistic', random, method));
  const sorted = drawn.toSorted((one, other) => one - other);
  expect((sorted[2000] ?? 0) / medianMs).toBeCloseTo(1, 1);
  expect(sorted[0]).toBeGreaterThan(0);
  expect(drawLatencyMs('none', random, method)).toBe(0);
});

test('a write is accepted in the middle of its latency', async () => {
  const azure = await VirtualArm.open({ requestLatency: 'realistic' });
  await azure.point('vipswap1lb', 'vipswap1pip');
  const put = azure.arm.journal.entries().at(-1);
  const [operation] = azure.arm.plane.operations.all();
  const { receivedAtMs = 0, answeredAtMs = 0 } = put ?? {};
  expect(answeredAtMs).toBeGreaterThan(receivedAtMs);
  expect(operation?.acceptedAtMs).toBeCloseTo((receivedAtMs + answeredAtMs) / 2, 6);
});
