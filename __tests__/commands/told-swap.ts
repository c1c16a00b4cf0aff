import type { CommandContext, CommandEnd } from '../../src/commands/command.ts';
import { toFailure } from '../../src/engine/failure.ts';
import { buildReport, type Report } from '../../src/report/report.ts';
import type { Conclusion } from '../../src/report/run-facts.ts';
import type { ReleaseSubject } from '../../src/strategies/strategy.ts';
import { type InProcessCommands, type Runner, runUrl } from './in-process-commands.ts';

export interface ToldSwap {
  readonly report: Report;
  readonly runner: Runner;
}

/** Runs a command of `vip-swap` to its end, or its error, and tells of it as the edge would. */
export async function tellSwap(
  world: InProcessCommands,
  command: string,
  act: (context: CommandContext, world: InProcessCommands) => Promise<CommandEnd>,
  run = 7,
): Promise<ToldSwap> {
  const runner = world.runner(runUrl(run));
  const { clock } = world;
  const [startedAtMs, startedAtEpochMs] = [clock.monotonicMs(), clock.epochMs()];
  let subject: Partial<ReleaseSubject> = {};
  const tellSubject = (known: Partial<ReleaseSubject>) => {
    subject = known;
  };
  const ended = await act({ ...runner.context, tellSubject }, world).then(
    (end) => ({ conclusion: conclusionOf(end), end }),
    (error: unknown) => ({ conclusion: failureOf(error), end: undefined }),
  );
  const { conclusion, end } = ended;
  const report = buildReport(
    {
      startedAtMs,
      startedAtEpochMs,
      finishedAtMs: clock.monotonicMs(),
      strategy: 'vip-swap',
      command,
      productionAddresses: [],
      ...subject,
      ...(end?.kind === 'ran' && end.recoveredTo !== undefined ? { recoveredTo: end.recoveredTo } : {}),
    },
    runner.stream,
    conclusion,
  );
  return { report, runner };
}

function conclusionOf(end: CommandEnd): Conclusion | undefined {
  switch (end.kind) {
    case 'planned':
      return { outcome: 'planned', plan: end.plan };
    case 'no-change':
      return { outcome: 'no-change', reason: end.reason };
    case 'swept':
    case 'unlocked':
      return { outcome: 'succeeded', reason: end.reason };
    case 'reported':
      return { outcome: 'reported', status: end.status };
    case 'ran':
      return undefined;
  }
}

function failureOf(error: unknown): Conclusion {
  return { outcome: 'failed', failure: toFailure(error) };
}
