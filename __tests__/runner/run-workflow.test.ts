import { describe, expect, test } from 'vitest';
import { type RunWorkflowOptions, runWorkflow, type StepRequest } from './run-workflow.ts';

const workflow = `
on:
  workflow_dispatch:
    inputs:
      side: { type: choice, required: true, options: [blue, green] }
      note: { type: string, default: none }
permissions: {}
jobs:
  swap:
    needs: [plan]
    if: needs.plan.outputs.outcome == 'planned'
    environment: { name: production }
    permissions: { id-token: write }
    steps:
      - uses: other/action@v1
        with: { side: unresolved }
      - run: exit 1
      - id: swap
        uses: our/action@v1
        with: { side: '\${{ inputs.side }}-lb', secret: '\${{ secrets.TOKEN }}', wait: 5 }
      - uses: our/action@v1
        if: failure() && steps.swap.outputs.outcome == 'failed'
        with: { note: '\${{ inputs.note }} after \${{ steps.swap.outputs.outcome }}' }
      - uses: our/action@v1
        with: { note: never after a failure }
  plan:
    outputs: { outcome: '\${{ steps.plan.outputs.outcome }}' }
    steps:
      - { id: plan, uses: our/action@v1, with: { id: '\${{ vars.CLIENT }}' } }
  last:
    needs: swap
    steps: [{ uses: our/action@v1 }]
`;

async function run(outcomes: readonly string[], options: Partial<RunWorkflowOptions> = {}) {
  const requests: StepRequest[] = [];
  const queue = [...outcomes];
  const jobs = await runWorkflow({
    workflow,
    inputs: { side: 'green' },
    vars: { CLIENT: 'client' },
    secrets: { TOKEN: 'hush' },
    isUnderTest: (uses) => uses.startsWith('our/'),
    runStep: async (request) => {
      requests.push(request);
      const outcome = queue.shift() ?? 'succeeded';
      return { outcome: outcome === 'failed' ? 'failure' : 'success', outputs: { outcome } };
    },
    ...options,
  });
  return { requests, results: jobs.map(({ name, result }) => [name, result]), jobs };
}

describe('runWorkflow', () => {
  test.each([
    ['1', { outcome: 'planned' }],
    ['hush', { outcome: 'planned' }],
    ['ann', {}],
    ['first\nplan\nlast', {}],
  ])('drops an output of a job in which something occurs that is masked: %j', async (mask, outputs) => {
    const outcome = 'planned';
    const { jobs } = await run([], {
      runStep: async () => ({ outcome: 'success', outputs: { outcome }, masks: [mask] }),
    });
    expect(jobs.find(({ name }) => name === 'plan')?.outputs).toEqual(outputs);
    const isDropped = !('outcome' in outputs);
    expect(jobs.find(({ name }) => name === 'swap')?.result).toBe(isDropped ? 'skipped' : 'success');
  });

  test('runs jobs after their needs, with resolved inputs and the permissions of the job', async () => {
    const { requests, results, jobs } = await run(['planned']);
    expect(requests).toEqual([
      { job: 'plan', mayRequestIdToken: false, inputs: { id: 'client' } },
      { job: 'swap', mayRequestIdToken: true, inputs: { side: 'green-lb', secret: 'hush', wait: '5' } },
      { job: 'swap', mayRequestIdToken: true, inputs: { note: 'never after a failure' } },
      { job: 'last', mayRequestIdToken: false, inputs: {} },
    ]);
    expect(results).toEqual([
      ['plan', 'success'],
      ['swap', 'success'],
      ['last', 'success'],
    ]);
    expect(jobs.map(({ environment }) => environment)).toEqual([undefined, 'production', undefined]);
  });

  test('goes on after a failure only where a step asks for it, and skips what needs the job', async () => {
    const { requests, results } = await run(['planned', 'failed']);
    expect(requests.at(-1)?.inputs).toEqual({ note: 'none after failed' });
    expect(results).toEqual([
      ['plan', 'success'],
      ['swap', 'failure'],
      ['last', 'skipped'],
    ]);
  });

  test('skips a job whose condition does not hold', async () => {
    const { requests, results } = await run(['no-change']);
    expect(requests).toHaveLength(1);
    expect(results).toContainEqual(['swap', 'skipped']);
  });

  test.each([
    ['an unknown context', { workflow: workflow.replace('vars.CLIENT', 'var.CLIENT') }, 'var'],
    ['an unknown input', { inputs: { side: 'green', sid: '' } }, "no input 'sid'"],
    ['a missing input', { inputs: {} }, "Input 'side' is required"],
    ['no option', { inputs: { side: 'red' } }, 'Options: blue, green'],
    [
      'a circle',
      { workflow: workflow.replace('plan:\n    outputs', 'plan:\n    needs: last\n    outputs') },
      'wait for',
    ],
  ])('refuses %s', async (_, options, message) => {
    await expect(run([], options)).rejects.toThrow(message);
  });
});
