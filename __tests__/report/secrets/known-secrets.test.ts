import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createKnownSecrets } from '../../../src/report/secrets/known-secrets.ts';

function concealing(...secrets: string[]): (text: string) => string {
  const known = createKnownSecrets();
  secrets.forEach(known.add);
  return known.conceal;
}

const SECRET = 'pa"ss\\word\tof <42>';

describe('a secret that others quote', () => {
  it.each<[string, string]>([
    ['as it is', SECRET],
    ['in JSON', JSON.stringify(SECRET).slice(1, -1)],
    ['in JSON within JSON', JSON.stringify(JSON.stringify(SECRET)).slice(3, -3)],
    ['in a URI', encodeURIComponent(SECRET)],
    ['with its white space made one', SECRET.replace('\t', ' ')],
    ['in base64', Buffer.from(SECRET).toString('base64')],
  ])('is hidden %s', (_, quoted) => {
    expect(concealing(SECRET)(`The value ${quoted} is not valid, ${quoted}.`)).toBe(
      'The value *** is not valid, ***.',
    );
  });

  it.each(['', 'a', 'ab', '#!/bin/sh\nexport TOKEN='])(
    'is hidden inside of a script in base64, behind "%s"',
    (before) => {
      const script = Buffer.from(`${before}correct-horse-battery\nexit 0\n`).toString('base64');
      const told = concealing('correct-horse-battery')(`script: ${script}`);
      expect(told).toContain('***');
      const rest = told.replace('script: ', '').split('***');
      expect(rest.map((each) => Buffer.from(each, 'base64').toString()).join()).not.toMatch(
        /correct|battery/,
      );
    },
  );

  it('is hidden line by line, where it has several', () => {
    const key = '-----BEGIN KEY-----\nMIIEvQIBADANBgkq\nfi\n-----END KEY-----\n';
    expect(concealing(key)('at MIIEvQIBADANBgkq: fi')).toBe('at ***: fi');
  });

  it('is hidden where what quotes it was cut in the middle of it', () => {
    expect(concealing('correct-horse-battery')('stderr: token correct-hor…')).toBe('stderr: token ***…');
    expect(concealing('correct-horse-battery')('stderr: token cor…')).toBe('stderr: token cor…');
  });

  it('is hidden whole where another one is a part of it', () => {
    expect(concealing('horse', 'correct-horse-battery')('correct-horse-battery, horse')).toBe('***, ***');
  });

  it('is left where it has three characters: it would take parts of words with it', () => {
    expect(concealing('1', 'web', ' x ')('instance 1 of web-2')).toBe('instance 1 of web-2');
  });

  it('is never taken for a pattern', () => {
    expect(concealing('.*.*')('anything, and .*.*')).toBe('anything, and ***');
  });

  it('is nowhere in any text, whatever it is', () => {
    // Asterisks could make one anew, of what hides it.
    const secret = fc.string({ minLength: 4 }).filter((text) => !text.includes('*'));
    fc.assert(
      fc.property(secret, fc.string(), fc.string(), (hidden, before, after) => {
        expect(concealing(hidden)(`${before}${hidden}${after}`)).not.toContain(hidden);
      }),
    );
  });

  it('changes nothing in a text that does not have it', () => {
    const text = gzipSync('some text').toString('base64');
    expect(concealing(SECRET)(text)).toBe(text);
    expect(concealing()(SECRET)).toBe(SECRET);
  });
});
