import { describe, expect, it } from 'vitest';
import { measureOffsets } from '../../src/probe/offsets.ts';

const detach = { acceptedAtMs: 1000, endedAtMs: 5000 };
const attach = { acceptedAtMs: 5500, endedAtMs: 9000 };

describe('measureOffsets', () => {
  it('relates the end and the return of answers to acceptance and end of the operations', () => {
    const outages = [{ fromMs: 900, toMs: 9400 }];
    expect(measureOffsets(outages, { detach, attach })).toEqual({
      detachOffset: { afterAcceptedMs: -100, afterEndedMs: -4100 },
      attachOffset: { afterAcceptedMs: 3900, afterEndedMs: 400 },
    });
  });

  it('takes the longest outage for that of the switch, whatever blips lie beside it', () => {
    const outages = [
      { fromMs: 100, toMs: 900 },
      { fromMs: 1200, toMs: 1450 },
      { fromMs: 4900, toMs: 5900 },
      { fromMs: 6000, toMs: 6250 },
      { fromMs: 20_000 },
    ];
    expect(measureOffsets(outages, { detach, attach })).toEqual({
      detachOffset: { afterAcceptedMs: 3900, afterEndedMs: -100 },
      attachOffset: { afterAcceptedMs: 400, afterEndedMs: -3100 },
    });
  });

  it('leaves the return empty where answers did not return, or nothing was attached', () => {
    const detachOffset = { afterAcceptedMs: 500, afterEndedMs: -3500 };
    expect(measureOffsets([{ fromMs: 1500 }], { detach, attach })).toEqual({ detachOffset });
    expect(measureOffsets([{ fromMs: 1500, toMs: 4000 }], { detach })).toEqual({
      detachOffset,
    });
  });

  it('is empty where no answers were missed, or nothing was detached', () => {
    expect(measureOffsets([], { detach, attach })).toEqual({});
    expect(measureOffsets([{ fromMs: 100, toMs: 900 }], { detach, attach })).toEqual({});
    expect(measureOffsets([{ fromMs: 1500, toMs: 4000 }], {})).toEqual({});
  });
});
