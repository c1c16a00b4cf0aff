export const id = 90;
export const ids = [90];
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


/***/ })

};
