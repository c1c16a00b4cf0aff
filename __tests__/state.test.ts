import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { parseFileCommands } from '../scripts/runner/file-commands.ts';
import { readStateOfMain, type State, saveStateForPost } from '../src/state.ts';

const holders = { input: 'production-public-ip', ids: ['/a', '/b'] } as const;
const unlocking: State = { kind: 'unlocking', holders };

let directory = '';

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'azure-rollout-test-'));
  const file = join(directory, 'state');
  writeFileSync(file, '');
  vi.stubEnv('GITHUB_STATE', file);
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(directory, { recursive: true });
});

/** As a runner hands it from main to post. */
function handOver(change: (saved: string) => string = (saved) => saved): State {
  const saved = parseFileCommands(readFileSync(join(directory, 'state'), 'utf8'))['azure-rollout'] ?? '';
  vi.stubEnv('STATE_azure-rollout', change(saved));
  return readStateOfMain();
}

describe('what main saves for post', () => {
  it('is there in post, the last of it', () => {
    saveStateForPost({ kind: 'begun' });
    saveStateForPost(unlocking);
    expect(handOver()).toEqual(unlocking);
  });

  it('is that it has begun where it has saved nothing', () => {
    expect(handOver()).toEqual({ kind: 'begun' });
  });

  it('fits into a variable of the environment, for a thousand instances as well', () => {
    const ids = Array.from({ length: 1_000 }, (_, id) => `${'/subscriptions/'.repeat(40)}${id}`);
    const state: State = { kind: 'unlocking', holders: { input: 'scale-set', ids } };
    saveStateForPost(state);
    let length = 0;
    const read = handOver((saved) => {
      length = saved.length;
      return saved;
    });
    expect(read).toEqual(state);
    expect(length).toBeLessThan(128 * 1024);
  });

  it.each<[string, (saved: string) => string]>([
    [
      'one letter of it has changed',
      (saved) => saved.replace(/.(?=.{8}$)/, (last) => (last === 'A' ? 'B' : 'A')),
    ],
    ['it is cut', (saved) => saved.slice(0, -1)],
    ['its contents are gone', (saved) => saved.replace(/ .*$/, ' ')],
    ['only its contents are left', (saved) => saved.replace(/^\S+ /, '')],
    ['it is of another version', (saved) => saved.replace(/^v\d+/, 'v1')],
    ['it is something else', () => '{"kind":"idle"}'],
  ])('is not used where %s', (_, change) => {
    saveStateForPost(unlocking);
    expect(handOver(change)).toEqual({ kind: 'unreadable' });
  });
});
