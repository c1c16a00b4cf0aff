export const id = 975;
export const ids = [975];
export const modules = {

/***/ 4670:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   UO: () => (/* binding */ isWithin),
/* harmony export */   gx: () => (/* binding */ subscriptionScope),
/* harmony export */   uA: () => (/* binding */ distinctScopes),
/* harmony export */   wZ: () => (/* binding */ resourceGroupScope)
/* harmony export */ });
/** Whether a scope is `outer` itself or lies inside it. Scopes are compared without case, as ARM compares them. */
function isWithin(scope, outer) {
    const inside = scope.toLowerCase();
    const outside = outer.toLowerCase();
    return inside === outside || inside.startsWith(`${outside}/`);
}
/** `/subscriptions/{id}/resourceGroups/{name}` of a resource inside that group. */
function resourceGroupScope(resourceId) {
    return resourceId.split('/').slice(0, 5).join('/');
}
function subscriptionScope(subscriptionId) {
    return `/subscriptions/${subscriptionId}`;
}
/** Scopes without repetition, in their first order and case. */
function distinctScopes(scopes) {
    const groups = Map.groupBy(scopes, (scope) => scope.toLowerCase());
    return [...groups.values()].flatMap(([first]) => first ?? []);
}


/***/ }),

/***/ 2748:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   h: () => (/* binding */ quote)
/* harmony export */ });
/** For a POSIX shell: resource groups may have parentheses in their names. */
function quote(text) {
    return /^[\w./-]+$/.test(text) ? text : `'${text.replace(/\s+/g, ' ').replaceAll("'", "'\\''")}'`;
}


/***/ }),

/***/ 4120:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Yt: () => (/* binding */ HandOverError),
/* harmony export */   nc: () => (/* binding */ isHandedOver),
/* harmony export */   s$: () => (/* binding */ UndoTimeoutError)
/* harmony export */ });
/* harmony import */ var _deadline_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8768);

/**
 * The time of a process that undoes or settles is up, and it comes to its end: no answer is waited for any more, as after a
 * deadline that is followed by an undoing.
 */
class HandOverError extends Error {
    name = 'HandOverError';
    code = 'HandOver';
    constructor() {
        super('The time of this process was up before it was done: "command: recover" goes on.');
    }
}
/** The undoing of one step has had its share of the time: those that come after it need the rest. */
class UndoTimeoutError extends _deadline_js__WEBPACK_IMPORTED_MODULE_0__/* .DeadlineError */ .j {
    code = 'UndoTimeout';
}
/** Whether something was not undone for want of time: nobody of this run goes on with it. */
function isHandedOver({ undoErrors }) {
    return undoErrors.some((error) => error instanceof HandOverError || error instanceof UndoTimeoutError);
}


/***/ }),

/***/ 1079:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Fo: () => (/* binding */ runPlan),
/* harmony export */   Ks: () => (/* binding */ performStep),
/* harmony export */   cI: () => (/* binding */ cleanedUp),
/* harmony export */   jG: () => (/* binding */ WithdrawnError),
/* harmony export */   qD: () => (/* binding */ undoSteps),
/* harmony export */   sk: () => (/* binding */ GoalLostError)
/* harmony export */ });
/* unused harmony export NotBegunError */
/* harmony import */ var _deadline_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(8768);
/* harmony import */ var _failure_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8004);
/* harmony import */ var _hand_over_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4120);



/** The work has become somebody else's: this run does nothing more of it, and undoes nothing more. */
class WithdrawnError extends Error {
    name = 'WithdrawnError';
}
/**
 * Thrown by a clean-up step that has looked once more after the last write: what the plan had reached is there no more. That is
 * somebody else's doing, so nothing is undone, and the run has failed.
 */
class GoalLostError extends Error {
    name = 'GoalLostError';
}
/** A step whose turn has come when the time is up, or the run is cancelled: what it was that took so long was another step. */
class NotBegunError extends Error {
    name = 'NotBegunError';
    code;
    constructor(cause) {
        const { message, code } = (0,_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .toFailure */ .w)(cause);
        super(`Not begun: ${message}`, { cause });
        this.code = code;
    }
}
/**
 * Runs the steps of a plan in order; on the first failure undoes in reverse, the failed step first, because it may have
 * done half of its work.
 *
 * @throws nothing: every end is a result.
 */
async function runPlan(run) {
    const { plan, clock, emit } = run;
    emit({ type: 'plan-started', atMs: clock.monotonicMs(), plan });
    const result = await performSteps(run);
    emit({
        type: 'plan-finished',
        atMs: clock.monotonicMs(),
        outcome: result.outcome,
        ...(result.error === undefined ? {} : { failure: (0,_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .toFailure */ .w)(result.error) }),
    });
    return result;
}
async function performSteps(run) {
    const { clock, signal, timeoutMs, wholeTimeoutMs } = run;
    let current;
    const subject = () => current === undefined ? `the plan "${run.plan.goal}"` : `the step "${current.title}"`;
    const started = [];
    const cleanUpErrors = [];
    try {
        await (0,_deadline_js__WEBPACK_IMPORTED_MODULE_2__/* .withDeadline */ .N)({ clock, signal, timeoutMs, wholeTimeoutMs, subject }, async (limited) => {
            for (const step of run.plan.steps) {
                current = step;
                if (step.cleanUp) {
                    await performCleanUp(run, step, limited, cleanUpErrors);
                }
                else {
                    limited.throwIfAborted();
                    started.push(step);
                    await performStep(run, step, { signal: limited, clock });
                }
            }
        });
        return cleanedUp(cleanUpErrors);
    }
    catch (error) {
        if (signal.aborted && started.length > 0) {
            return { outcome: 'interrupted', error: signal.reason, undoErrors: [], cleanUpErrors };
        }
        if (run.onFailure(error) === 'stop') {
            return { outcome: 'failed', error, undoErrors: [], cleanUpErrors };
        }
        const undoErrors = await undoInTime(run, started);
        return { outcome: undoneOutcome(undoErrors, signal), error, undoErrors, cleanUpErrors };
    }
}
/** All that the plan moves had been moved, and seen to be where it shall be. @param errors of its clean-up steps. */
function cleanedUp(errors) {
    const lost = errors.find((error) => error instanceof GoalLostError);
    const cleanUpErrors = errors.filter((error) => error !== lost);
    return lost === undefined
        ? { outcome: 'succeeded', undoErrors: [], cleanUpErrors }
        : { outcome: 'failed', error: lost, undoErrors: [], cleanUpErrors };
}
function undoInTime(run, started) {
    const { clock, signal, undoTimeoutMs } = run;
    const deadline = {
        clock,
        signal,
        timeoutMs: undoTimeoutMs,
        subject: `undoing "${run.plan.goal}"`,
        reasonOf: () => new _hand_over_js__WEBPACK_IMPORTED_MODULE_1__/* .HandOverError */ .Yt(),
    };
    return (0,_deadline_js__WEBPACK_IMPORTED_MODULE_2__/* .withDeadline */ .N)(deadline, (undoSignal) => undoSteps({ ...run, undoSignal }, started));
}
/** An undoing that was cancelled has not failed: whoever settles the run goes on with it. */
function undoneOutcome(undoErrors, { aborted }) {
    if (undoErrors.length === 0) {
        return 'rolled-back';
    }
    return aborted ? 'interrupted' : 'failed';
}
async function performStep(run, step, context) {
    const { clock, emit } = run;
    const performer = run.performerOf(step);
    emit({ type: 'step-started', atMs: clock.monotonicMs(), stepId: step.id });
    try {
        if (context.signal.aborted) {
            throw new NotBegunError(context.signal.reason);
        }
        await withinTime(step, context, async (limited) => {
            await performer.run(limited);
            await performer.verify(limited);
        });
    }
    catch (error) {
        emit({ type: 'step-failed', atMs: clock.monotonicMs(), stepId: step.id, failure: (0,_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .toFailure */ .w)(error) });
        throw error;
    }
    emit({ type: 'step-succeeded', atMs: clock.monotonicMs(), stepId: step.id });
}
function withinTime({ title, timeoutMs }, { signal, clock }, work) {
    return timeoutMs === undefined
        ? work({ signal, clock })
        : (0,_deadline_js__WEBPACK_IMPORTED_MODULE_2__/* .withDeadline */ .N)({ clock, signal, timeoutMs, subject: `the step "${title}"` }, (limited) => work({ signal: limited, clock }));
}
/**
 * The goal is reached before the first clean-up step: undoing it for a left-over would cost users a second outage. That
 * holds for a cancelled run too: its clean-up is told as failed.
 */
async function performCleanUp(run, step, signal, errors) {
    try {
        await performStep(run, step, { signal, clock: run.clock });
    }
    catch (error) {
        errors.push(error);
    }
}
/**
 * Undoes in reverse. A failed undo does not stop the others: each looks at the live state, and ARM refuses what does
 * not fit, so going on can only bring production nearer to whole. That the work is somebody else's now stops all of it.
 *
 * @param started in the order in which they were started; the last one may have done half of its work.
 * @returns the errors of the undos that failed.
 */
async function undoSteps(run, started) {
    const errors = [];
    const failed = [];
    const endsAtMs = run.clock.monotonicMs() + (run.undoTimeoutMs ?? Number.POSITIVE_INFINITY);
    for (const step of started.toReversed()) {
        try {
            // Once more: ARM fails for moments, and after this nobody tries. What never came to an end has had its time.
            await undoStep(run, step, endsAtMs, true).catch((error) => isWorthAnotherTry(run, error) ? undoStep(run, step, endsAtMs, false) : Promise.reject(error));
        }
        catch (error) {
            errors.push(error);
            failed.push(step);
            if (error instanceof WithdrawnError) {
                break;
            }
        }
    }
    const [first] = started;
    if (first === undefined || !run.performerOf(first).isPlanUndone?.()) {
        return errors;
    }
    for (const { id } of failed) {
        run.emit({ type: 'undo-succeeded', atMs: run.clock.monotonicMs(), stepId: id });
    }
    return [];
}
function isWorthAnotherTry({ undoSignal }, error) {
    return !(error instanceof _deadline_js__WEBPACK_IMPORTED_MODULE_2__/* .DeadlineError */ .j || error instanceof WithdrawnError || undoSignal?.aborted);
}
const NEVER = new AbortController().signal;
/** @param endsAtMs `Clock.monotonicMs` at which the time for all of the undoing is up. */
async function undoStep(run, step, endsAtMs, isFirstTry) {
    const { performerOf, clock, emit, undoSignal: signal = NEVER } = run;
    emit({ type: 'undo-started', atMs: clock.monotonicMs(), stepId: step.id });
    try {
        signal.throwIfAborted();
        await inTimeForUndoing(step, { clock, signal, endsAtMs }, (limited) => performerOf(step).undo({ signal: limited, clock }));
    }
    catch (error) {
        emit({
            type: 'undo-failed',
            atMs: clock.monotonicMs(),
            stepId: step.id,
            failure: (0,_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .toFailure */ .w)(error),
            ...(isFirstTry && isWorthAnotherTry(run, error) ? { isTriedAgain: true } : {}),
        });
        throw error;
    }
    emit({ type: 'undo-succeeded', atMs: clock.monotonicMs(), stepId: step.id });
}
function inTimeForUndoing({ title }, { clock, signal, endsAtMs }, undo) {
    if (!Number.isFinite(endsAtMs)) {
        return undo(signal);
    }
    const deadline = {
        clock,
        signal,
        timeoutMs: (endsAtMs - clock.monotonicMs()) / 2,
        subject: `undoing "${title}"`,
        reasonOf: (message) => new _hand_over_js__WEBPACK_IMPORTED_MODULE_1__/* .UndoTimeoutError */ .s$(message),
    };
    return (0,_deadline_js__WEBPACK_IMPORTED_MODULE_2__/* .withDeadline */ .N)(deadline, undo);
}


/***/ }),

/***/ 4032:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  W: () => (/* binding */ measureDowntime)
});

;// CONCATENATED MODULE: ./lib/probe/bracket.js
/**
 * How long production was down in an outage that is over. At most for the gap between the good answers around it, because they
 * were served; at least from the sending of the first request that failed to the sending of the last one, because they
 * were not. When a failure came back says nothing: one that was refused took a millisecond, one that was swallowed the
 * timeout. Both bounds are durations between like moments, so a latency that all requests share is in neither.
 *
 * @param failedSentAtMs of the failed requests in the gap, in any order. Where latencies vary they may span more than it.
 */
function bracketOf(gapMs, failedSentAtMs) {
    const firstMs = failedSentAtMs.reduce((first, at) => Math.min(first, at), Infinity);
    const lastMs = failedSentAtMs.reduce((last, at) => Math.max(last, at), -Infinity);
    const atLeastMs = Math.min(gapMs, Math.max(0, lastMs - firstMs));
    return { downMs: (gapMs + atLeastMs) / 2, uncertaintyMs: (gapMs - atLeastMs) / 2 };
}

;// CONCATENATED MODULE: ./lib/probe/downtime.js

/**
 * The downtime that samples prove, whatever their order. Undefined without a single good answer: an outage lies
 * between good answers, so then nothing was measured, which is not the same as 0.
 */
function measureDowntime(samples, options) {
    const good = samples
        .filter((sample) => sample.result.kind === 'good')
        .sort((a, b) => a.completedAtMs - b.completedAtMs);
    if (good.length === 0)
        return undefined;
    const failed = samples.filter((sample) => sample.result.kind === 'failed');
    const endMs = samples.reduce((latest, sample) => Math.max(latest, sample.completedAtMs), -Infinity);
    const outages = findOutages(good, failed, endMs);
    return {
        sampleCount: samples.length,
        outages,
        longestMs: outages.reduce((longest, { downMs }) => Math.max(longest, downMs), 0),
        totalMs: outages.reduce((total, { downMs }) => total + downMs, 0),
        uncertaintyMs: outages.reduce((total, { uncertaintyMs }) => total + uncertaintyMs, 0),
        failedCount: failed.length,
        slowCount: good.filter((sample) => latencyMs(sample) > options.slowAfterMs).length,
        resolutionMs: samples.reduce((worst, sample) => Math.max(worst, sample.sentAtMs - sample.dueAtMs), options.intervalMs),
        ...observeVersions(good),
    };
}
/** `good` in completion order. Gap n lies before good answer n; the last gap has no end. */
function findOutages(good, failed, endMs) {
    const completionsMs = good.map((sample) => sample.completedAtMs);
    return [...Map.groupBy(failed, gapFinder(good, completionsMs))]
        .sort(([a], [b]) => a - b)
        .flatMap(([gap, missed]) => {
        const fromMs = completionsMs[gap - 1];
        const toMs = completionsMs[gap];
        const failedCount = missed.length;
        if (fromMs === undefined)
            return [];
        if (toMs === undefined)
            return [{ fromMs, failedCount, downMs: endMs - fromMs, uncertaintyMs: 0 }];
        const sentAtMs = missed.map((sample) => sample.sentAtMs);
        return [{ fromMs, toMs, failedCount, ...bracketOf(toMs - fromMs, sentAtMs) }];
    });
}
/**
 * Finds the gap that a failed request lies in. Its own completion does not tell: a request swallowed during a short
 * outage times out seconds after service came back, and would invent a second outage among the good answers there; one
 * refused at once overtakes the answers to earlier requests. So it lies where its answer was missed, a typical latency
 * after sending, but not beyond the first good answer to a later request, because by then service was back.
 */
function gapFinder(good, completionsMs) {
    const typicalLatencyMs = lowerMedian(good.map(latencyMs));
    const bySending = good.toSorted((a, b) => a.sentAtMs - b.sentAtMs);
    const sentMs = bySending.map((sample) => sample.sentAtMs);
    const earliestCompletionMs = [];
    bySending.reduceRight((earliest, sample, index) => {
        earliestCompletionMs[index] = Math.min(earliest, sample.completedAtMs);
        return earliestCompletionMs[index];
    }, Infinity);
    return (failed) => {
        const missedAtMs = failed.sentAtMs + typicalLatencyMs;
        const servedAgainAtMs = earliestCompletionMs[countWhile(sentMs, (at) => at <= failed.sentAtMs)];
        const gapOfMiss = countWhile(completionsMs, (at) => at <= missedAtMs);
        if (servedAgainAtMs === undefined)
            return gapOfMiss;
        return Math.min(gapOfMiss, countWhile(completionsMs, (at) => at < servedAgainAtMs));
    };
}
function observeVersions(good) {
    const marked = good.filter((sample) => versionOf(sample) !== undefined);
    const first = marked[0];
    if (first === undefined)
        return {};
    const isOld = (sample) => versionOf(sample) === versionOf(first);
    const firstNew = marked.find((sample) => !isOld(sample));
    const lastOld = marked.findLast(isOld);
    if (firstNew === undefined || lastOld === undefined)
        return {};
    return { lastAnswerFromOldAtMs: lastOld.completedAtMs, firstAnswerFromNewAtMs: firstNew.completedAtMs };
}
function versionOf(sample) {
    return sample.result.kind === 'good' ? sample.result.version : undefined;
}
function latencyMs(sample) {
    return sample.completedAtMs - sample.sentAtMs;
}
function lowerMedian(values) {
    return values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? 0;
}
/** Length of the prefix of an ascending list for which `holds`; logarithmic, as a long release has 10,000s of samples. */
function countWhile(ascending, holds) {
    let low = 0;
    let high = ascending.length;
    while (low < high) {
        const middle = (low + high) >>> 1;
        const value = ascending[middle];
        if (value !== undefined && holds(value))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}


/***/ }),

/***/ 2672:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   M: () => (/* binding */ isSameRun),
/* harmony export */   t: () => (/* binding */ attemptOf)
/* harmony export */ });
/**
 * A job's run and attempt by its URL, whose beginning may be cut off; undefined outside of GitHub. Of two attempts of a run the
 * later one begins when the earlier one has ended.
 */
function attemptOf(url) {
    const parts = /^(?<run>.+\/actions\/runs\/\d+)\/attempts\/(?<attempt>\d+)$/.exec(url)?.groups;
    return parts?.run === undefined ? undefined : { run: parts.run, attempt: Number(parts.attempt) };
}
/** Whether two jobs are of one workflow run, in whatever attempts. */
function isSameRun(left, right) {
    const run = attemptOf(left)?.run;
    return run !== undefined && run === attemptOf(right)?.run;
}


/***/ }),

/***/ 2634:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   BE: () => (/* binding */ UnreadableJournalError),
/* harmony export */   Ex: () => (/* binding */ JOURNAL),
/* harmony export */   a0: () => (/* binding */ readJournal),
/* harmony export */   fM: () => (/* binding */ begunBy),
/* harmony export */   jN: () => (/* binding */ journalTags),
/* harmony export */   w: () => (/* binding */ hasJournal)
/* harmony export */ });
/* harmony import */ var _numbered_tags_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8063);

/** Who began it; somebody may have removed that one tag. */
function begunBy({ run }) {
    return run === '' ? `a run that is not known, because the tag ${JOURNAL}-run is missing` : run;
}
const JOURNAL = 'azure-rollout-journal';
/** Entries that every journal has; the others are the strategy's. */
const OWN_ENTRIES = ['run', 'lock-id'];
const DIRECTIONS = { finish: ', being finished', undo: ', being undone' };
/** `v1 vip-swap by temporary-ip since 2026-11-26T03:14:15.123Z, being undone` */
const HEAD = /^v1 (?<strategy>\S+) by (?<method>\S+) since (?<time>\S+?Z)(?<direction>, being (?:finished|undone))?$/;
function journalTags(journal) {
    const { strategy, method, startedAtEpochMs, run, lockId, direction, entries } = journal;
    const since = new Date(startedAtEpochMs).toISOString();
    const suffix = direction === undefined ? '' : DIRECTIONS[direction];
    return Object.assign({
        ...(0,_numbered_tags_js__WEBPACK_IMPORTED_MODULE_0__/* .toTags */ .LZ)(JOURNAL, `v1 ${strategy} by ${method} since ${since}${suffix}`),
        ...(0,_numbered_tags_js__WEBPACK_IMPORTED_MODULE_0__/* .toTags */ .LZ)(`${JOURNAL}-run`, run),
        ...(0,_numbered_tags_js__WEBPACK_IMPORTED_MODULE_0__/* .toTags */ .LZ)(`${JOURNAL}-lock-id`, lockId),
    }, ...Object.entries(entries).map(([name, text]) => (0,_numbered_tags_js__WEBPACK_IMPORTED_MODULE_0__/* .toTags */ .LZ)(`${JOURNAL}-${name}`, text)));
}
/** Also a part of one, of which somebody has removed the rest. */
function hasJournal(tags) {
    return Object.keys(tags).some((name) => {
        const known = name.toLowerCase();
        return known === JOURNAL || known.startsWith(`${JOURNAL}-`);
    });
}
/** A journal that this version cannot read: nothing may be begun, finished or undone by it. */
class UnreadableJournalError extends Error {
    name = 'UnreadableJournalError';
    code = 'UnreadableJournal';
}
/** @throws UnreadableJournalError for the journal of a newer version, or one that was changed by hand. */
function readJournal(tags) {
    if (!hasJournal(tags)) {
        return undefined;
    }
    const text = (0,_numbered_tags_js__WEBPACK_IMPORTED_MODULE_0__/* .fromTags */ .y8)(tags, JOURNAL) ?? '';
    const parts = HEAD.exec(text)?.groups;
    const startedAtEpochMs = Date.parse(parts?.time ?? '');
    if (parts?.strategy === undefined || parts.method === undefined || Number.isNaN(startedAtEpochMs)) {
        throw new UnreadableJournalError(`The tag ${JOURNAL} is ${text === '' ? 'missing beside others of its name' : `"${text}"`}, which this version cannot read. Recover with the version that wrote it, or put ` +
            `production in order by hand and remove the tags that begin with ${JOURNAL}.`);
    }
    const direction = parts.direction?.endsWith('undone') ? 'undo' : 'finish';
    return {
        strategy: parts.strategy,
        method: parts.method,
        startedAtEpochMs,
        run: (0,_numbered_tags_js__WEBPACK_IMPORTED_MODULE_0__/* .fromTags */ .y8)(tags, `${JOURNAL}-run`) ?? '',
        lockId: (0,_numbered_tags_js__WEBPACK_IMPORTED_MODULE_0__/* .fromTags */ .y8)(tags, `${JOURNAL}-lock-id`) ?? '',
        ...(parts.direction === undefined ? {} : { direction }),
        entries: entriesOf(tags),
    };
}
function entriesOf(tags) {
    const prefix = `${JOURNAL}-`;
    const names = Object.keys(tags)
        .map((name) => name.toLowerCase())
        .filter((name) => name.startsWith(prefix) && !/-\d+$/.test(name))
        .map((name) => name.slice(prefix.length))
        .filter((name) => !OWN_ENTRIES.includes(name));
    return Object.fromEntries(names.map((name) => [name, (0,_numbered_tags_js__WEBPACK_IMPORTED_MODULE_0__/* .fromTags */ .y8)(tags, `${prefix}${name}`) ?? '']));
}


/***/ }),

/***/ 7138:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   BP: () => (/* binding */ lockTags),
/* harmony export */   FD: () => (/* binding */ describeLock),
/* harmony export */   PU: () => (/* binding */ isOver),
/* harmony export */   YM: () => (/* binding */ LOCK),
/* harmony export */   by: () => (/* binding */ LockedError),
/* harmony export */   hY: () => (/* binding */ hasEnded),
/* harmony export */   mF: () => (/* binding */ readLock),
/* harmony export */   yx: () => (/* binding */ LockLostError)
/* harmony export */ });
/* harmony import */ var _engine_run_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1079);
/* harmony import */ var _attempt_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(2672);
/* harmony import */ var _numbered_tags_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(8063);
/* harmony import */ var _record_holder_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8975);




/** The work is somebody else's at the moment. Nothing was changed. */
class LockedError extends Error {
    name = 'LockedError';
    code = 'Locked';
    lock;
    constructor(holder, lock, metBy = 'release', beside = 'journal') {
        super(`"${holder.name}" is locked ${describeLock(lock)}. ${ADVICE[metBy](holder, beside)}`);
        this.lock = lock;
    }
}
/** Of instances that are only looked at for minutes nobody can see whether somebody works on them. */
const TAKES_OVER = {
    'production-public-ip': 'it takes the lock over as soon as it sees that nobody works under it, and finishes or undoes what was begun.',
    'scale-set': 'it takes the lock at once, and finishes or undoes what was begun. Make sure first that the job of that run has ended: a run ' +
        'that is alive fails by it.',
};
const IF_LOST = {
    journal: (holder) => `If its runner is lost, run "command: recover" with ${(0,_record_holder_js__WEBPACK_IMPORTED_MODULE_1__/* .namingText */ .K)(holder)}; ${TAKES_OVER[holder.input]} on-interrupted: recover ` +
        'does not, and "command: unlock" only takes the lock away.',
    nothing: (holder) => 'No journal beside it says what was begun, so "command: recover" has nothing to bring to an end. If its runner is lost, look by ' +
        `"command: status" how things are, and take the lock away by "command: unlock" with ${(0,_record_holder_js__WEBPACK_IMPORTED_MODULE_1__/* .namingText */ .K)(holder)} and unlock-reason.`,
    unreadable: (holder) => 'What was begun cannot be read by this version, so "command: recover" of it is refused. If its runner is lost, recover with the ' +
        `version that wrote it, or put things in order by hand: "command: status" with ${(0,_record_holder_js__WEBPACK_IMPORTED_MODULE_1__/* .namingText */ .K)(holder)} says which tag it is.`,
};
const ADVICE = {
    release: (holder, beside) => `Wait for that run, or let this one wait with lock-timeout. ${IF_LOST[beside](holder)}`,
    recovery: (holder) => 'Somebody else was faster, and works on it now: "command: status" tells when that is over. If nothing comes of it, run ' +
        `"command: recover" with ${(0,_record_holder_js__WEBPACK_IMPORTED_MODULE_1__/* .namingText */ .K)(holder)} once more.`,
    unlocking: () => 'It was taken since this run looked, so it is not the lock that was to be taken away: run again for that one.',
};
/** The lease was taken away while its owner worked: somebody else recovers the release, or has unlocked it. */
class LockLostError extends _engine_run_js__WEBPACK_IMPORTED_MODULE_0__/* .WithdrawnError */ .jG {
    name = 'LockLostError';
    code = 'LockLost';
}
/** `by https://… (vip-swap to vipswap/vipswap2lb) until 2026-11-26T04:14:15Z` */
function describeLock({ owner, purpose, expiresAtEpochMs }) {
    const until = Number.isFinite(expiresAtEpochMs) ? `until ${timeText(expiresAtEpochMs)}` : 'without an end';
    return `by ${owner} (${purpose}) ${until}`;
}
/** Whether a lock binds nobody any more: its time is up, or its owner has ended for certain. */
function isOver(lock, owner, nowEpochMs) {
    return lock.expiresAtEpochMs <= nowEpochMs || hasEnded(lock, owner);
}
/** Whether a lock belongs to an earlier attempt of the same run, which GitHub lets nobody repeat before it has ended. */
function hasEnded(lock, owner) {
    const [theirs, ours] = [(0,_attempt_js__WEBPACK_IMPORTED_MODULE_2__/* .attemptOf */ .t)(lock.owner), (0,_attempt_js__WEBPACK_IMPORTED_MODULE_2__/* .attemptOf */ .t)(owner)];
    return (theirs !== undefined && ours !== undefined && theirs.run === ours.run && theirs.attempt < ours.attempt);
}
const LOCK = 'azure-rollout-lock';
function lockTags(lock) {
    return {
        ...(0,_numbered_tags_js__WEBPACK_IMPORTED_MODULE_3__/* .toTags */ .LZ)(LOCK, `until ${timeText(lock.expiresAtEpochMs)} for ${lock.purpose}`),
        ...(0,_numbered_tags_js__WEBPACK_IMPORTED_MODULE_3__/* .toTags */ .LZ)(`${LOCK}-owner`, lock.owner),
        ...(0,_numbered_tags_js__WEBPACK_IMPORTED_MODULE_3__/* .toTags */ .LZ)(`${LOCK}-id`, lock.id),
    };
}
/** What cannot be read was changed by hand: such a lock is nobody's, and has no end but `command: unlock`. */
function readLock(tags) {
    const text = (0,_numbered_tags_js__WEBPACK_IMPORTED_MODULE_3__/* .fromTags */ .y8)(tags, LOCK);
    const id = (0,_numbered_tags_js__WEBPACK_IMPORTED_MODULE_3__/* .fromTags */ .y8)(tags, `${LOCK}-id`);
    if (text === undefined && id === undefined) {
        return undefined;
    }
    const parts = /^until (?<time>\S+) for (?<purpose>.+)$/s.exec(text ?? '')?.groups;
    const expiresAtEpochMs = Date.parse(parts?.time ?? '');
    return {
        id: id ?? '',
        owner: (0,_numbered_tags_js__WEBPACK_IMPORTED_MODULE_3__/* .fromTags */ .y8)(tags, `${LOCK}-owner`) ?? 'somebody unknown',
        purpose: parts?.purpose ?? text ?? 'an unknown purpose',
        expiresAtEpochMs: Number.isNaN(expiresAtEpochMs) ? Number.POSITIVE_INFINITY : expiresAtEpochMs,
    };
}
/** Whole seconds, rounded up: a lock must not end before its time. */
function timeText(epochMs) {
    return new Date(Math.ceil(epochMs / 1000) * 1000).toISOString().replace('.000Z', 'Z');
}


/***/ }),

/***/ 8063:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   LZ: () => (/* binding */ toTags),
/* harmony export */   PE: () => (/* binding */ LONGEST_VALUE),
/* harmony export */   _h: () => (/* binding */ MOST_TAGS),
/* harmony export */   y8: () => (/* binding */ fromTags)
/* harmony export */ });
/** Azure's limits for the tags of one resource (Microsoft.Resources, api-version 2021-04-01). */
const MOST_TAGS = 50;
const LONGEST_VALUE = 256;
/** A text of any length as tags: `name`, and `name-2`, `name-3` for what one value has no room for. */
function toTags(name, text) {
    const parts = partsOf(text);
    return Object.fromEntries(parts.map((part, index) => [numbered(name, index + 1), part]));
}
/** The text that `toTags` has split; undefined where there is none. Azure compares names of tags without case. */
function fromTags(tags, name) {
    const parts = [];
    for (;;) {
        const part = tagValue(tags, numbered(name, parts.length + 1));
        if (part === undefined) {
            return parts.length === 0 ? undefined : parts.join('');
        }
        parts.push(part);
    }
}
function numbered(name, number) {
    return number === 1 ? name : `${name}-${number}`;
}
function tagValue(tags, name) {
    return Object.entries(tags).find(([other]) => other.toLowerCase() === name.toLowerCase())?.[1];
}
/** By code points: half a surrogate pair is not a character that a tag can have. */
function partsOf(text) {
    const parts = [''];
    for (const character of text) {
        const last = parts.length - 1;
        if (`${parts[last]}${character}`.length > LONGEST_VALUE) {
            parts.push(character);
        }
        else {
            parts[last] += character;
        }
    }
    return parts;
}


/***/ }),

/***/ 8975:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   K: () => (/* binding */ namingText)
/* harmony export */ });
/** For whoever is told what to run: `production-public-ip: blue and resource-group: shop` */
function namingText({ namedBy }) {
    return namedBy.join(' and ');
}


/***/ }),

/***/ 5583:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   i: () => (/* binding */ quotedInputs),
/* harmony export */   w: () => (/* binding */ namingInputs)
/* harmony export */ });
/* harmony import */ var _azure_resource_id_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8481);
/* harmony import */ var _azure_scopes_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(4670);


/**
 * The inputs that name these resources in any step, whatever stands in the one that prints them: names are looked for in one
 * resource group of one subscription, of which a step that was given ids has none; ids are found wherever they are.
 *
 * @returns `production-public-ip: blue, green`, `resource-group: shop` and `subscription-id: 8f4e…`; none where nothing is named.
 */
function namingInputs(input, ids) {
    const [first, ...others] = (0,_azure_scopes_js__WEBPACK_IMPORTED_MODULE_0__/* .distinctScopes */ .uA)(ids.map(_azure_scopes_js__WEBPACK_IMPORTED_MODULE_0__/* .resourceGroupScope */ .wZ));
    if (first === undefined) {
        return [];
    }
    return others.length === 0
        ? [
            `${input}: ${ids.map(_azure_resource_id_js__WEBPACK_IMPORTED_MODULE_1__/* .nameOf */ .Vb).join(', ')}`,
            `resource-group: ${(0,_azure_resource_id_js__WEBPACK_IMPORTED_MODULE_1__/* .resourceGroupOf */ .Tp)(first)}`,
            `subscription-id: ${(0,_azure_resource_id_js__WEBPACK_IMPORTED_MODULE_1__/* .subscriptionIdOf */ .gf)(first)}`,
        ]
        : [`${input}: ${ids.join(', ')}`];
}
/** `"command: recover", "production-public-ip: blue" and "resource-group: shop"` */
function quotedInputs(inputs) {
    const quoted = inputs.map((each) => `"${each}"`);
    const last = quoted.pop() ?? '';
    return quoted.length === 0 ? last : `${quoted.join(', ')} and ${last}`;
}


/***/ })

};
