import type { Random } from '../random.ts';
import type { BackendHealth } from './contract.ts';
import type { Instances } from './instances.ts';
import type { Backend, ProbeConfiguration } from './route.ts';

/** A health probe and the backends that it asks. */
export interface ProbedPool {
  readonly probe: ProbeConfiguration;
  readonly backends: readonly Backend[];
}

/** One health probe's view of one backend. */
interface Subject {
  readonly probe: ProbeConfiguration;
  readonly backend: Backend;
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
 * A result counts at its tick: how long Azure waits for an answer that does not come is not documented.
 */
export class HealthProbes {
  readonly #instances: Instances;
  readonly #random: Random;
  readonly #speed: number;
  /** By health probe, then by backend. */
  readonly #subjects = new Map<string, Map<string, Subject>>();
  readonly #byBackend = new Map<string, Set<Subject>>();
  readonly #turning = new Set<Subject>();

  constructor(instances: Instances, random: Random, speed: number) {
    this.#instances = instances;
    this.#random = random;
    this.#speed = speed;
  }

  /** Probes these and forgets all others. A backend that is new is `Unknown` and out of rotation until its first tick. */
  watch(wanted: Iterable<ProbedPool>, nowMs: number): void {
    const kept = new Set<Subject>();
    for (const { probe, backends } of wanted) {
      const probeKey = keyOf(probe);
      for (const backend of backends) kept.add(this.#subject(probe, probeKey, backend, nowMs));
    }
    for (const subject of this.#all()) if (!kept.has(subject)) this.#forget(subject);
  }

  /** Takes what every backend does now as its state for long. */
  settle(): void {
    for (const subject of this.#all()) {
      subject.state = subject.passing ? 'Up' : 'Down';
      subject.firstTickMs = -Infinity;
    }
    this.#turning.clear();
  }

  /** To be called after every change of an instance, with all backends that it had or has. */
  observe(backends: readonly string[], nowMs: number): void {
    for (const subject of backends.flatMap((id) => [...this.#subjectsAt(id.toLowerCase())])) {
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

  /** The state of each backend, in their order. */
  states(probe: ProbeConfiguration, backends: readonly Backend[]): BackendHealth['state'][] {
    const subjects = this.#subjects.get(keyOf(probe));
    return backends.map(({ key }) => subjects?.get(key)?.state ?? 'Unknown');
  }

  #subject(probe: ProbeConfiguration, probeKey: string, backend: Backend, nowMs: number): Subject {
    const subjects = this.#subjects.get(probeKey) ?? new Map<string, Subject>();
    const known = subjects.get(backend.key);
    if (known !== undefined) return known;
    const intervalMs = probe.intervalMs / this.#speed;
    const phaseMs = this.#random.uniform(`health-probe ${probeKey} ${backend.key}`) * intervalMs;
    const subject: Subject = {
      probe,
      backend,
      intervalMs,
      phaseMs,
      state: 'Unknown',
      passing: this.#instances.passes(probe, backend),
      firstTickMs: tickFrom({ phaseMs, intervalMs }, nowMs),
      previousFirstTickMs: undefined,
    };
    this.#subjects.set(probeKey, subjects.set(backend.key, subject));
    this.#subjectsAt(backend.key).add(subject);
    this.#turning.add(subject);
    return subject;
  }

  #forget(subject: Subject): void {
    this.#subjects.get(keyOf(subject.probe))?.delete(subject.backend.key);
    this.#subjectsAt(subject.backend.key).delete(subject);
    this.#turning.delete(subject);
  }

  *#all(): Generator<Subject> {
    for (const subjects of this.#subjects.values()) yield* subjects.values();
  }

  #subjectsAt(backendKey: string): Set<Subject> {
    const subjects = this.#byBackend.get(backendKey) ?? new Set();
    this.#byBackend.set(backendKey, subjects);
    return subjects;
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
function keyOf({ id, protocol, port, path, intervalMs, threshold }: ProbeConfiguration): string {
  return [id, protocol, port, path, intervalMs, threshold].join(' ');
}

function tickFrom({ phaseMs, intervalMs }: Pick<Subject, 'phaseMs' | 'intervalMs'>, timeMs: number): number {
  return phaseMs + Math.ceil((timeMs - phaseMs) / intervalMs) * intervalMs;
}

/** A backend that was never probed follows the first result: documented for machines that have just started. */
function turnsAtMs(subject: Subject): number {
  const results = subject.state === 'Unknown' ? 1 : subject.probe.threshold;
  return subject.firstTickMs + (results - 1) * subject.intervalMs;
}
