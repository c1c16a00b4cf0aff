import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { readWorkspaceFile } from '../src/workspace.ts';

const directory = realpathSync(mkdtempSync(join(tmpdir(), 'workspace-test-')));
const workspace = join(directory, 'shop');

beforeAll(() => {
  mkdirSync(join(workspace, 'scripts'), { recursive: true });
  writeFileSync(join(workspace, 'scripts/install.sh'), 'echo grün\n');
  writeFileSync(join(workspace, '..hidden'), 'inside\n');
  writeFileSync(join(workspace, 'program'), Buffer.from([0x7f, 0x45, 0xff, 0xfe]));
  mkdirSync(join(directory, 'shop-secrets'));
  writeFileSync(join(directory, 'shop-secrets/key'), 'hush');
  symlinkSync(join(directory, 'shop-secrets/key'), join(workspace, 'link'));
  symlinkSync(join(workspace, 'scripts'), join(workspace, 'linked-scripts'));
  vi.stubEnv('GITHUB_WORKSPACE', workspace);
});

afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(directory, { recursive: true });
});

describe('a file of the workspace', () => {
  test.each([
    ['scripts/install.sh', 'echo grün\n'],
    ['./scripts/../scripts/install.sh', 'echo grün\n'],
    [join(workspace, 'scripts/install.sh'), 'echo grün\n'],
    ['linked-scripts/install.sh', 'echo grün\n'],
    ['..hidden', 'inside\n'],
  ])('is read: %s', (path, content) => {
    expect(readWorkspaceFile(path)).toBe(content);
  });

  test.each([
    ['none.sh', 'cannot be read: ENOENT'],
    ['scripts', 'cannot be read: EISDIR'],
    ['program', 'cannot be read: The encoded data was not valid'],
    ['../shop-secrets/key', 'lies outside of the workspace'],
    [join(directory, 'shop-secrets/key'), 'lies outside of the workspace'],
    ['link', 'lies outside of the workspace'],
  ])('is refused: %s %s', (path, problem) => {
    const read = () => readWorkspaceFile(path);
    expect(read).toThrow(problem);
    expect(read).toThrow(`'${path}' `);
    expect(read).toThrow('Allowed: the path of a file in the workspace.');
    expect(read).not.toThrow('hush');
  });
});
