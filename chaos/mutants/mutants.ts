import { registerHooks } from 'node:module';

/** One change of the source, which has to be in the file exactly once: a mutant that no longer mutates proves nothing. */
export interface Edit {
  readonly file: string;
  readonly snippet: string;
  readonly replacement: string;
}

/** One safeguard of the product each, switched off in its source: those that one run at a time has need of. */
const mutantsOfSchedules = {
  /** Every update of a load balancer goes through, whatever has happened to it since it was read. */
  'if-match': [
    { file: 'src/azure/network/frontend-assignments.ts', snippet: 'ifMatch: current.etag,', replacement: '' },
  ],
  /** Nobody who comes after a killed run finds out where production was. */
  journal: [
    {
      file: 'src/strategies/vip-swap/perform/take-lock.ts',
      snippet: 'return withRecord(address.tags, { lock, journal });',
      replacement: 'return withRecord(address.tags, { lock });',
    },
  ],
  /** A step that fails leaves everything as it is, and the run says that it was rolled back. */
  undo: [
    {
      file: 'src/engine/run.ts',
      snippet: 'const undoErrors = await undoInTime(run, started);',
      replacement: 'const undoErrors: unknown[] = [];',
    },
  ],
  /** What ARM says of its operation is believed: nobody looks at the load balancer again once it has the address. */
  'final-re-read': [
    {
      file: 'src/strategies/vip-swap/perform/confirm-production.ts',
      snippet:
        'requireAssignments(await getSettled(arm, loadBalancerId, signal, LONGEST_UPDATE_MS), assignments);',
      replacement: 'signal.throwIfAborted();',
    },
    {
      file: 'src/strategies/vip-swap/perform/assign-addresses.ts',
      snippet: "if (window !== 'opens') {",
      replacement: 'if (window === undefined) {',
    },
  ],
  /** A write whose answer was lost is taken for done, instead of being compared with the live state. */
  'lost-answer': [
    {
      file: 'src/azure/network/frontend-assignments.ts',
      snippet: 'if (!isWorthAnotherLook(error) || tries === MOST_TRIES) {',
      replacement:
        'if (error instanceof UncertainWriteError) return;\n      if (!isWorthAnotherLook(error) || tries === MOST_TRIES) {',
    },
  ],
  /** A sign-in is waited for as long as it hangs, whatever becomes of the run meanwhile. */
  'sign-in': [
    {
      file: 'src/azure/arm/access-tokens.ts',
      snippet: 'await untilAborted(asking, signal);',
      replacement: 'await asking;',
    },
    {
      file: 'src/azure/arm/access-tokens.ts',
      snippet: 'untilAborted(this.#credential.getToken(SCOPE, { abortSignal: limited }), limited),',
      replacement: 'this.#credential.getToken(SCOPE, { abortSignal: limited }),',
    },
  ],
  /** A recovery, or an undoing, does not wait for what a killed process has sent last. */
  'late-writes': [
    {
      file: 'src/strategies/vip-swap/perform/outlast-late-writes.ts',
      snippet: 'clock.sleep(lateWritesUntilMs - clock.monotonicMs(), signal)',
      replacement: 'clock.sleep(0, signal)',
    },
    {
      file: 'src/strategies/vip-swap/perform/take-lock.ts',
      snippet: 'await clock.sleep(lateWritesUntilMs - clock.monotonicMs(), signal);',
      replacement: '',
    },
    {
      file: 'src/strategies/vip-swap/perform/temporary-addresses.ts',
      snippet: 'await clock.sleep(unanswered.untilMs - clock.monotonicMs(), signal);',
      replacement: '',
    },
  ],
  /** ARM's own swap is given no more time to arrive than an update that has an ETag. */
  'late-swap': [
    {
      file: 'src/strategies/late-writes.ts',
      snippet: 'export const LATE_SWAP_MS = 60_000;',
      replacement: 'export const LATE_SWAP_MS = LATE_WRITE_MS;',
    },
  ],
  /** Polls that fail are taken for the end of ARM's own swap, and nobody looks whether it is done. */
  'polls-of-swap': [
    {
      file: 'src/azure/arm/retry.ts',
      snippet: "return !OF_THE_REQUEST.includes(status) && headers['x-ms-failure-cause'] !== 'gateway';",
      replacement: 'void headers;\n  return status >= 400;',
    },
    {
      file: 'src/strategies/vip-swap/perform/swap-addresses.ts',
      snippet: 'if (isSwapped(found, step)) {',
      replacement: 'if (error instanceof UncertainWriteError && isSwapped(found, step)) {',
    },
  ],
  /** Whoever has an address is called live, however that is. */
  'served-for-certain': [
    {
      file: 'src/strategies/vip-swap/served-by.ts',
      snippet: 'return serves(loadBalancer, address)',
      replacement: "return loadBalancer.id !== ''",
    },
  ],
  /** What an update that failed has left is believed: nobody writes it again before going on from it. */
  'rewrite-of-failed': [
    {
      file: 'src/azure/network/frontend-assignments.ts',
      snippet:
        "loadBalancer.properties.provisioningState === 'Succeeded' && hasAssignments(loadBalancer, assignments)",
      replacement: 'hasAssignments(loadBalancer, assignments)',
    },
    {
      file: 'src/strategies/vip-swap/recovery/plan.ts',
      snippet: "return properties.provisioningState === 'Succeeded';",
      replacement: "return properties.provisioningState !== 'Updating';",
    },
  ],
  /** Whoever fails keeps its lock until that ends by itself. */
  'lock-given-up': [
    {
      file: 'src/strategies/vip-swap/record/release-lock.ts',
      snippet:
        'return withinGoodbye(context.clock, signal, (limited) => removeOwnLock(context, lockOrder(swap), limited));',
      replacement: 'void [context, swap, signal];\n  return Promise.resolve();',
    },
  ],
  /** With `record: none` a release leaves its tag all the same. */
  record: [
    {
      file: 'src/strategies/vip-swap/plan.ts',
      snippet: "{ kind: journal.leavesRecord ? 'written' : 'removed' }",
      replacement: "{ kind: 'written' }",
    },
  ],
  /** A recovery that undoes a release takes the tag of the one before it along. */
  'former-record': [
    {
      file: 'src/strategies/vip-swap/recovery/plan.ts',
      snippet: "return { kind: 'undone', releasedBy, begunAtEpochMs: begun.startedAtEpochMs };",
      replacement: "return { kind: 'removed' };",
    },
  ],
  /** Production is taken away whatever operation of somebody else runs on what takes part. */
  'nobody-at-work': [
    {
      file: 'src/strategies/vip-swap/perform/look-before-opening.ts',
      snippet: 'await untilAllSettled(arm, readAll, signal, patienceMs);',
      replacement: 'await untilAllSettled(arm, readAll, signal, (patienceMs ?? 0) * 0);',
    },
  ],
  /** At the end of a run that has failed the wrong side is said to have production. */
  'live-as-seen': [
    {
      file: 'src/strategies/vip-swap/see-production.ts',
      snippet: ')?.loadBalancer.name;',
      replacement: ') === undefined ? production.name : target.name;',
    },
  ],
  /** Of a run that has reached its goal the side that it came from is said to be live. */
  'live-after-success': [
    {
      file: 'src/outputs.ts',
      snippet: "case 'succeeded':\n      return productionSeenOn ?? newLoadBalancer ?? '';",
      replacement: "case 'succeeded':\n      return previousLoadBalancer ?? '';",
    },
  ],
  /** An outage that nobody has measured is told as none. */
  'unmeasured-downtime': [
    {
      file: 'src/report/control-plane-window.ts',
      snippet: 'if (windows.length === 0) {\n    return null;',
      replacement: 'if (windows.length === 0) {\n    return 0;',
    },
  ],
  /** A recovery that is told which way to go goes the other one, where that is open. */
  'recovers-as-told': [
    {
      file: 'src/strategies/vip-swap/recovery/direction.ts',
      snippet: '      direction: wanted,\n',
      replacement: "      direction: open.length === 2 ? (wanted === 'undo' ? 'finish' : 'undo') : wanted,\n",
    },
  ],
} as const satisfies Record<string, readonly Edit[]>;

/** Those that keep several at once apart. */
const mutantsOfRaces = {
  /** Whoever has seen no lock writes its own, whatever has been written since. */
  'lock-if-match': [
    {
      file: 'src/azure/network/public-ip-tags.ts',
      snippet: 'ifMatch: address.etag,',
      replacement: '',
    },
  ],
  /** Who has taken the lock once never looks at it again. */
  guarded: [
    {
      file: 'src/strategies/vip-swap/perform/guarded.ts',
      snippet: 'await requireLock(guard, context.signal);',
      replacement: 'void requireLock;',
    },
  ],
  /** Who repeats a write does not ask whether a recovery is what has overtaken it. */
  'look-before-repeating': [
    {
      file: 'src/azure/network/frontend-assignments.ts',
      snippet: 'await beforeRepeating(signal);',
      replacement: '',
    },
  ],
} as const satisfies Record<string, readonly Edit[]>;

export const mutants = { ...mutantsOfSchedules, ...mutantsOfRaces } as const;

export type MutantName = keyof typeof mutants;

export const mutantNames = Object.keys(mutants) as readonly MutantName[];

/** What has to find it. */
export function proofOf(name: MutantName): 'schedules' | 'race' {
  return Object.hasOwn(mutantsOfRaces, name) ? 'race' : 'schedules';
}

const root = new URL('../../', import.meta.url);

/** Changes the sources when they are loaded, in this thread only. Nothing of them may be loaded before. */
export function applyMutant(name: MutantName): void {
  applyEdits(mutants[name]);
}

export function applyEdits(edits: readonly Edit[]): void {
  registerHooks({
    load(url, context, nextLoad) {
      const loaded = nextLoad(url, context);
      const own = edits.filter(({ file }) => new URL(file, root).href === url);
      return own.length === 0 ? loaded : { ...loaded, source: own.reduce(edited, String(loaded.source)) };
    },
  });
}

/** @throws Error where the source has changed, and the edit would do nothing, or something else. */
export function edited(source: string, { file, snippet, replacement }: Edit): string {
  const [before, after, ...more] = source.split(snippet);
  if (before === undefined || after === undefined || more.length > 0) {
    throw new Error(`The mutant does not fit any more: "${snippet}" has to be in ${file} once.`);
  }
  return before + replacement + after;
}
