import { describe, expect, it } from 'vitest';
import type { HttpAnswer } from '../../src/probe/answer.ts';
import { endpointOf, parseConnectTo } from '../../src/probe/connect-to.ts';
import { parseProbeExpectation, unmetBecause } from '../../src/probe/expectation.ts';
import type { ProbeTarget } from '../../src/probe/probe-events.ts';
import { parseVersionMarker, readVersion } from '../../src/probe/version-marker.ts';

function answer(status: number, body = '', headers: HttpAnswer['headers'] = {}): HttpAnswer {
  return { status, body, headers, isTruncated: false };
}

describe('probe-expect', () => {
  it.each([
    { value: '200', meets: answer(200), misses: answer(204) },
    { value: '200-399', meets: answer(399), misses: answer(400) },
    { value: '503', meets: answer(503), misses: answer(200) },
    { value: '/ready/i', meets: answer(200, 'READY'), misses: answer(200, 'starting') },
    { value: '/ready/', meets: answer(302, 'ready'), misses: answer(500, 'ready') },
    { value: '/a/b/', meets: answer(200, 'a/b'), misses: answer(200, 'ab') },
    {
      value: 'header:Content-Type=/json/',
      meets: answer(200, '', { 'content-type': 'application/json' }),
      misses: answer(200, 'json'),
    },
    {
      value: 'header:set-cookie=/b=2/',
      meets: answer(200, '', { 'set-cookie': ['a=1', 'b=2'] }),
      misses: answer(200, '', { 'set-cookie': ['a=1'] }),
    },
  ])('$value', ({ value, meets, misses }) => {
    const expectation = parseProbeExpectation(value);
    expect(unmetBecause(meets, expectation)).toBeUndefined();
    expect(unmetBecause(misses, expectation)).toEqual(expect.any(String));
  });

  it.each([
    '',
    'ok',
    '99',
    '600',
    '399-200',
    '200-',
    '//',
    '/[/',
    '/ready/g',
    'header:=/x/',
    'header:a',
    'header:a=x',
  ])('refuses %j and names what is allowed', (value) => {
    expect(() => parseProbeExpectation(value)).toThrow(
      `probe-expect: '${value}' is not understood. Allowed:`,
    );
  });
});

describe('probe-version', () => {
  it('reads a header or the group of a pattern', () => {
    const given = answer(200, 'version: 1.2.3\n', { 'x-app-version': 'blue' });
    expect(readVersion(given, parseVersionMarker('header:X-App-Version'))).toBe('blue');
    expect(readVersion(given, parseVersionMarker('body:/version: (\\S+)/'))).toBe('1.2.3');
    expect(readVersion(given, parseVersionMarker('header:x-other'))).toBeUndefined();
    expect(readVersion(given, parseVersionMarker('body:/build (\\d+)/'))).toBeUndefined();
  });

  it.each([
    '',
    'header:',
    'x-app-version',
    'body:version',
    'body:/version/',
    'body:/(a)(b)/',
    'body:/(/',
    '/(v)/',
  ])('refuses %j and names what is allowed', (value) => {
    expect(() => parseVersionMarker(value)).toThrow(`probe-version: '${value}' is not understood. Allowed:`);
  });
});

describe('probe-connect-to', () => {
  const target = (url: string, connectHost?: string): ProbeTarget => ({
    protocol: url.startsWith('https') ? 'https' : 'http',
    url,
    source: 'the test',
    ...(connectHost === undefined ? {} : { connectHost }),
  });

  it.each([
    { mappings: '', url: 'http://203.0.113.7:9000/', host: '203.0.113.7', port: 9000 },
    { mappings: '', url: 'https://203.0.113.7/', host: '203.0.113.7', port: 443 },
    {
      mappings: '203.0.113.7:9000:127.0.0.1:18080',
      url: 'http://203.0.113.7:9000/',
      host: '127.0.0.1',
      port: 18080,
    },
    {
      mappings: '203.0.113.7:80:127.0.0.1:18080',
      url: 'http://203.0.113.7:9000/',
      host: '203.0.113.7',
      port: 9000,
    },
    { mappings: '::127.0.0.1:', url: 'http://203.0.113.7:9000/', host: '127.0.0.1', port: 9000 },
    { mappings: ':9000::81', url: 'http://203.0.113.7:9000/', host: '203.0.113.7', port: 81 },
    { mappings: '[2001:db8::7]:80:[::1]:18080', url: 'http://[2001:db8::7]/', host: '::1', port: 18080 },
    {
      mappings: 'a.example:80:127.0.0.1:1\n b.example:80:127.0.0.1:2 \n',
      url: 'http://B.example/',
      host: '127.0.0.1',
      port: 2,
    },
    { mappings: ':80::1\n:80::2', url: 'http://203.0.113.7/', host: '203.0.113.7', port: 1 },
  ])('$mappings for $url', ({ mappings, url, host, port }) => {
    expect(endpointOf(target(url), parseConnectTo(mappings))).toEqual({ host, port });
  });

  it('goes before the production address, which goes before the host of the URL', () => {
    const named = target('https://www.contoso.example/', '203.0.113.7');
    expect(endpointOf(named, [])).toEqual({ host: '203.0.113.7', port: 443 });
    const mappings = parseConnectTo('www.contoso.example:443:127.0.0.1:18443');
    expect(endpointOf(named, mappings)).toEqual({ host: '127.0.0.1', port: 18443 });
  });

  it.each(['127.0.0.1', 'a:80:b', 'a:80:b:c', '2001:db8::7:80:::1:80', 'a:0:b:1', 'a:1:b:65536'])(
    'refuses %j and names what is allowed',
    (value) => {
      expect(() => parseConnectTo(value)).toThrow(`probe-connect-to: '${value}' is not understood. Allowed:`);
    },
  );
});
