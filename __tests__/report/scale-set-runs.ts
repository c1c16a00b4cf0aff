import type { CommandEnd } from '../../src/commands/command.ts';
import { toFailure } from '../../src/engine/failure.ts';
import type { Plan } from '../../src/engine/plan.ts';
import type { ProbeSample } from '../../src/probe/probe-events.ts';
import type { RolloutEvent } from '../../src/report/events.ts';
import { createLog } from '../../src/report/log/log.ts';
import { buildReport, type Report } from '../../src/report/report.ts';
import type { Conclusion, RunFacts } from '../../src/report/run-facts.ts';

import type { ScaleSetRunner, startScaleSetCommands } from '../commands/scale-set-commands.ts';
import type { WorldOptions } from '../emulator/arm/compute/scale-set-world.ts';

/** A run as the edge would tell of it: its log, and its report. */
export interface ToldRun {
  readonly report: Report;
  readonly log: readonly string[];
  readonly events: readonly RolloutEvent[];
}

type World = ReturnType<typeof startScaleSetCommands>;

/** Runs a command to its end, or its error, and tells of it. */
export async function tell(
  world: World,
  command: string,
  act: (runner: ScaleSetRunner) => Promise<CommandEnd>,
  more: Partial<RunFacts> & { readonly probed?: Probed } = {},
): Promise<ToldRun> {
  const { probed, ...facts } = more;
  const runner = world.runner(1);
  const { clock } = world;
  const [startedAtMs, startedAtEpochMs] = [clock.monotonicMs(), clock.epochMs()];
  const ended = await act(runner).then(
    (end) => ({
      conclusion: conclusionOf(end),
      recoveredTo: end.kind === 'ran' ? end.recoveredTo : undefined,
    }),
    (error: unknown) => ({ conclusion: failureOf(error), recoveredTo: undefined }),
  );
  const { conclusion, recoveredTo } = ended;
  const events = probed === undefined ? runner.stream : withProbe(runner.stream, probed);
  const { scaleSetId } = runner.subject();
  const report = buildReport(
    {
      startedAtMs,
      startedAtEpochMs,
      finishedAtMs: clock.monotonicMs(),
      strategy: '',
      command,
      productionAddresses: [],
      ...(scaleSetId === undefined ? {} : { scaleSetId }),
      ...(recoveredTo === undefined ? {} : { recoveredTo }),
      ...facts,
    },
    events,
    conclusion,
  );
  const plan = conclusion?.outcome === 'planned' ? conclusion.plan : undefined;
  return { report, log: logOf(events, report, startedAtMs, plan), events };
}

function conclusionOf(end: CommandEnd): Conclusion | undefined {
  switch (end.kind) {
    case 'planned':
      return { outcome: 'planned', plan: end.plan };
    case 'no-change':
      return { outcome: 'no-change', reason: end.reason };
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

function logOf(
  events: readonly RolloutEvent[],
  report: Report,
  startedAtMs: number,
  planned: Plan | undefined,
): string[] {
  const lines: string[] = [];
  const log = createLog(
    {
      group: (title) => lines.push(`> ${title}`),
      endGroup: () => undefined,
      info: (text) => lines.push(text),
      debug: () => undefined,
      warning: (text) => lines.push(`warning: ${text}`),
      notice: ({ title, message }) => lines.push(`notice: ${title}: ${message}`),
      error: ({ title, message }) => lines.push(`error: ${title}: ${message}`),
    },
    startedAtMs,
  );
  for (const event of events) {
    log.read(event);
  }
  if (planned !== undefined) {
    log.printPlan(planned);
  }
  log.finish(report);
  return lines;
}

export interface Probed {
  /** Version by the share of instances that have the new one, asked at each answer. */
  readonly versionAt: (share: number, index: number) => string;
  /** Whether a request fails that is sent while this share of the instances is being upgraded. Absent: none does. */
  readonly failsAt?: (share: number, index: number) => boolean;
}

const INTERVAL_MS = 1_000;

/** What a prober would have seen meanwhile: the in-process world has no sockets that it could ask. */
function withProbe(
  events: readonly RolloutEvent[],
  { versionAt, failsAt = () => false }: Probed,
): RolloutEvent[] {
  const [fromMs, toMs] = [events[0]?.atMs ?? 0, events.at(-1)?.atMs ?? 0];
  const probing: RolloutEvent[] = [
    {
      type: 'probe-started',
      atMs: fromMs,
      target: { protocol: 'http', url: 'http://20.1.2.3:9000/', source: 'load-balancing rule http' },
      intervalMs: INTERVAL_MS,
      timeoutMs: 2_000,
    },
  ];
  for (let dueAtMs = fromMs, index = 0; dueAtMs < toMs; dueAtMs += INTERVAL_MS, index += 1) {
    const seen = events.findLast((event) => event.type === 'release-seen' && event.atMs <= dueAtMs);
    const instances = seen?.type === 'release-seen' ? seen.instances : [];
    const upgraded = instances.filter(({ role }) => role !== 'old').length;
    const version = versionAt(instances.length === 0 ? 0 : upgraded / instances.length, index);
    const sample = failsAt(shareUpgrading(events, dueAtMs, instances.length), index)
      ? lostSample(dueAtMs)
      : probeSampleOf(dueAtMs, version);
    probing.push({ type: 'probe-sample', atMs: sample.completedAtMs, sample });
  }
  probing.push({ type: 'probe-stopped', atMs: toMs });
  return [...events, ...probing].toSorted((a, b) => a.atMs - b.atMs);
}

/** By ARM's word: a batch at once, and of a rollback of a rollout all. */
function shareUpgrading(events: readonly RolloutEvent[], atMs: number, instanceCount: number): number {
  const upgrade = events.find(
    (event) =>
      event.type === 'arm-operation' &&
      event.path.endsWith('/manualupgrade') &&
      event.acceptedAtMs <= atMs &&
      event.atMs >= atMs,
  );
  const batch = events.findLast((event) => event.type === 'batch-started' && event.atMs <= atMs);
  if (upgrade === undefined) {
    return 0;
  }
  return batch?.type === 'batch-started' ? batch.instanceIds.length / instanceCount : 1;
}

/** One that answers, and of instances that have the new image none gets healthy. */
export const sickWorld: WorldOptions = {
  payloads: [
    { image: '/web-1$', version: 'one' },
    { image: '/web-2$', version: 'two', condition: 'unhealthy' },
  ],
};

function probeSampleOf(dueAtMs: number, version: string): ProbeSample {
  return {
    dueAtMs,
    sentAtMs: dueAtMs,
    completedAtMs: dueAtMs + 20,
    result: { kind: 'good', status: 200, version },
  };
}

function lostSample(dueAtMs: number): ProbeSample {
  return {
    dueAtMs,
    sentAtMs: dueAtMs,
    completedAtMs: dueAtMs + 900,
    result: { kind: 'failed', cause: 'no connection within 900 ms' },
  };
}
