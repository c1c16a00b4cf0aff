export const id = 670;
export const ids = [670,299];
export const modules = {

/***/ 9090:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   recover: () => (/* binding */ recover)
/* harmony export */ });
/* harmony import */ var _engine_deadline_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8768);
/* harmony import */ var _strategies_vip_swap_index_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7870);


/**
 * Finishes or undoes an interrupted release; where none is, sweeps up what an older one has left. Several addresses may have
 * been left by several releases: all of them are brought to their ends.
 */
async function recover(context, options) {
    context.tellRecovering();
    const end = await recoverAll(context, options);
    if (end.kind !== 'ran') {
        context.tellRecovered(end.kind === 'swept' ? 'swept' : 'nothing');
    }
    else if (end.result.outcome === 'succeeded' && end.recoveredTo !== undefined) {
        context.tellRecovered(end.recoveredTo);
    }
    return end;
}
async function recoverAll(context, options) {
    const endsAtMs = context.clock.monotonicMs() + options.timeoutMs;
    let end;
    let meanwhile;
    for (let count = 0; count < options.productionPublicIpIds.length; count += 1) {
        try {
            const next = await recoverOne(context, options, endsAtMs);
            if (next.kind !== 'ran') {
                return end ?? next;
            }
            end = next;
            if (next.result.outcome !== 'succeeded') {
                return next;
            }
        }
        catch (error) {
            if (!(error instanceof _strategies_vip_swap_index_js__WEBPACK_IMPORTED_MODULE_0__.RecoveredMeanwhileError)) {
                throw error;
            }
            // Whoever was faster has brought production where it is now, and this run does not know which way.
            context.tellSubject({ productionAddresses: error.productionAddresses });
            meanwhile = error.message;
        }
    }
    return end ?? { kind: 'no-change', reason: meanwhile ?? 'no production address was named' };
}
async function recoverOne(context, options, endsAtMs) {
    const { clock, signal, tellSubject } = context;
    const timeLeftMs = () => endsAtMs - clock.monotonicMs();
    const deadline = {
        clock,
        signal,
        timeoutMs: timeLeftMs(),
        wholeTimeoutMs: options.timeoutMs,
        subject: 'what ARM says of the production addresses; what was interrupted, if anything, is as it was',
    };
    const preparation = await (0,_engine_deadline_js__WEBPACK_IMPORTED_MODULE_1__/* .withDeadline */ .N)(deadline, (limited) => (0,_strategies_vip_swap_index_js__WEBPACK_IMPORTED_MODULE_0__.prepareRecovery)({ ...context, signal: limited }, options));
    tellSubject(preparation.subject);
    if (preparation.kind !== 'ready') {
        const { kind, reason } = preparation;
        return { kind: kind === 'swept' ? 'swept' : 'no-change', reason };
    }
    const { subject } = preparation;
    const { direction, result } = await preparation.run({
        signal,
        timeoutMs: timeLeftMs(),
        wholeTimeoutMs: options.timeoutMs,
    });
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
// EXTERNAL MODULE: ./lib/strategies/vip-swap/index.js + 96 modules
var vip_swap = __webpack_require__(7870);
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
                const control = {
                    signal: context.signal,
                    timeoutMs,
                    wholeTimeoutMs: options.timeoutMs,
                    undoTimeoutMs,
                    onFailure,
                };
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
        wholeTimeoutMs: options.timeoutMs,
        subject: 'the checks before the first write; no release was begun',
    };
    return (0,engine_deadline/* withDeadline */.N)(deadline, async (limited) => {
        const { arm, lease, emitSaving, controlPlaneSeconds } = context;
        const { command, probe, isProbeOn, verifyTimeoutMs, release, leavesRecord } = options;
        const strategyContext = {
            arm,
            clock,
            lease,
            command,
            signal: limited,
            emit: emitSaving,
            controlPlaneSeconds,
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
        throw new engine_deadline/* DeadlineError */.j(`The time was up before the interrupted release of "${address}" could be recovered: it is as it was.`);
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
        if (error instanceof record_lock/* LockedError */.by && isPatient) {
            context.tellRecovered('nothing');
            return undefined;
        }
        throw error;
    }
}


/***/ }),

/***/ 3240:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Gw: () => (/* binding */ interruptionFailure),
/* harmony export */   iM: () => (/* binding */ settleInterrupted),
/* harmony export */   or: () => (/* binding */ hasReachedGoal)
/* harmony export */ });
/* unused harmony export HandOverError */
/* harmony import */ var _deadline_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8768);
/* harmony import */ var _failure_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(8004);
/* harmony import */ var _run_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1079);



/**
 * The time for settling is up, and this process comes to its end: no answer is waited for any more, as after a deadline
 * that is followed by an undoing.
 */
class HandOverError extends Error {
    name = 'HandOverError';
    code = 'HandOver';
}
/** A plan that was cleaning up had reached its goal: what is left of it is no failure. */
function hasReachedGoal({ plan, startedStepIds, }) {
    return plan.steps.some(({ id, cleanUp }) => cleanUp && startedStepIds.includes(id));
}
/** What there is to say of the run that did not come to its end. */
function interruptionFailure({ plan, startedStepIds, cause, }) {
    const title = plan.steps.find(({ id }) => id === startedStepIds.at(-1))?.title ?? plan.goal;
    switch (cause.kind) {
        case 'killed':
            return { message: `The process of the run was ended while it was at "${title}".`, code: 'Interrupted' };
        case 'cancelled':
            return { message: `The run was cancelled while it was at "${title}".`, code: 'Interrupted' };
        case 'failed':
            return cause.failure;
    }
}
/** Brings an interrupted plan to an end: one that was cleaning up had reached its goal; any other goes the way that it is told. */
async function settleInterrupted(interrupted) {
    const { plan, startedStepIds, clock, emit } = interrupted;
    const started = startedStepIds.flatMap((id) => plan.steps.filter((step) => step.id === id));
    emit({ type: 'plan-started', atMs: clock.monotonicMs(), plan });
    const { signal } = new AbortController();
    const deadline = {
        clock,
        signal,
        timeoutMs: interrupted.timeoutMs,
        subject: `settling "${plan.goal}"`,
        reasonOf: (message) => new HandOverError(message),
    };
    const result = await (0,_deadline_js__WEBPACK_IMPORTED_MODULE_1__/* .withDeadline */ .N)(deadline, (limited) => {
        if (hasReachedGoal(interrupted)) {
            return cleanUp(interrupted, limited);
        }
        return interrupted.direction === 'finish'
            ? finish(interrupted, started, limited)
            : undo(interrupted, started, interruptionFailure(interrupted), limited);
    });
    emit({
        type: 'plan-finished',
        atMs: clock.monotonicMs(),
        outcome: result.outcome,
        ...(result.error === undefined ? {} : { failure: (0,_failure_js__WEBPACK_IMPORTED_MODULE_2__/* .toFailure */ .w)(result.error) }),
    });
    return result;
}
/** What comes after the window is done; where it shows that the goal is not reached after all, everything is undone. */
async function finish(interrupted, started, signal) {
    const { steps } = interrupted.plan;
    const left = steps.slice(steps.findLastIndex(({ window }) => window !== undefined) + 1);
    const begun = [...started];
    try {
        for (const step of left.filter((each) => !each.cleanUp)) {
            begun.push(...(begun.includes(step) ? [] : [step]));
            await (0,_run_js__WEBPACK_IMPORTED_MODULE_0__/* .performStep */ .Ks)(interrupted, step, { signal, clock: interrupted.clock });
        }
    }
    catch (error) {
        const { message } = interruptionFailure(interrupted);
        const failure = (0,_failure_js__WEBPACK_IMPORTED_MODULE_2__/* .toFailure */ .w)(error);
        return undo(interrupted, begun, { ...failure, message: `${message} ${failure.message}` }, signal);
    }
    return cleanUp(interrupted, signal);
}
async function cleanUp(interrupted, signal) {
    const { plan, clock } = interrupted;
    const cleanUpErrors = [];
    for (const step of plan.steps.filter((each) => each.cleanUp)) {
        await (0,_run_js__WEBPACK_IMPORTED_MODULE_0__/* .performStep */ .Ks)(interrupted, step, { signal, clock }).catch((error) => cleanUpErrors.push(error));
    }
    return { outcome: 'succeeded', undoErrors: [], cleanUpErrors };
}
async function undo(interrupted, started, { message, code }, undoSignal) {
    const undoErrors = await (0,_run_js__WEBPACK_IMPORTED_MODULE_0__/* .undoSteps */ .qD)({ ...interrupted, undoSignal }, started);
    const outcome = undoErrors.length === 0 ? 'rolled-back' : 'failed';
    const error = Object.assign(new Error(message), code === undefined ? {} : { code });
    return { outcome, error, undoErrors, cleanUpErrors: [] };
}


/***/ })

};
