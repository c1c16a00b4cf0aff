import { commonRun, type GoodRun, type Heard, hear, type Look } from './good-run.ts';
import { orAborted } from './or-aborted.ts';
import type { Reasons } from './reasons.ts';

/** Asked again and again: the instance view, out of one listing of all instances, and the instance's own endpoint. */
export type Watched = 'view' | 'endpoint';

const UNHEARD: Readonly<Record<Watched, string>> = {
  view: 'has not been told of by ARM',
  endpoint: 'has not been asked whether it answers',
};

/** How one instance stands: what was heard of it last, and for how long that has been nothing but good. */
export class Standing {
  readonly #watched: readonly Watched[];
  readonly #say: (reasons: Reasons) => void;
  readonly #heard = new Map<Watched, Heard>();
  /** What could not be asked last, and has told nothing bad before that. */
  readonly #unseen = new Set<Watched>();
  #commandReasons: Reasons = [];
  #commandHeldUp: string | undefined;
  #notBeforeMs = Number.NEGATIVE_INFINITY;
  #said: Reasons | undefined;
  #news = Promise.withResolvers<void>();

  /** @param say is told how the instance is, each time that this is news. */
  constructor(watched: readonly Watched[], say: (reasons: Reasons) => void) {
    this.#watched = watched;
    this.#say = say;
  }

  hear(kind: Watched, look: Look): void {
    const hasBadAnswer = this.#heard.get(kind)?.kind === 'bad' && !this.#unseen.has(kind);
    if (look.isUnseen && !hasBadAnswer) {
      this.#unseen.add(kind);
    } else if (!look.isUnseen) {
      this.#unseen.delete(kind);
    }
    this.#heard.set(kind, hear(this.#heard.get(kind), look));
    this.#tell();
  }

  /** It is asked for once more: what held it up before may be over. */
  askCommand(): void {
    this.#commandHeldUp = undefined;
  }

  /** A command that failed begins the time anew, as any bad look does, and stands until it has been run again. */
  hearCommand(look: Look): void {
    this.#commandReasons = look.reasons;
    if (look.reasons.length > 0) {
      this.#notBeforeMs = look.answeredAtMs;
    }
    this.#tell();
  }

  /**
   * ARM did not let the command be run. That says nothing of the instance: its time goes on, and what the command has come to
   * before stands.
   */
  hearCommandHeldUp(why: string): void {
    this.#commandHeldUp = why;
    this.#tell();
  }

  /** Whether nothing speaks against it but that its command was not run, or it could not be asked, so that nobody knows how it is. */
  get isUnproven(): boolean {
    const isAsked = this.#commandHeldUp === undefined && this.#unseen.size === 0;
    const seen = this.#watched.filter((kind) => !this.#unseen.has(kind));
    return !isAsked && this.#commandReasons.length === 0 && this.#runOf(seen) !== undefined;
  }

  /** Resolves when all that is watched has been good for so long without a break; rejects when the signal aborts. */
  async goodFor(wantedMs: number, signal: AbortSignal): Promise<GoodRun> {
    for (;;) {
      const run = this.#run();
      if (run !== undefined && run.forMs >= wantedMs) {
        return run;
      }
      await orAborted(this.#news.promise, signal);
    }
  }

  /** Why it is not healthy at this moment. Never empty: an instance that is good may not have been so for long enough. */
  shortcomings(wantedMs: number): Reasons {
    const unheard = this.#watched.filter((kind) => !this.#heard.has(kind)).map((kind) => UNHEARD[kind]);
    const reasons = [...this.#reasons(), ...unheard];
    const run = this.#run();
    if (reasons.length > 0 || run === undefined) {
      return reasons;
    }
    return run.forMs < wantedMs
      ? [`is good for ${seconds(run.forMs)} only, and has to be for ${seconds(wantedMs)}`]
      : [`is good for ${seconds(run.forMs)}, and its time was over before its check command had ended`];
  }

  #run(): GoodRun | undefined {
    return this.#runOf(this.#watched);
  }

  #runOf(watched: readonly Watched[]): GoodRun | undefined {
    return commonRun(
      watched.map((kind) => this.#heard.get(kind)),
      this.#notBeforeMs,
    );
  }

  #reasons(): Reasons {
    const bad = this.#watched.map((kind) => this.#heard.get(kind)).filter((heard) => heard?.kind === 'bad');
    const heldUp = this.#commandHeldUp === undefined ? [] : [this.#commandHeldUp];
    return [...bad.flatMap(({ reasons }) => reasons), ...this.#commandReasons, ...heldUp];
  }

  #tell(): void {
    const reasons = this.#reasons();
    const isComplete = reasons.length > 0 || this.#heard.size === this.#watched.length;
    if (isComplete && reasons.join('\n') !== this.#said?.join('\n')) {
      this.#said = reasons;
      this.#say(reasons);
    }
    this.#news.resolve();
    this.#news = Promise.withResolvers();
  }
}

function seconds(durationMs: number): string {
  return `${Math.floor(durationMs / 100) / 10} s`;
}
