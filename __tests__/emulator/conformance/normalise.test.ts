import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Exchange } from './exchange.ts';
import { compareAnswers, etagReader, normaliseAnswer, normaliseBody, normaliseText } from './normalise.ts';

const blank: Exchange = {
  method: 'GET',
  url: '/',
  requestHeaders: {},
  requestBody: undefined,
  status: 200,
  responseHeaders: {},
  responseBody: undefined,
};

const guid = '0b5b6f3c-1d2e-4f50-9a7b-2c3d4e5f6071';

describe('normaliseText', () => {
  test.each([
    [`W/"${guid}"`, 'W/"<guid>"'],
    [
      `/subscriptions/${guid.toUpperCase()}/resourcegroups/Blue/x`,
      '/subscriptions/<guid>/resourceGroups/Blue/x',
    ],
    [
      `https://management.azure.com/subscriptions/${guid}/providers/Microsoft.Network/locations/eastus/operations/${guid}?api-version=2025-05-01&t=1&c=2&s=3&h=4`,
      '<arm>/subscriptions/<guid>/providers/Microsoft.Network/locations/eastus/operations/<operation>',
    ],
    [
      `https://127.0.0.1:4443/subscriptions/${guid}/operationresults/eyJqb2JJZCI6Ik4ifQ?api-version=2021-04-01`,
      '<arm>/subscriptions/<guid>/operationresults/<operation>',
    ],
    [
      `https://arm/subscriptions/${guid}/providers/Microsoft.Network/locations/eastus/operationResults/${guid}`,
      '<arm>/subscriptions/<guid>/providers/Microsoft.Network/locations/eastus/operationResults/<operation>',
    ],
    ['at 2026-11-22T04:52:00.1234567Z and 2026-11-22T04:52:00+00:00', 'at <date> and <date>'],
    ['20.1.2.3', '<address>'],
    ['127.5.4.3', '<address>'],
    [
      `Etag provided in if-match header W/"invalid" does not match etag W/"${guid}" of resource`,
      'Etag provided in if-match header W/"invalid" does not match etag W/"<guid>" of resource',
    ],
  ])('%s', (text, normalised) => {
    expect(normaliseText(text)).toBe(normalised);
  });

  test.each([
    ['10.0.0.4'],
    ['172.31.0.1'],
    ['192.168.1.1'],
    ['Microsoft.Network/loadBalancers'],
    ['https://aka.ms/ARMResourceNotFoundFix'],
    ['2025-05-01'],
    ['Succeeded'],
    ['/providers/Microsoft.Network/operations'],
  ])('leaves %s', (text) => {
    expect(normaliseText(text)).toBe(text);
  });

  test('has nothing to do where it has been', () => {
    const text = fc.oneof(
      fc.string(),
      fc.uuid(),
      fc.ipV4(),
      fc.webUrl(),
      fc.date({ noInvalidDate: true }).map(String),
    );
    fc.assert(
      fc.property(fc.array(text), (parts) => {
        const once = normaliseText(parts.join('/'));
        expect(normaliseText(once)).toBe(once);
      }),
    );
  });
});

test('normaliseBody reaches every text and nothing else', () => {
  expect(normaliseBody({ id: guid, list: [{ at: '2026-11-22T04:52:00Z' }, 1, true, null] })).toEqual({
    id: '<guid>',
    list: [{ at: '<date>' }, 1, true, null],
  });
});

describe('compareAnswers', () => {
  const answer: Exchange = {
    method: 'GET',
    url: '/',
    requestHeaders: {},
    requestBody: undefined,
    status: 200,
    responseHeaders: {
      etag: `W/"${guid}"`,
      date: 'Sun, 22 Nov 2026 04:52:00 GMT',
      'content-type': 'application/json',
    },
    responseBody: { id: guid, sku: { name: 'Standard' }, zones: ['1', '2'] },
  };
  const compare = (change: Partial<Exchange>) =>
    compareAnswers(normaliseAnswer(answer), normaliseAnswer({ ...answer, ...change }));

  test('finds nothing between two runs', () => {
    const other = guid.replace('0', 'f');
    expect(
      compare({
        responseHeaders: {
          ...answer.responseHeaders,
          etag: `W/"${other}"`,
          date: 'Mon, 23 Nov 2026 04:52:00 GMT',
        },
        responseBody: { zones: ['1', '2'], sku: { name: 'Standard' }, id: other },
      }),
    ).toEqual([]);
  });

  test.each<[string, Partial<Exchange>, object]>([
    ['the status', { status: 201 }, { at: 'status', recorded: 200, emulated: 201 }],
    [
      'a header that is absent',
      { responseHeaders: {} },
      { at: 'header etag', recorded: 'W/"<guid>"', emulated: undefined },
    ],
    [
      'a header that is new',
      { responseHeaders: { ...answer.responseHeaders, 'retry-after': '10' } },
      { at: 'header retry-after', recorded: undefined, emulated: '10' },
    ],
    [
      'an etag of another form',
      { responseHeaders: { ...answer.responseHeaders, etag: '"1"' } },
      { at: 'header etag', recorded: 'W/"<guid>"', emulated: '"1"' },
    ],
    [
      'a value',
      { responseBody: { id: guid, sku: { name: 'Basic' }, zones: ['1', '2'] } },
      { at: '/sku/name', recorded: 'Standard', emulated: 'Basic' },
    ],
    [
      'a member that is absent',
      { responseBody: { id: guid, sku: {}, zones: ['1', '2'] } },
      { at: '/sku/name', recorded: 'Standard', emulated: undefined },
    ],
    [
      'a member that is new',
      { responseBody: { id: guid, sku: { name: 'Standard' }, zones: ['1', '2'], tags: {} } },
      { at: '/tags', recorded: undefined, emulated: {} },
    ],
    [
      'the order of a list',
      { responseBody: { id: guid, sku: { name: 'Standard' }, zones: ['2', '1'] } },
      { at: '/zones/0', recorded: '1', emulated: '2' },
    ],
    ['no body', { responseBody: undefined }, { at: '', emulated: undefined }],
  ])('finds %s', (_, change, difference) => {
    expect(compare(change)).toContainEqual(expect.objectContaining(difference));
  });
});

test('etagReader follows the etag of each resource', () => {
  const read = etagReader();
  const answer = (id: string, etag: string) => read({ ...blank, responseBody: { id, etag } });
  expect(answer('/A', '1')).toBe('first');
  expect(answer('/a', '1')).toBe('same');
  expect(answer('/b', '1')).toBe('first');
  expect(answer('/a', '2')).toBe('new');
  expect(answer('/a', '2')).toBe('same');
  expect(read({ ...blank, responseBody: { status: 'Succeeded' } })).toBeUndefined();
});
