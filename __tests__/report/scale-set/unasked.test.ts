import { describe, expect, it } from 'vitest';
import { verdict } from '../../../src/report/verdict/verdict.ts';
import { startScaleSetCommands } from '../../commands/scale-set-commands.ts';
import { type ToldRun, tell } from '../scale-set-runs.ts';
import { canaryFacts, rolloutFacts } from './told-runs.ts';

/** Nothing tells whether its instances serve. */
const world = startScaleSetCommands({ extensions: [], capacity: 3 });
const canary = await tell(world, 'run', (runner) => world.canary(runner), canaryFacts);
const again = await tell(world, 'run', (runner) => world.canary(runner), canaryFacts);
const promotion = await tell(world, 'run', (runner) => world.rollout(runner), rolloutFacts);
const back = await tell(world, 'rollback', (runner) => world.rollback(runner));

/** What it says of instances, or asks for. */
function saidBy({ log, report }: ToldRun): string[] {
  return [...log, verdict(report)];
}

describe('a release of instances that nothing asks whether they serve', () => {
  it('calls nobody well or good for being provisioned and running', () => {
    for (const told of [canary, again, promotion, back]) {
      expect(told.report.failure).toBeNull();
      for (const line of saidBy(told)) {
        expect(line).not.toMatch(/\b(?:is|are|and|were) (?:all )?(?:well|good|healthy)\b/);
      }
    }
  });

  it('says by what it was judged: in the log, in the verdict, and in the report', () => {
    expect(canary.log).toContainEqual(
      expect.stringMatching(
        /Batch 1 is provisioned and running, and nothing asked whether it serves: instance 0$/,
      ),
    );
    expect(verdict(canary.report)).toMatch(
      /has canary\/web-2\. It is provisioned and running, and nothing asked whether it serves\. Release/,
    );
    expect(verdict(again.report)).toMatch(/are provisioned and running; nothing asked whether they serve/);
    expect(verdict(promotion.report)).toMatch(
      /after 2 batches; each was seen provisioned and running, and nothing asked whether it serves; release/,
    );
    expect([canary, promotion].map(({ report }) => report.scaleSet?.judgedBy)).toEqual([
      'running',
      'running',
    ]);
  });
});
