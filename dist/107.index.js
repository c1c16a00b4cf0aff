export const id = 107;
export const ids = [107,90];
export const modules = {

/***/ 6121:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   v: () => (/* binding */ ForeignChangeError)
/* harmony export */ });
/** Somebody else has changed the very field that was to be changed. */
class ForeignChangeError extends Error {
    name = 'ForeignChangeError';
    code = 'ForeignChange';
}


/***/ }),

/***/ 9090:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   recover: () => (/* binding */ recover)
/* harmony export */ });
/* harmony import */ var _engine_deadline_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(8768);
/* harmony import */ var _strategies_come_too_late_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3460);
/* harmony import */ var _strategies_not_as_left_error_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9524);



/**
 * Finishes or undoes an interrupted release; where none is, sweeps up what an older one has left. Several resources may
 * have been left by several releases: all of them are brought to their ends.
 */
async function recover(context, strategy, options) {
    const end = await recoverAll(context, strategy, options);
    if (end.kind !== 'ran') {
        context.tellRecovered(end.kind === 'swept' ? 'swept' : 'nothing');
    }
    return end;
}
async function recoverAll(context, strategy, options) {
    const endsAtMs = context.clock.monotonicMs() + options.timeoutMs;
    let end;
    let meanwhile;
    for (let count = 0; count < strategy.holderCount; count += 1) {
        try {
            const next = await recoverOne(end === undefined ? context : keepingSubject(context), strategy, options, endsAtMs);
            if (next.kind !== 'ran') {
                return end ?? next;
            }
            end = next;
            if (next.result.outcome !== 'succeeded') {
                return next;
            }
        }
        catch (error) {
            if (!(error instanceof _strategies_come_too_late_js__WEBPACK_IMPORTED_MODULE_0__/* .RecoveredMeanwhileError */ .ki)) {
                throw error;
            }
            // Whoever was faster has brought production where it is now, and this run does not know which way.
            context.tellSubject(error.subject);
            meanwhile = error.message;
        }
    }
    return (end ?? { kind: 'no-change', reason: meanwhile ?? 'nothing was named that a release could have left' });
}
/** What has been recovered is what this run is about; that nothing else was, changes nothing about it. */
function keepingSubject(context) {
    return {
        ...context,
        tellSubject: (subject) => {
            if (subject.previousLoadBalancer !== undefined || subject.newLoadBalancer !== undefined) {
                context.tellSubject(subject);
            }
        },
    };
}
/** Where production goes, and of both the one that it leaves; on several it is brought nowhere. */
function servedFrom({ previousLoadBalancer, newLoadBalancer, ...subject }, [served, ...others]) {
    const left = [previousLoadBalancer, newLoadBalancer].find((each) => each !== served);
    return {
        ...subject,
        ...(left === undefined ? {} : { previousLoadBalancer: left }),
        ...(served === undefined || others.length > 0 ? {} : { newLoadBalancer: served }),
    };
}
async function recoverOne(context, strategy, { recoverTo, timeoutMs, wholeTimeoutMs = timeoutMs }, endsAtMs) {
    const { clock, signal, tellSubject } = context;
    const timeLeftMs = () => endsAtMs - clock.monotonicMs();
    const deadline = {
        clock,
        signal,
        timeoutMs: timeLeftMs(),
        wholeTimeoutMs,
        subject: 'what ARM says of the release; what was interrupted, if anything, is as it was',
    };
    const preparation = await (0,_engine_deadline_js__WEBPACK_IMPORTED_MODULE_2__/* .withDeadline */ .N)(deadline, (limited) => strategy.prepareRecovery({ ...context, signal: limited }, recoverTo));
    tellSubject(preparation.subject);
    if (preparation.kind === 'unserved') {
        throw preparation.error;
    }
    if (preparation.kind !== 'ready') {
        const { kind, reason } = preparation;
        return { kind: kind === 'swept' ? 'swept' : 'no-change', reason };
    }
    context.tellSettling('look');
    const { subject } = preparation;
    const { direction, result, servedBy } = await preparation.run({
        signal,
        timeoutMs: timeLeftMs(),
        wholeTimeoutMs,
    });
    if ((0,_strategies_not_as_left_error_js__WEBPACK_IMPORTED_MODULE_1__/* .isBroughtToEnd */ .m)(result)) {
        context.emit({ type: 'recovered', atMs: clock.monotonicMs(), direction });
        context.tellRecovered(direction);
    }
    if (servedBy !== undefined) {
        tellSubject(servedFrom(subject, servedBy));
    }
    return { kind: 'ran', result, recoveredTo: direction };
}


/***/ }),

/***/ 2107:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  run: () => (/* binding */ run)
});

// EXTERNAL MODULE: ./lib/engine/deadline.js
var engine_deadline = __webpack_require__(8768);
// EXTERNAL MODULE: ./lib/engine/failure.js
var failure = __webpack_require__(8004);
// EXTERNAL MODULE: ./lib/record/interrupted-release.js
var interrupted_release = __webpack_require__(51);
// EXTERNAL MODULE: ./lib/record/lock.js
var lock = __webpack_require__(7138);
// EXTERNAL MODULE: ./lib/strategies/come-too-late.js
var come_too_late = __webpack_require__(3460);
// EXTERNAL MODULE: ./lib/strategies/recovery-timeout-error.js
var recovery_timeout_error = __webpack_require__(6451);
// EXTERNAL MODULE: ./lib/azure/arm/arm-error.js
var arm_error = __webpack_require__(911);
;// CONCATENATED MODULE: ./lib/commands/lock-wait.js


/**
 * Waits until nothing is locked any more.
 *
 * @param untilMs `Clock.monotonicMs` at which patience ends.
 * @throws LockedError naming the owner.
 */
async function awaitUnlocked({ arm, clock, signal, lease, emit }, strategy, found, untilMs) {
    let last = found;
    emit({ type: 'lock-wait', atMs: clock.monotonicMs(), resource: found.holder.name, lock: found.lock });
    for (;;) {
        const leftMs = untilMs - clock.monotonicMs();
        if (leftMs <= 0) {
            throw new lock/* LockedError */.by(last.holder, last.lock, 'release', last.beside);
        }
        await clock.sleep(Math.min(strategy.lockLookMs, leftMs), signal);
        const [first] = (await lookAt(strategy, { arm, signal, lease })) ?? [last];
        if (first === undefined) {
            return;
        }
        last = first;
    }
}
/** @returns undefined where ARM wants to be left alone: whoever has the lock needs the quota more than who waits for it. */
async function lookAt(strategy, context) {
    try {
        return await strategy.boundLocks(context);
    }
    catch (error) {
        if (error instanceof arm_error/* ArmError */.dW && error.status === 429) {
            return undefined;
        }
        throw error;
    }
}

// EXTERNAL MODULE: ./lib/commands/recover.js
var recover = __webpack_require__(9090);
;// CONCATENATED MODULE: ./lib/commands/run.js








/** Another run that was faster each time is not to be waited for without end. */
const MOST_PLANS = 5;
/**
 * Carries a release out, or only plans it. Whatever kept it waiting, it plans from what is there afterwards: the goal may be
 * reached already.
 *
 * @throws LockedError, InterruptedReleaseError, DeadlineError; RefusedError with everything that stands against it.
 */
async function run(context, strategy, options) {
    const { clock } = context;
    const endsAtMs = clock.monotonicMs() + options.timeoutMs;
    const lockPatience = { untilMs: clock.monotonicMs() + options.lockTimeoutMs };
    let recovered;
    let plans = 0;
    for (;;) {
        const preparation = await prepareInTime(context, strategy, options, endsAtMs);
        if ('subject' in preparation) {
            context.tellSubject(preparation.subject);
        }
        switch (preparation.kind) {
            case 'no-change':
                // The recovery before it has brought production there.
                return recovered ?? preparation;
            case 'refused':
                context.tellPlan(preparation.plan);
                throw new failure/* ProblemsError */.F(preparation.refusals);
            case 'locked':
                await awaitUnlocked(context, strategy, preparation, lockPatience.untilMs);
                break;
            case 'interrupted': {
                requireClosed(recovered, preparation);
                const end = await recoverFirst(context, strategy, options, preparation, endsAtMs, lockPatience.untilMs);
                if (end?.kind === 'ran' && end.result.outcome !== 'succeeded') {
                    return end;
                }
                recovered = end?.kind === 'ran' ? end : recovered;
                break;
            }
            case 'ready': {
                const { plan } = preparation.release;
                if (options.command === 'plan') {
                    context.tellPlan(plan);
                    return { kind: 'planned', plan };
                }
                const { undoTimeoutMs, onFailure } = options;
                const timeoutMs = endsAtMs - clock.monotonicMs();
                const control = {
                    signal: context.signal,
                    timeoutMs,
                    wholeTimeoutMs: options.timeoutMs,
                    undoTimeoutMs,
                    onFailure,
                };
                const result = await preparation.release.run(control);
                if (!(0,come_too_late/* hasComeTooLate */.bK)(result)) {
                    return { kind: 'ran', result };
                }
                plans += 1;
                const nowMs = clock.monotonicMs();
                const isPatient = nowMs < lockPatience.untilMs;
                // Without time for another plan, who was faster tells more than that it could not be made.
                const isLast = plans === MOST_PLANS || nowMs >= endsAtMs;
                if (isLast || !isWorthAnotherPlan(result.error, options, isPatient)) {
                    throw result.error;
                }
            }
        }
    }
}
/** Whether to plan anew from what the run that was faster has left. */
function isWorthAnotherPlan(error, { onInterrupted }, isPatient) {
    if (error instanceof lock/* LockedError */.by) {
        return isPatient;
    }
    if (error instanceof come_too_late/* ChangedSincePlanError */.C3) {
        return false;
    }
    return !(error instanceof interrupted_release/* InterruptedReleaseError */.i) || onInterrupted === 'recover';
}
async function prepareInTime(context, strategy, { command, timeoutMs }, endsAtMs) {
    const { arm, clock, lease, signal, emitSaving, controlPlaneSeconds, recoveredSeconds } = context;
    const deadline = {
        clock,
        signal,
        timeoutMs: endsAtMs - clock.monotonicMs(),
        wholeTimeoutMs: timeoutMs,
        subject: 'the checks before the first write; no release was begun',
    };
    return (0,engine_deadline/* withDeadline */.N)(deadline, (limited) => strategy.prepare({
        arm,
        clock,
        lease,
        command,
        signal: limited,
        endsAtMs,
        emit: emitSaving,
        controlPlaneSeconds,
        recoveredSeconds,
    }));
}
/**
 * Once more would end no better, and in the time that this run was given nothing else would be done.
 *
 * @throws UnclosedReleaseError where this run has brought the interrupted release to its end, and its record is there still.
 */
function requireClosed(recovered, { holder }) {
    if (recovered?.kind === 'ran' && recovered.result.cleanUpErrors.length > 0) {
        throw new interrupted_release/* UnclosedReleaseError */.t(holder, recovered.result.cleanUpErrors);
    }
}
/** @returns how the recovery ended; undefined where somebody else was faster with it. */
async function recoverFirst(context, strategy, options, { holder, journal }, endsAtMs, patientUntilMs) {
    if (options.command === 'plan' || options.onInterrupted === 'fail') {
        throw new interrupted_release/* InterruptedReleaseError */.i(holder, journal);
    }
    const timeoutMs = endsAtMs - context.clock.monotonicMs();
    if (timeoutMs <= 0) {
        throw new recovery_timeout_error/* RecoveryTimeoutError */.Z(`The time was up before the interrupted release of "${holder.name}" could be recovered: it is as it was.`);
    }
    let subject = {};
    const tellSubject = (known) => {
        subject = known;
        context.tellSubject(known);
    };
    try {
        const limits = { timeoutMs, wholeTimeoutMs: options.timeoutMs };
        const end = await (0,recover.recover)({ ...context, tellSubject }, strategy, { recoverTo: 'auto', ...limits });
        if (end.kind === 'ran' && end.result.outcome === 'succeeded' && subject.newLoadBalancer !== undefined) {
            // The release that follows begins where the recovery has brought production.
            context.tellSubject({ ...subject, previousLoadBalancer: subject.newLoadBalancer });
        }
        return end;
    }
    catch (error) {
        const isPatient = context.clock.monotonicMs() < patientUntilMs;
        if (error instanceof lock/* LockedError */.by && isPatient) {
            context.tellRecovered('nothing');
            return undefined;
        }
        throw error;
    }
}


/***/ }),

/***/ 51:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   i: () => (/* binding */ InterruptedReleaseError),
/* harmony export */   t: () => (/* binding */ UnclosedReleaseError)
/* harmony export */ });
/* harmony import */ var _journal_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2634);
/* harmony import */ var _record_holder_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8975);


/** A release was begun and neither finished nor undone; nobody works on it any more. */
class InterruptedReleaseError extends Error {
    name = 'InterruptedReleaseError';
    code = 'InterruptedRelease';
    journal;
    constructor(holder, journal) {
        const { strategy, method, startedAtEpochMs } = journal;
        super(`A ${strategy} of "${holder.name}" by ${method}, begun at ${new Date(startedAtEpochMs).toISOString()} by ${(0,_journal_js__WEBPACK_IMPORTED_MODULE_0__/* .begunBy */ .fM)(journal)}, was ` +
            `interrupted, and neither finished nor undone. Run "command: recover" with ${(0,_record_holder_js__WEBPACK_IMPORTED_MODULE_1__/* .namingText */ .K)(holder)} to bring ` +
            'it to an end (recover-to: finish, undo or auto), or set on-interrupted: recover and run this again.');
        this.journal = journal;
    }
}
/** An interrupted release that was brought to where it was to go, and whose journal is there still: what came after it failed. */
class UnclosedReleaseError extends Error {
    name = 'UnclosedReleaseError';
    code = 'UnclosedRelease';
    constructor(holder, causes) {
        const reasons = causes.map((cause) => (cause instanceof Error ? cause.message : String(cause)));
        super(`The interrupted release of "${holder.name}" was brought to an end, and its record could not be closed: ${reasons.join(' ')} ` +
            `What this run was to do was not begun. Remove the cause, and run "command: recover" with ${(0,_record_holder_js__WEBPACK_IMPORTED_MODULE_1__/* .namingText */ .K)(holder)}.`);
    }
}


/***/ }),

/***/ 3460:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   C3: () => (/* binding */ ChangedSincePlanError),
/* harmony export */   _V: () => (/* binding */ WaitedInVainError),
/* harmony export */   _i: () => (/* binding */ OutdatedPlanError),
/* harmony export */   bK: () => (/* binding */ hasComeTooLate),
/* harmony export */   h8: () => (/* binding */ isTooLate),
/* harmony export */   ki: () => (/* binding */ RecoveredMeanwhileError)
/* harmony export */ });
/* harmony import */ var _azure_foreign_change_error_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(6121);
/* harmony import */ var _record_interrupted_release_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(51);
/* harmony import */ var _record_lock_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7138);



/** Azure is no longer as it was when the plan was made: another run has come between. Nothing was changed by this one. */
class OutdatedPlanError extends Error {
    name = 'OutdatedPlanError';
    code = 'OutdatedPlan';
}
/**
 * Somebody else has changed the very thing that was planned for before the first write. Nothing was changed by this run, and to plan
 * anew from what is there now would write over it.
 */
class ChangedSincePlanError extends _azure_foreign_change_error_js__WEBPACK_IMPORTED_MODULE_2__/* .ForeignChangeError */ .v {
}
/** The time of a run was up while it waited for another one to give way. Nothing was changed. */
class WaitedInVainError extends Error {
    name = 'WaitedInVainError';
    code = 'Locked';
}
/** The release has ended, or somebody else has recovered it, and all is whole: there is nothing left to do. */
class RecoveredMeanwhileError extends Error {
    name = 'RecoveredMeanwhileError';
    code = 'RecoveredMeanwhile';
    subject;
    /**
     * @param names of what the release was about.
     * @param end which way that was, and where it has led, where that is known.
     */
    constructor(names, subject, end) {
        super(`the interrupted release of ${names} has come to its end meanwhile, by itself or by somebody else's recovery${end === undefined ? '' : `: ${end}`}`);
        this.subject = subject;
    }
}
/**
 * Another run, or somebody else, has come between the checks and the first write: nothing was changed by this one, and how things are, that one
 * decides.
 */
function hasComeTooLate({ outcome, error }) {
    return outcome === 'rolled-back' && isTooLate(error);
}
/** Whether the first write of a run was not made, because another run, or somebody else, was faster. */
function isTooLate(error) {
    return (error instanceof _record_lock_js__WEBPACK_IMPORTED_MODULE_1__/* .LockedError */ .by ||
        error instanceof WaitedInVainError ||
        error instanceof OutdatedPlanError ||
        error instanceof ChangedSincePlanError ||
        error instanceof _record_interrupted_release_js__WEBPACK_IMPORTED_MODULE_0__/* .InterruptedReleaseError */ .i);
}


/***/ }),

/***/ 9524:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   N: () => (/* binding */ NotAsLeftError),
/* harmony export */   m: () => (/* binding */ isBroughtToEnd)
/* harmony export */ });
/** The work of a run is done, and at its very end production is not as it had left it. It is neither to be tried again nor to be taken back. */
class NotAsLeftError extends Error {
    name = 'NotAsLeftError';
    code;
    constructor(code, message, options) {
        super(message, options);
        this.code = code;
    }
}
/** Whether a recovery has brought the interrupted release to its end, whatever became of production after that. */
function isBroughtToEnd({ outcome, error }) {
    return outcome === 'succeeded' || error instanceof NotAsLeftError;
}


/***/ }),

/***/ 6451:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Z: () => (/* binding */ RecoveryTimeoutError)
/* harmony export */ });
/* harmony import */ var _engine_deadline_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8768);

/** The time was up before an interrupted release was at its end: it is taken up again by the same command. */
class RecoveryTimeoutError extends _engine_deadline_js__WEBPACK_IMPORTED_MODULE_0__/* .DeadlineError */ .j {
    code = 'RecoveryTimeout';
}


/***/ })

};
