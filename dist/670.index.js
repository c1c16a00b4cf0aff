export const id = 670;
export const ids = [670,299];
export const modules = {

/***/ 9090:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   recover: () => (/* binding */ recover)
/* harmony export */ });
/* harmony import */ var _engine_deadline_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8768);
/* harmony import */ var _strategies_vip_swap_index_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9867);


/**
 * Finishes or undoes an interrupted release; where none is, sweeps up what an older one has left. Several addresses may have
 * been left by several releases: all of them are brought to their ends.
 */
async function recover(context, options) {
    const endsAtMs = context.clock.monotonicMs() + options.timeoutMs;
    context.tellRecovering();
    let end;
    for (let count = 0; count < options.productionPublicIpIds.length; count += 1) {
        const next = await recoverOne(context, options, endsAtMs);
        if (next.kind === 'no-change') {
            return end ?? next;
        }
        end = next;
        if (next.result.outcome !== 'succeeded') {
            return next;
        }
    }
    return end ?? { kind: 'no-change', reason: 'no production address was named' };
}
async function recoverOne(context, options, endsAtMs) {
    const { clock, signal, tellSubject } = context;
    const timeLeftMs = () => endsAtMs - clock.monotonicMs();
    const deadline = { clock, signal, timeoutMs: timeLeftMs(), subject: 'the recovery to begin' };
    const preparation = await (0,_engine_deadline_js__WEBPACK_IMPORTED_MODULE_1__/* .withDeadline */ .N)(deadline, (limited) => (0,_strategies_vip_swap_index_js__WEBPACK_IMPORTED_MODULE_0__.prepareRecovery)({ ...context, signal: limited }, options));
    tellSubject(preparation.subject);
    if (preparation.kind === 'nothing') {
        return { kind: 'no-change', reason: preparation.reason };
    }
    const { subject } = preparation;
    const { direction, result } = await preparation.run({ signal, timeoutMs: timeLeftMs() });
    if (result.outcome === 'succeeded') {
        context.emit({ type: 'recovered', atMs: clock.monotonicMs(), direction });
    }
    if (direction === 'undo' && subject.previousLoadBalancer !== undefined) {
        // Where production goes is where it came from.
        tellSubject({
            ...subject,
            previousLoadBalancer: subject.newLoadBalancer,
            newLoadBalancer: subject.previousLoadBalancer,
        });
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
// EXTERNAL MODULE: ./lib/record/interrupted-release.js
var interrupted_release = __webpack_require__(51);
// EXTERNAL MODULE: ./lib/record/lock.js
var record_lock = __webpack_require__(7138);
// EXTERNAL MODULE: ./lib/strategies/vip-swap/index.js + 94 modules
var vip_swap = __webpack_require__(9867);
// EXTERNAL MODULE: ./lib/azure/public-ip-addresses.js
var public_ip_addresses = __webpack_require__(995);
;// CONCATENATED MODULE: ./lib/commands/lock-wait.js


/** A look at each address; nothing is in a hurry that waits for a release. */
const LOOK_MS = 10_000;
/**
 * Waits until no address is locked any more.
 *
 * @param untilMs `Clock.monotonicMs` at which patience ends.
 * @throws LockedError naming the owner.
 */
async function awaitUnlocked({ arm, clock, signal, lease, emit }, found, addressIds, untilMs) {
    let last = found;
    emit({ type: 'lock-wait', atMs: clock.monotonicMs(), ...found });
    for (;;) {
        const leftMs = untilMs - clock.monotonicMs();
        if (leftMs <= 0) {
            throw new record_lock/* LockedError */.by(last.address, last.lock);
        }
        await clock.sleep(Math.min(LOOK_MS, leftMs), signal);
        const addresses = await Promise.all(addressIds.map((id) => (0,public_ip_addresses/* getPublicIpAddress */.tG)(arm, id, signal)));
        const locked = addresses.flatMap(({ name, tags = {} }) => {
            const lock = (0,record_lock/* readLock */.mF)(tags);
            return lock === undefined || lock.id === lease.id || (0,record_lock/* isOver */.PU)(lock, lease.owner, arm.epochMs())
                ? []
                : [{ address: name, lock }];
        });
        const [first] = locked;
        if (first === undefined) {
            return;
        }
        last = first;
    }
}

// EXTERNAL MODULE: ./lib/commands/recover.js
var recover = __webpack_require__(9090);
;// CONCATENATED MODULE: ./lib/commands/run.js






/** Another run that was faster each time is not to be waited for without end. */
const MOST_PLANS = 5;
/**
 * Carries a release out, or only plans it. Whatever kept it waiting, it plans from what is there afterwards: production may
 * be where it was asked for already.
 *
 * @throws LockedError, InterruptedReleaseError, DeadlineError; RefusedError with everything that stands against it.
 */
async function run(context, options) {
    const { clock } = context;
    const endsAtMs = clock.monotonicMs() + options.timeoutMs;
    const lockPatience = { untilMs: clock.monotonicMs() + options.lockTimeoutMs };
    let recovered;
    let plans = 0;
    for (;;) {
        const preparation = await prepareInTime(context, options, endsAtMs);
        if ('subject' in preparation) {
            context.tellSubject(preparation.subject);
        }
        switch (preparation.kind) {
            case 'no-change':
                // The recovery before it has brought production there.
                return recovered ?? preparation;
            case 'refused':
                context.tellPlan(preparation.plan);
                throw new Error(preparation.refusals.join('\n'));
            case 'locked':
                await awaitUnlocked(context, preparation, options.terms.productionPublicIpIds, lockPatience.untilMs);
                break;
            case 'interrupted': {
                const end = await recoverFirst(context, options, preparation, endsAtMs, lockPatience.untilMs);
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
                const control = { signal: context.signal, timeoutMs, undoTimeoutMs, onFailure };
                const result = await preparation.release.run(control);
                if (!(0,vip_swap.hasComeTooLate)(result)) {
                    return { kind: 'ran', result };
                }
                plans += 1;
                const isPatient = clock.monotonicMs() < lockPatience.untilMs;
                if (plans === MOST_PLANS || !isWorthAnotherPlan(result.error, options, isPatient)) {
                    throw result.error;
                }
            }
        }
    }
}
/** Whether to plan anew from what the run that was faster has left. */
function isWorthAnotherPlan(error, { onInterrupted }, isPatient) {
    if (error instanceof record_lock/* LockedError */.by) {
        return isPatient;
    }
    return !(error instanceof interrupted_release/* InterruptedReleaseError */.i) || onInterrupted === 'recover';
}
async function prepareInTime(context, options, endsAtMs) {
    const { clock, signal } = context;
    const deadline = {
        clock,
        signal,
        timeoutMs: endsAtMs - clock.monotonicMs(),
        subject: 'the checks before the first write',
    };
    return (0,engine_deadline/* withDeadline */.N)(deadline, async (limited) => {
        const { arm, lease, emitSaving } = context;
        const { command, probe, isProbeOn, verifyTimeoutMs, release, leavesRecord } = options;
        const strategyContext = {
            arm,
            clock,
            lease,
            command,
            signal: limited,
            emit: emitSaving,
        };
        const found = await options.goal(strategyContext);
        if (found.kind !== 'goal') {
            return found;
        }
        return (0,vip_swap.prepareVipSwap)(strategyContext, {
            goal: found.goal,
            probe,
            isProbeOn,
            verifyTimeoutMs,
            record: { release, leavesRecord },
        });
    });
}
/** @returns how the recovery ended; undefined where somebody else was faster with it. */
async function recoverFirst(context, options, { address, journal }, endsAtMs, patientUntilMs) {
    if (options.command === 'plan' || options.onInterrupted === 'fail') {
        throw new interrupted_release/* InterruptedReleaseError */.i(address, journal);
    }
    const { terms, probe, isProbeOn, verifyTimeoutMs, leavesRecord } = options;
    const timeoutMs = endsAtMs - context.clock.monotonicMs();
    if (timeoutMs <= 0) {
        throw new engine_deadline/* DeadlineError */.j('The time was up before an interrupted release could be recovered.');
    }
    const recoverOptions = {
        productionPublicIpIds: terms.productionPublicIpIds,
        temporaryIpTags: terms.temporaryIpTags,
        recoverTo: 'auto',
        probe,
        isProbeOn,
        verifyTimeoutMs,
        leavesRecord,
        timeoutMs,
    };
    let subject = {};
    const tellSubject = (known) => {
        subject = known;
        context.tellSubject(known);
    };
    try {
        const end = await (0,recover.recover)({ ...context, tellSubject }, recoverOptions);
        if (end.kind === 'ran' && end.result.outcome === 'succeeded' && subject.newLoadBalancer !== undefined) {
            // The release that follows begins where the recovery has brought production.
            context.tellSubject({ ...subject, previousLoadBalancer: subject.newLoadBalancer });
        }
        return end;
    }
    catch (error) {
        const isPatient = context.clock.monotonicMs() < patientUntilMs;
        if (error instanceof vip_swap.RecoveredMeanwhileError || (error instanceof record_lock/* LockedError */.by && isPatient)) {
            return undefined;
        }
        throw error;
    }
}


/***/ }),

/***/ 3240:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   i: () => (/* binding */ settleInterrupted),
/* harmony export */   o: () => (/* binding */ hasReachedGoal)
/* harmony export */ });
/* harmony import */ var _deadline_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8768);
/* harmony import */ var _run_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1079);


const INTERRUPTED = {
    message: 'The run was interrupted before it had ended, or could not undo what it had done.',
    code: 'Interrupted',
};
/** A plan that was cleaning up had reached its goal: what is left of it is no failure. */
function hasReachedGoal({ plan, startedStepIds, }) {
    return plan.steps.some(({ id, cleanUp }) => cleanUp && startedStepIds.includes(id));
}
/** Brings an interrupted plan to an end: a plan that was cleaning up had reached its goal; any other is undone. */
async function settleInterrupted(interrupted) {
    const { plan, startedStepIds, clock, emit } = interrupted;
    const started = startedStepIds.flatMap((id) => plan.steps.filter((step) => step.id === id));
    emit({ type: 'plan-started', atMs: clock.monotonicMs(), plan });
    const { signal } = new AbortController();
    const deadline = { clock, signal, timeoutMs: interrupted.timeoutMs, subject: `settling "${plan.goal}"` };
    const result = await (0,_deadline_js__WEBPACK_IMPORTED_MODULE_1__/* .withDeadline */ .N)(deadline, (limited) => hasReachedGoal(interrupted) ? cleanUp(interrupted, limited) : undo(interrupted, started, limited));
    emit({
        type: 'plan-finished',
        atMs: clock.monotonicMs(),
        outcome: result.outcome,
        ...(result.outcome === 'succeeded' ? {} : { failure: INTERRUPTED }),
    });
    return result;
}
async function cleanUp(interrupted, signal) {
    const { plan, clock } = interrupted;
    const cleanUpErrors = [];
    for (const step of plan.steps.filter((each) => each.cleanUp)) {
        await (0,_run_js__WEBPACK_IMPORTED_MODULE_0__/* .performStep */ .Ks)(interrupted, step, { signal, clock }).catch((error) => cleanUpErrors.push(error));
    }
    return { outcome: 'succeeded', undoErrors: [], cleanUpErrors };
}
async function undo(interrupted, started, undoSignal) {
    const undoErrors = await (0,_run_js__WEBPACK_IMPORTED_MODULE_0__/* .undoSteps */ .qD)({ ...interrupted, undoSignal }, started);
    const outcome = undoErrors.length === 0 ? 'rolled-back' : 'failed';
    return { outcome, error: new Error(INTERRUPTED.message), undoErrors, cleanUpErrors: [] };
}


/***/ }),

/***/ 1079:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Fo: () => (/* binding */ runPlan),
/* harmony export */   Ks: () => (/* binding */ performStep),
/* harmony export */   qD: () => (/* binding */ undoSteps)
/* harmony export */ });
/* harmony import */ var _deadline_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8768);
/* harmony import */ var _failure_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8004);


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
    const { clock, signal, timeoutMs } = run;
    const started = [];
    const cleanUpErrors = [];
    try {
        await (0,_deadline_js__WEBPACK_IMPORTED_MODULE_1__/* .withDeadline */ .N)({ clock, signal, timeoutMs, subject: `the plan "${run.plan.goal}"` }, async (limited) => {
            for (const step of run.plan.steps) {
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
        return { outcome: 'succeeded', undoErrors: [], cleanUpErrors };
    }
    catch (error) {
        if (signal.aborted && started.length > 0) {
            return { outcome: 'interrupted', error: signal.reason, undoErrors: [], cleanUpErrors };
        }
        if (run.onFailure === 'stop') {
            return { outcome: 'failed', error, undoErrors: [], cleanUpErrors };
        }
        const undoErrors = await undoSteps({ ...run, undoSignal: signal }, started);
        return { outcome: undoneOutcome(undoErrors, signal), error, undoErrors, cleanUpErrors };
    }
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
        context.signal.throwIfAborted();
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
        : (0,_deadline_js__WEBPACK_IMPORTED_MODULE_1__/* .withDeadline */ .N)({ clock, signal, timeoutMs, subject: `the step "${title}"` }, (limited) => work({ signal: limited, clock }));
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
 * not fit, so going on can only bring production nearer to whole.
 *
 * @param started in the order in which they were started; the last one may have done half of its work.
 * @returns the errors of the undos that failed.
 */
async function undoSteps(run, started) {
    const errors = [];
    for (const step of started.toReversed()) {
        await undoStep(run, step)
            // Once more: ARM fails for moments, and after this nobody tries. What never came to an end has had its time.
            .catch((error) => error instanceof _deadline_js__WEBPACK_IMPORTED_MODULE_1__/* .DeadlineError */ .j || run.undoSignal?.aborted
            ? Promise.reject(error)
            : undoStep(run, step))
            .catch((error) => errors.push(error));
    }
    return errors;
}
const NEVER = new AbortController().signal;
async function undoStep(run, step) {
    const { performerOf, clock, undoTimeoutMs, emit, undoSignal: signal = NEVER } = run;
    emit({ type: 'undo-started', atMs: clock.monotonicMs(), stepId: step.id });
    try {
        signal.throwIfAborted();
        await (0,_deadline_js__WEBPACK_IMPORTED_MODULE_1__/* .withDeadline */ .N)({ clock, signal, timeoutMs: undoTimeoutMs, subject: `undoing "${step.title}"` }, (limited) => performerOf(step).undo({ signal: limited, clock }));
    }
    catch (error) {
        emit({ type: 'undo-failed', atMs: clock.monotonicMs(), stepId: step.id, failure: (0,_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .toFailure */ .w)(error) });
        throw error;
    }
    emit({ type: 'undo-succeeded', atMs: clock.monotonicMs(), stepId: step.id });
}


/***/ })

};
