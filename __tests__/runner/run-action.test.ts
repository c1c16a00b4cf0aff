import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { parseFileCommands } from '../../scripts/runner/file-commands.ts';
import { type RunActionOptions, runAction } from '../../scripts/runner/run-action.ts';
import type { RunningScript } from '../../scripts/runner/run-script.ts';
import { annotationsOf } from '../../scripts/runner/workflow-commands.ts';

const actionDirectory = join(import.meta.dirname, 'toolkit-action');
let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'runner-test-'));
});

afterEach(() => {
  rmSync(directory, { recursive: true });
  vi.unstubAllEnvs();
});

function run(options: Partial<RunActionOptions> = {}) {
  return runAction({ actionDirectory, directory, inputs: {}, ...options });
}

describe('runAction', () => {
  test('hands over everything that the toolkit writes, and its state to post', async () => {
    const { post, ...main } = await run({ inputs: { greeting: 'two\nlines' } });
    expect(main).toMatchObject({
      exitCode: 0,
      signal: null,
      outputs: { greeting: 'two\nlines', none: '' },
      state: { greeting: 'two\nlines' },
      variables: { GREETING: 'two\nlines' },
      summary: '### Summary',
      annotations: [{ level: 'notice', title: 'A, B: C', message: 'Done: 100%,\nreally' }],
      masks: ['hush: 100%'],
    });
    expect(post?.stdout).toContain('post: two\nlines');
    expect(post?.stdout).toContain('same RUNNER_TEMP: true');
    expect(post?.outputs).toEqual({});
  });

  test('applies defaults to inputs that were left out, not to empty ones', async () => {
    expect((await run()).outputs.greeting).toBe('hello');
    expect(
      (await run({ inputs: { greeting: '' }, directory: mkdtempSync(join(directory, 'empty-')) })).outputs
        .greeting,
    ).toBe('');
  });

  test('refuses an input that action.yml does not have', async () => {
    await expect(run({ inputs: { greting: 'hi' } })).rejects.toThrow(
      "no input 'greting'. It has: greeting, wait",
    );
  });

  test('keeps the environment of this process to itself', async () => {
    vi.stubEnv('NOT_FOR_ACTIONS', 'leaked');
    const { stdout } = await run({ environment: { GIVEN: 'yes' } });
    expect(stdout).toContain('secret of the machine: none, given: yes');
  });

  test('cancels main by SIGINT and still runs post', async () => {
    let main: RunningScript | undefined;
    const cancelled = await run({
      inputs: { wait: 'true' },
      onStart: (running) => {
        main = running;
      },
      onLine: (line) => {
        if (line === 'waiting') main?.cancel();
      },
    });
    expect(cancelled).toMatchObject({ exitCode: 1, signal: null });
    expect(cancelled.annotations).toContainEqual({ level: 'error', message: 'cancelled by SIGINT' });
    expect(cancelled.post?.stdout).toContain('post: hello');
  });

  test('loses a machine: main is killed and nobody runs post', async () => {
    let main: RunningScript | undefined;
    const lost = await run({
      inputs: { wait: 'true' },
      runsPost: false,
      onStart: (running) => {
        main = running;
      },
      onLine: (line) => {
        if (line === 'waiting') main?.send('SIGKILL');
      },
    });
    expect(lost).toMatchObject({ exitCode: null, signal: 'SIGKILL', state: { greeting: 'hello' } });
    expect(lost.post).toBeUndefined();
  });
});

describe('file commands', () => {
  test('are lines, and values of several lines', () => {
    expect(parseFileCommands('a=1=2\nb<<END\nx\n\ny\nEND\nc=\na=3\n')).toEqual({
      a: '3',
      b: 'x\n\ny',
      c: '',
    });
  });

  test.each(['no value', '=value', 'a<<END\nnever ends'])('refuse %j', (text) => {
    expect(() => parseFileCommands(text)).toThrow();
  });
});

test('annotations are told from the log around them', () => {
  const output =
    'text ::error::no\n::group::Step\n::error::It broke%0Abadly\n::warning file=a.ts,line=1::Look\n';
  expect(annotationsOf(output)).toEqual([
    { level: 'error', message: 'It broke\nbadly' },
    { level: 'warning', message: 'Look' },
  ]);
});
