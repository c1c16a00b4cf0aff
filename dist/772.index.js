export const id = 772;
export const ids = [772,107,90];
export const modules = {

/***/ 9090:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   recover: () => (/* binding */ recover)
/* harmony export */ });
/* harmony import */ var _engine_deadline_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8768);
/* harmony import */ var _strategies_vip_swap_index_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6962);


/** Finishes or undoes an interrupted release; where none is, sweeps up what an older one has left. */
async function recover(context, options) {
    const { clock, signal, tellSubject } = context;
    const endsAtMs = clock.monotonicMs() + options.timeoutMs;
    const deadline = { clock, signal, timeoutMs: options.timeoutMs, subject: 'the recovery to begin' };
    const preparation = await (0,_engine_deadline_js__WEBPACK_IMPORTED_MODULE_1__/* .withDeadline */ .N)(deadline, (limited) => (0,_strategies_vip_swap_index_js__WEBPACK_IMPORTED_MODULE_0__.prepareRecovery)({ ...context, signal: limited }, options));
    tellSubject(preparation.subject);
    if (preparation.kind === 'nothing') {
        return { kind: 'no-change', reason: preparation.reason };
    }
    const { subject } = preparation;
    const { direction, result } = await preparation.run({
        signal,
        timeoutMs: endsAtMs - clock.monotonicMs(),
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

/***/ 3772:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   rollback: () => (/* binding */ rollback)
/* harmony export */ });
/* harmony import */ var _strategies_vip_swap_index_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6962);
/* harmony import */ var _run_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2107);


/** Production goes back to where it was before the last finished release. Run again, it stays there. */
function rollback(context, options) {
    const { terms } = options;
    return (0,_run_js__WEBPACK_IMPORTED_MODULE_1__.run)(context, {
        ...options,
        command: 'run',
        release: 'rollback',
        goal: (strategyContext) => (0,_strategies_vip_swap_index_js__WEBPACK_IMPORTED_MODULE_0__.rollbackGoal)(strategyContext, terms),
    });
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
// EXTERNAL MODULE: ./lib/strategies/vip-swap/index.js + 93 modules
var vip_swap = __webpack_require__(6962);
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
            return lock === undefined || (0,record_lock/* isOver */.PU)(lock, lease.owner, arm.epochMs()) ? [] : [{ address: name, lock }];
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
    for (let tries = 1;; tries += 1) {
        const preparation = await prepareInTime(context, options, endsAtMs);
        if ('subject' in preparation) {
            context.tellSubject(preparation.subject);
        }
        switch (preparation.kind) {
            case 'no-change':
                return preparation;
            case 'refused':
                context.tellPlan(preparation.plan);
                throw new Error(preparation.refusals.join('\n'));
            case 'locked':
                await awaitUnlocked(context, preparation, options.terms.productionPublicIpIds, lockPatience.untilMs);
                break;
            case 'interrupted': {
                const end = await recoverFirst(context, options, preparation, endsAtMs);
                if (end !== undefined) {
                    return end;
                }
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
                if (tries === MOST_PLANS || !isWorthAnotherPlan(result, clock.monotonicMs() < lockPatience.untilMs)) {
                    return { kind: 'ran', result };
                }
            }
        }
    }
}
/** Another run came between the checks and the first write: nothing was changed by this one. */
function isWorthAnotherPlan({ outcome, error }, isPatient) {
    return (outcome === 'rolled-back' &&
        (error instanceof vip_swap.OutdatedPlanError || (error instanceof record_lock/* LockedError */.by && isPatient)));
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
/** @returns how the recovery ended where that is the end of the run too; undefined where the run goes on. */
async function recoverFirst(context, options, { address, journal }, endsAtMs) {
    if (options.command === 'plan' || options.onInterrupted === 'fail') {
        throw new interrupted_release/* InterruptedReleaseError */.i(address, journal);
    }
    const { terms, probe, isProbeOn, verifyTimeoutMs, leavesRecord } = options;
    const timeoutMs = endsAtMs - context.clock.monotonicMs();
    if (timeoutMs <= 0) {
        throw new engine_deadline/* DeadlineError */.j('The time was up before an interrupted release could be recovered.');
    }
    const end = await (0,recover.recover)(context, {
        productionPublicIpIds: terms.productionPublicIpIds,
        temporaryIpTags: terms.temporaryIpTags,
        recoverTo: 'auto',
        probe,
        isProbeOn,
        verifyTimeoutMs,
        leavesRecord,
        timeoutMs,
    });
    return end.kind === 'ran' && end.result.outcome !== 'succeeded' ? end : undefined;
}


/***/ })

};
