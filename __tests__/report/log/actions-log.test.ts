import { afterEach, describe, expect, it, vi } from 'vitest';
import { actionsLog } from '../../../src/report/log/actions-log.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

function written(log: () => void): string[] {
  const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  log();
  return write.mock.calls.flatMap(([text]) => String(text).split(/\r?\n|\r/)).filter((line) => line !== '');
}

/** As the runner reads its commands: one form at the beginning of a line, the older one anywhere in it. */
const isCommand = (line: string): boolean => line.trimStart().startsWith('::') || line.includes('##[');

describe('a plain line of the log', () => {
  it.each([
    ['after a line break', '  1.00 s  "pip" is locked by o\n::warning::pwned\n::stop-commands::x'],
    ['after a carriage return', 'Locked: by o\r::error::pwned'],
    ['at its beginning', '  ::save-state name=azure-rollout::{}'],
    ['of the older form, anywhere', 'Locked: by ##[add-mask]production'],
  ])('gives the runner no command that is in a quoted text: %s', (_, text) => {
    const lines = written(() => actionsLog.info(text));
    expect(lines).toHaveLength(1);
    expect(lines.filter(isCommand)).toEqual([]);
  });

  it('stays as it is where nothing in it is one', () => {
    const text = '  12.00 s  PUT vip-swap::lb 200 [##]';
    expect(written(() => actionsLog.info(text))).toEqual([text]);
  });
});

it('has one line for the title of a group', () => {
  expect(written(() => actionsLog.group('Step 1\n::error::pwned'))).toEqual([
    '::group::Step 1 ::error::pwned',
  ]);
});
