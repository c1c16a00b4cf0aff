import { afterEach, describe, expect, it, vi } from 'vitest';
import { masksOf } from '../scripts/runner/workflow-commands.ts';
import { maskInLog } from '../src/masking.ts';

/** What the runner is told to hide. */
function masked(secret: string): string[] {
  const written: string[] = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => written.push(String(text)) > 0);
  maskInLog(secret);
  vi.restoreAllMocks();
  return masksOf(written.join(''));
}

afterEach(() => {
  vi.restoreAllMocks();
});

describe('a secret is hidden in the log', () => {
  it('where it has four characters or more, whatever they are', () => {
    expect(masked('50%')).toEqual([]);
    expect(masked('100%')).toEqual(['100%']);
    expect(masked('correct-horse')).toEqual(['correct-horse']);
  });

  it.each(['1', '0', '2', 'fi', '  }', ''])(
    'and not where it would be a part of ids and numbers: "%s"',
    (secret) => {
      expect(masked(secret)).toEqual([]);
    },
  );

  it('line by line, without the short ones, of which the runner would make secrets too', () => {
    expect(masked('-----BEGIN KEY-----\r\nMIIEvQ\n1\nfi\n-----END KEY-----\n')).toEqual([
      '-----BEGIN KEY-----',
      'MIIEvQ',
      '-----END KEY-----',
    ]);
  });
});
