import type { Random } from '../random.ts';
import type { BackendHealth } from './contract.ts';
import type { Instances } from './instances.ts';
import type { ProbeConfiguration } from './routes.ts';

/** One health probe's view of one backend. */
interface Subject {
  readonly probe: ProbeConfiguration;
  readonly backend: string;
  readonly intervalMs: number;
  readonly phaseMs: number;
  state: BackendHealth['state'];
  passing: boolean;
  /** The first tick that sees what the backend does now, and the one that first saw what it did before. */
  firstTickMs: number;
  previousFirstTickMs: number | undefined;
}

/**
 * The load balancers' health probes: each asks each backend at its own phase. Nothing is computed tick by tick: between
 * two changes of a backend every tick has the same result, so the instant at which the threshold is reached is known.
 */
export class HealthProbes {
  readonly #instances: Instances;
  readonly #random: Random;
  readonly #speed: number;
  readonly #subjects = new Map<string, Subject>();
  readonly #turning = new Set<Subject>();

  constructor(instances: Instances, random: Random, speed: number) {
    this.#instances = instances;
    this.#random = random;
    this.#speed = speed;
  }

  /** Begins to probe a backend, unless it is probed already. `Unknown` and out of rotation until the first tick. */
  watch(probe: ProbeConfiguration, backend: string, nowMs: number): void {
    const key = keyOf(probe, backend);
    if (this.#subjects.has(key)) return;
    const intervalMs = probe.intervalMs / this.#speed;
    const subject: Subject = {
      probe,
      backend,
      intervalMs,
      phaseMs: this.#random.uniform(`health-probe ${key}`) * intervalMs,
      state: 'Unknown',
      passing: this.#instances.passes(probe, backend),
      firstTickMs: 0,
      previousFirstTickMs: undefined,
    };
    subject.firstTickMs = tickFrom(subject, nowMs);
    this.#subjects.set(key, subject);
    this.#turning.add(subject);
  }

  /** Takes what every backend does now as its state for long. */
  settle(): void {
    for (const subject of this.#subjects.values()) {
      subject.state = subject.passing ? 'Up' : 'Down';
      subject.firstTickMs = -Infinity;
    }
    this.#turning.clear();
  }

  /** Forgets what no rule refers to any more. */
  keepOnly(wanted: Iterable<{ probe: ProbeConfiguration; backend: string }>): void {
    const keys = new Set(Array.from(wanted, ({ probe, backend }) => keyOf(probe, backend)));
    for (const [key, subject] of this.#subjects) {
      if (keys.has(key)) continue;
      this.#subjects.delete(key);
      this.#turning.delete(subject);
    }
  }

  /** To be called after every change of an instance. */
  observe(nowMs: number): void {
    for (const subject of this.#subjects.values()) {
      const passing = this.#instances.passes(subject.probe, subject.backend);
      if (passing !== subject.passing) this.#turn(subject, passing, nowMs);
    }
  }

  nextChangeAtMs(): number | undefined {
    let next = Infinity;
    for (const subject of this.#turning) next = Math.min(next, turnsAtMs(subject));
    return next === Infinity ? undefined : next;
  }

  /** Takes the backends whose threshold is reached by `nowMs` into or out of rotation; true where there were any. */
  advance(nowMs: number): boolean {
    let turned = false;
    for (const subject of this.#turning) {
      if (turnsAtMs(subject) > nowMs) continue;
      subject.state = subject.passing ? 'Up' : 'Down';
      this.#turning.delete(subject);
      turned = true;
    }
    return turned;
  }

  state(probe: ProbeConfiguration, backend: string): BackendHealth['state'] {
    return this.#subjects.get(keyOf(probe, backend))?.state ?? 'Unknown';
  }

  #turn(subject: Subject, passing: boolean, nowMs: number): void {
    subject.passing = passing;
    if (subject.firstTickMs >= nowMs && subject.previousFirstTickMs !== undefined) {
      // No tick fell between the two changes: the health probe never saw the first one, its count goes on.
      subject.firstTickMs = subject.previousFirstTickMs;
    } else {
      subject.previousFirstTickMs = subject.firstTickMs;
      subject.firstTickMs = tickFrom(subject, nowMs);
    }
    if (subject.state === 'Unknown' || passing !== (subject.state === 'Up')) this.#turning.add(subject);
    else this.#turning.delete(subject);
  }
}

/** A configuration that changes is another health probe: it begins anew. */
function keyOf(probe: ProbeConfiguration, backend: string): string {
  const { id, protocol, port, path, intervalMs, threshold } = probe;
  return [id, protocol, port, path, intervalMs, threshold, backend.toLowerCase()].join(' ');
}

function tickFrom({ phaseMs, intervalMs }: Subject, timeMs: number): number {
  return phaseMs + Math.ceil((timeMs - phaseMs) / intervalMs) * intervalMs;
}

/** A backend that was never probed follows the first result: documented for machines that have just started. */
function turnsAtMs(subject: Subject): number {
  const results = subject.state === 'Unknown' ? 1 : subject.probe.threshold;
  return subject.firstTickMs + (results - 1) * subject.intervalMs;
}
